/* The next-token view: a place in the text, four sliders, and what the model expects there.
 *
 * Behind “All rules” lies the laboratory: every rule of decoding as a card, in an order of one's own.
 * All of it is computed here, from all logits, and never runs the model.
 */

import { messageOf } from "../../data/api.js";
import { distribution } from "../../data/distribution.js";
import { el } from "../../kit/dom.js";
import { knob } from "../../kit/slider.js";
import { explains } from "../../kit/terms.js";
import { decodingRules } from "../../lib/decoding_rules.js";
import { BY_ID, ORDER, SETTING, SLIDERS } from "../../lib/decoding_settings.js";
import { decimal, grouped, percent, THIN } from "../../lib/format.js";
import { LANES } from "../../lib/lanes.js";
import { probabilityScale } from "../../lib/probability_scale.js";
import { store } from "../../state/store.js";
import { drawn, register } from "../../state/views.js";
import { tokenStrip } from "../shared/token_strip.js";
import { candidateList } from "./candidates.js";
import { cumulativeCurve } from "./cumulative.js";
import { draws } from "./draws.js";
import { ruleCards } from "./rule_cards.js";

const CONTINUE_MS = 4000;

/**
 * @param {HTMLElement} root
 * @param {Props} props
 * @param {Heard} emit
 */
function start(root, props, emit) {
  const { OFF } = decodingRules;
  root.classList.add("pg-next-token");
  root.dataset.testid = "next-token";
  let settings = { ...OFF };
  let order = [...ORDER];
  let open = false; //  whether all rules are shown
  let log = false;
  const place = tokenStrip();
  const knobs = Object.fromEntries(
    SLIDERS.map((one) => [
      one.key,
      knob(one, (key, value, since) => change({ ...settings, [key]: value }, order, since)),
    ]),
  );
  /**
   * @param {string} text
   * @param {string} testid
   * @param {(one: number) => void} click
   */
  const button = (text, testid, click) =>
    el("button", {
      type: "button",
      class: "pg-button",
      text,
      data: { testid },
      on: { click: (event) => click(event.timeStamp) },
    });
  const reset = button("Reset", "reset-sampling", (since) => use(OFF, ORDER, since));
  const asGenerated = button("Use the run's settings", "as-generated", (since) =>
    use(generatedWith().settings, generatedWith().order, since),
  );
  const all = button("All rules", "all-rules", (since) => show(!open, since));
  const usual = button("Usual order", "usual-order", (since) => use(settings, ORDER, since));
  const scales = el(
    "select",
    { class: "pg-select", "aria-label": "Scale of the bars", data: { testid: "bar-scale" } },
    el("option", { value: "linear", text: "linear" }),
    el("option", { value: "log", text: "logarithmic" }),
  );
  const cards = ruleCards({ onChange: change });
  const lab = el(
    "section",
    { class: "pg-lab", hidden: true, "aria-label": "All rules of decoding", data: { testid: "laboratory" } },
    el("p", {
      class: "pg-note",
      text: "From the model's logits to the token that is drawn: each rule works on what the one before it left. Switch them on, and move one earlier or later to see what the order does.",
    }),
    cards.node,
  );
  const hint = el("p", { class: "pg-note", text: "Run a model to see how likely it finds each next token." });
  const sliders = el("div", { class: "pg-knobs" }, ...SLIDERS.map(({ key }) => knobs[key].node));
  const head = el(
    "div",
    { class: "pg-next-head" },
    place.node,
    sliders,
    el(
      "div",
      { class: "pg-knob-buttons" },
      all,
      asGenerated,
      reset,
      usual,
      el("label", { class: "pg-field" }, "bars", scales),
    ),
  );
  const grid = el("div", { class: "pg-next-lanes" });
  const body = el("div", { class: "pg-next-body" }, lab, grid);
  root.replaceChildren(explains(props), head, hint, body);
  usual.hidden = true;
  const lanes = { a: laneParts("a"), b: laneParts("b") };
  scales.addEventListener("change", (event) => {
    log = scales.value === "log";
    draw(event.timeStamp);
  });

  /** @param {LaneName} name */
  function laneParts(name) {
    const list = candidateList(name, (picked) => pick(name, picked));
    const curve = cumulativeCurve(name);
    const facts = el("dl", { class: "pg-lab-facts", data: { testid: `lab-facts-${name}` } });
    const drawing = draws(name, { ask: () => asked(name), onDrawn: draw });
    const on = el("button", {
      type: "button",
      class: "pg-button pg-strong",
      text: "Write on with these settings",
      data: { testid: `write-on-${name}` },
      on: { click: () => writeOn(name) },
    });
    const more = el(
      "div",
      { class: "pg-lab-lane", hidden: true },
      el("div", { class: "pg-lab-actions" }, on, ...drawing.node),
      drawing.says,
      facts,
      curve.node,
    );
    list.node.append(more);
    grid.append(list.node);
    /** @type {NextTokenState} */
    const state = { trace: null, tokens: [], position: null, data: null, busy: 0 };
    return { ...state, list, curve, facts, drawing, more };
  }

  // ------------------------------------------------------------ settings
  /**
   * @param {Rules} nextSettings
   * @param {string[]} nextOrder
   * @param {number} since
   */
  function change(nextSettings, nextOrder, since) {
    settings = nextSettings;
    order = nextOrder;
    for (const { drawing } of Object.values(lanes)) drawing.forget();
    sayButtons();
    draw(since);
    nameTokens(since);
  }

  /**
   * @param {Rules} nextSettings
   * @param {string[]} nextOrder
   * @param {number} since
   */
  function use(nextSettings, nextOrder, since) {
    const next = { ...nextSettings };
    for (const { key } of SLIDERS) knobs[key].set(next[key]);
    cards.set(next, nextOrder);
    change(next, [...nextOrder], since);
  }

  const generatedWith = () => {
    /** @type {Rules} */
    const own = LANES.map((name) => store.lanes[name]?.settings).find(Boolean) ?? {};
    return {
      settings: Object.fromEntries(Object.keys(OFF).map((key) => [key, own[key] ?? OFF[key]])),
      order: own.order ?? ORDER,
    };
  };

  /**
   * @param {boolean} on
   * @param {number} since
   */
  function show(on, since) {
    open = on;
    lab.hidden = !on;
    sliders.hidden = on;
    root.classList.toggle("pg-lab-open", on);
    for (const { more } of Object.values(lanes)) more.hidden = !on;
    use(settings, order, since);
  }

  /** What is on behind the button must not work in secret. */
  function sayButtons() {
    const simple = SLIDERS.map(({ key }) => key);
    const hidden = Object.entries(OFF).filter(([key, off]) => !simple.includes(key) && settings[key] !== off).length;
    all.setAttribute("aria-expanded", String(open));
    all.textContent = open ? "Four sliders" : hidden ? `All rules (${hidden} more on)` : "All rules";
    usual.hidden = order.join() === ORDER.join();
  }

  /** Whether a rule asks which token is which: only then are the ids fetched. */
  const needsIds = () => open || BY_ID.some((rule) => settings[SETTING[rule][0]] !== SETTING[rule][1]);

  /** @param {number} since */
  async function nameTokens(since) {
    if (!needsIds()) return;
    const wanted = { bias: settings.bias, banned: settings.banned };
    try {
      await Promise.all(Object.values(lanes).map(({ data }) => data?.name(wanted)));
      if (settings.bias !== wanted.bias || settings.banned !== wanted.banned) return;
      cards.refuse("", "");
    } catch (error) {
      if (settings.bias !== wanted.bias || settings.banned !== wanted.banned) return;
      cards.refuse(
        /^bias|give one of its tokens/.test(messageOf(error)) || !wanted.banned ? "bias" : "banned",
        messageOf(error),
      );
    }
    draw(since, "named");
  }

  // ------------------------------------------------------------ going on from here
  /** @param {LaneName} name */
  const chosen = (name) => ({ ...settings, order, seed: lanes[name].drawing.seed });

  /** @param {LaneName} name */
  function asked(name) {
    const { trace, data } = lanes[name];
    if (!trace || !data) return null;
    return { trace, query: { ...settings, order: order.join(), position: data.position } };
  }

  /**
   * @param {LaneName} name
   * @param {{ position: number, id: number }} picked
   */
  function pick(name, { position, id }) {
    // With the rules in sight, what follows is written with them.
    send(name, open ? { position, id, settings: chosen(name) } : { position, id });
  }

  /** @param {LaneName} name */
  function writeOn(name) {
    const { data } = lanes[name];
    if (data) send(name, { position: data.position, settings: chosen(name) });
  }

  /**
   * @param {LaneName} name
   * @param {Record<string, unknown>} detail
   */
  function send(name, detail) {
    const { trace, list } = lanes[name];
    if (!trace || lanes[name].busy) return;
    list.node.classList.add("pg-stale");
    // If nothing comes of it, the bars must not stay grey.
    lanes[name].busy = setTimeout(() => settle(name), CONTINUE_MS);
    emit({ lane: name, trace, ...detail });
  }

  /** @param {LaneName} name */
  function settle(name) {
    clearTimeout(lanes[name].busy);
    lanes[name].busy = 0;
    const lane = store.lanes[name];
    lanes[name].list.node.classList.toggle("pg-stale", Boolean(lane && lane.running));
  }

  // ------------------------------------------------------------ data
  /** The logits shown in a lane: those that produced the selected token, or the ones after the last.
   * @param {LaneName} name
   */
  function wantedPosition(name) {
    const at = store.placeIn(name);
    const last = lanes[name].tokens.length - 1;
    return at === null ? last : Math.min(at, last) - 1;
  }

  /** @param {LaneName} name */
  async function load(name) {
    const mine = lanes[name];
    const { trace, list } = mine;
    if (!trace) return;
    const position = wantedPosition(name);
    if (mine.position === position && list.ready) return;
    mine.position = position;
    mine.drawing.forget();
    if (position < 0) {
      mine.data = null;
      list.say("Nothing stands before the first token, so the model had nothing to predict it from.");
      return;
    }
    try {
      const data = await distribution(trace, position);
      if (mine.trace !== trace || mine.position !== position) return;
      mine.data = data;
      list.say("");
      list.lay(data, mine.tokens);
    } catch (error) {
      if (mine.trace === trace && mine.position === position) {
        mine.data = null;
        list.say(messageOf(error));
      }
    }
  }

  /**
   * @param {number} since
   * @param {string} event
   */
  async function loadAll(since, event) {
    await Promise.all(LANES.map(load));
    draw(since, event);
    nameTokens(since);
  }

  /** @param {number} since */
  function draw(since, event = "temperature") {
    const ready = LANES.flatMap((name) => {
      const { list, trace, data } = lanes[name];
      return trace && data && list.ready ? [{ name, data, stages: data.run(settings, order) }] : [];
    });
    if (!ready.length) return;
    /** @param {Stage} stage */
    const top = (stage) => (stage.order.length ? stage.powers[0] / stage.sum : 0);
    const scale = probabilityScale(
      Math.max(...ready.flatMap(({ stages }) => [top(stages[0]), top(stages[stages.length - 1])])),
      log,
    );
    for (const { name, data, stages } of ready) {
      const share = stages.reduce((left, { mass }) => left * (1 - mass), 1);
      lanes[name].list.draw(stages[stages.length - 1], scale, {
        drawn: open ? lanes[name].drawing.result : null,
        share,
      });
      lanes[name].more.hidden = !open;
      if (open) drawMore(lanes[name], data, stages);
    }
    if (open) cards.draw(ready, probabilityScale(Math.max(...ready.flatMap(({ stages }) => stages.map(top))), log));
    drawn("next_token", event, since);
  }

  /**
   * @param {{ facts: HTMLElement, curve: ReturnType<typeof cumulativeCurve> }} lane
   * @param {Distribution} data
   * @param {Stage[]} stages
   */
  function drawMore({ facts, curve }, data, stages) {
    const [own, now] = [stages[0], stages[stages.length - 1]];
    const at = order.indexOf("top_p");
    curve.draw(stages[at], settings.temperature > 0 ? settings.top_p : 1, data.panel.vocabulary);
    /**
     * @param {string} name
     * @param {string} value
     * @param {string} says
     */
    const row = (name, value, says) => [el("dt", { text: name }), el("dd", {}, el("b", { text: value }), ` ${says}`)];
    /** @param {(stage: Stage) => string} value */
    const pair = (value) => `${value(own)} → ${value(now)}`;
    Object.assign(facts.dataset, { perplexity: Math.exp(now.entropy), nats: now.entropy });
    const rows = [
      ...row(
        "Perplexity",
        pair((stage) => decimal(Math.exp(stage.entropy), 1)),
        "as open as a choice among that many equally likely tokens: exp(entropy), also called the effective vocabulary size",
      ),
    ];
    const came = data.actualPlace;
    if (came !== null) {
      /** @param {Stage} stage */
      const surprise = (stage) =>
        stage.keeps(came) ? `${decimal(Math.max(0, -Math.log(stage.probability(came))), 2)}${THIN}nats` : "never drawn";
      rows.push(
        ...row(
          "Surprise",
          pair(surprise),
          `of the token that came: minus the logarithm of its ${percent(own.probability(came))}`,
        ),
      );
      facts.dataset.surprise = String(-Math.log(own.probability(came)));
    }
    if (data.namedEntries)
      rows.push(
        ...row(
          "Seen",
          grouped(data.namedEntries.seen.length),
          "different tokens in the text so far, which the penalties work on",
        ),
      );
    facts.replaceChildren(...rows);
  }

  // ------------------------------------------------------------ life
  /** @param {LaneName} name */
  function follow(name) {
    const lane = store.lanes[name];
    const mine = lanes[name];
    const reason = lane?.panels?.next_token;
    const shown = Boolean(lane && (lane.trace || lane.running || mine.trace || reason));
    mine.list.node.hidden = !shown;
    if (!lane || !shown) mine.trace = mine.data = null;
    else {
      mine.list.title(lane.title);
      settleUnlessPicked(name, lane);
      if (reason) {
        mine.trace = mine.data = null;
        mine.more.hidden = true;
        mine.list.say(reason);
      } else if (lane.trace && lane.trace !== mine.trace)
        Object.assign(mine, { trace: lane.trace, tokens: lane.tokens, position: null });
      else if (!mine.trace) mine.list.say("The bars appear here when the text is complete.");
    }
    return shown;
  }

  /**
   * @param {LaneName} name
   * @param {Lane} lane
   */
  function settleUnlessPicked(name, lane) {
    if (lane.running || lane.error || lane.trace !== lanes[name].trace) settle(name);
  }

  /** @param {Partial<Change> & { since: number }} change */
  function update(change) {
    const before = Object.values(lanes)
      .map((lane) => lane.trace)
      .join();
    const shown = LANES.filter(follow);
    const usable = shown.filter((name) => lanes[name].trace);
    root.classList.toggle("pg-two-lanes", shown.length > 1);
    hint.hidden = shown.length > 0;
    head.hidden = !usable.length;
    if (usable.length && !store.lanes[usable[0]]?.running) place.set(usable[0]);
    const moved = change.selection && (!change.changed || change.changed.includes("position"));
    if (
      moved ||
      before !==
        Object.values(lanes)
          .map((lane) => lane.trace)
          .join()
    )
      loadAll(change.since, "position");
  }
  store.subscribe(update);
  use(OFF, ORDER, performance.now());
  update({ selection: true, since: performance.now() });
}

register("next_token", start);
