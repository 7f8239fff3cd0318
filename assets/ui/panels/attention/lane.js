/* One lane of the attention view: the map of its heads, what the chosen ones do in words, and the
 * chosen view of their numbers.
 *
 * attentionLane(name, onReady) → {node, update, redraw, stack, stacks, pair, lane}.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { badge, el, write } from "../../kit/dom.js";
import { clamp } from "../../lib/clamp.js";
import { percent } from "../../lib/format.js";
import { present } from "../../lib/present.js";
import { segments } from "../../lib/segments.js";
import { pointing } from "../../state/pointing.js";
import { store } from "../../state/store.js";
import { drawn } from "../../state/views.js";
import { cutHere } from "./cut_here.js";
import { headMap } from "./head_map.js";
import { headRoles } from "./head_roles.js";
import { attentionReading } from "./measure.js";
import { attentionWords } from "./sentence.js";
import { memoryWords } from "./sentence_memory.js";
import { attentionView } from "./views/index.js";

const PEEK_MS = 80; // a layer is fetched ahead when the pointer rests on it this long
const BESIDE_MS = 250; // and those beside the chosen one when nothing else has been chosen for this long
const FEW = 3; //         heads
const PLAIN = { reading: "weight", over: "mean", unit: "token", hide: false };
/** Which axis of this lane is meant by what is pointed at: its own, else either.
 * @param {string} side
 * @returns {AxisSide[]}
 */
const axes = (side) => (side === "key" ? ["key", "query"] : ["query", "key"]);
const REDRAWS = new Set(["layer", "heads", "reading", "over", "unit", "hideSink", "view"]);

/**
 * @param {LaneName} name
 * @param {() => void} onReady
 */
function attentionLane(name, onReady) {
  const title = el("h3", { translate: "no" });
  const message = el("p", { class: "pg-note", hidden: true, data: { testid: `attention-message-${name}` } });
  const mapBox = el("div", { class: "pg-map" });
  const viewBox = el("div", { class: "pg-links" });
  const absent = el("p", { class: "pg-note pg-absent", hidden: true, data: { testid: `attention-absent-${name}` } });
  const caption = el("p", { class: "pg-caption", data: { testid: `attention-caption-${name}` } });
  const instead = el("p", { class: "pg-note pg-instead", hidden: true, data: { testid: `attention-instead-${name}` } });
  const why = el("p", { class: "pg-note pg-why" });
  const limits = el("p", { class: "pg-note", hidden: true, data: { testid: `attention-limits-${name}` } });
  const cut = cutHere(name);
  const roles = headRoles(
    name,
    (head, since) => store.select(head, { since }),
    () => {
      // Thumbnails of another run are about to go; drawing them again would keep the new ones waiting.
      if (mapped === address()) map.redraw();
    },
  );
  const node = el(
    "article",
    { class: "pg-attention-lane", data: { lane: name }, "aria-label": `Attention, lane ${name.toUpperCase()}` },
    el("header", { class: "pg-lane-head" }, badge(name), title),
    message,
    el("div", { class: "pg-words pg-lead" }, absent, caption, cut.node, instead, why, limits),
    mapBox,
    el("div", { class: "pg-words" }, roles.node),
    viewBox,
  );

  // A shorter sentence must not make the page shorter: at its end the page would move, another token
  // would come under the pointer, and its sentence would move the page back, again and again.
  new ResizeObserver(() => {
    const tall = caption.offsetHeight;
    if (tall > parseFloat(caption.style.minHeight || "0")) caption.style.minHeight = `${tall}px`;
  }).observe(caption);

  /** @type {string | null} */
  let trace = null; //   the trace on screen; kept while the next one is being made
  /** @type {AttentionPanel | null} */
  let info = null; //    /panels/attention of that trace
  /** @type {ShownPicture | null} */
  let picture = null; // what is on screen
  const links = segments.chosen(); // which links of a pair of texts are shown
  /** @param {Picture} one */
  const allowedIn = (one) => links(info?.segments ?? [], store.selection.between, one);
  let mapped = ""; //     whose thumbnails the map shows
  let peeking = 0;
  let beside = 0;
  let frame = 0;
  /** @type {Map<string, string>} */
  const refused = new Map(); // stack and reading → why it cannot be shown of this run

  const map = headMap(mapBox, {
    lane: name,
    says: roles.title,
    told: roles.told,
    stack,
    onPick: (head, since) => store.select(head, { since }),
    onPeek: (layer) => {
      clearTimeout(peeking);
      peeking = setTimeout(() => fetchAhead(layer), PEEK_MS);
    },
  });
  const shown = attentionView(viewBox, name, {
    onPin: (row, since) =>
      store.select(
        { pinned: pinnedEverywhere(row === null ? null : present(picture).starts.query[row]) },
        { byVisitor: false, since },
      ),
    onFocus: (focus, since) => {
      // What is pointed at may belong to the run before, whose names are gone.
      pointing.at(focus && info && picture ? placeOf(focus) : null);
      describe();
      drawn("attention", "hover", since);
    },
    onHead: (head, since) => store.select(head, { since }),
    onDrawn: (since) => drawn("attention", "rows", since),
    about: () => ({ trace, lane: store.lanes[name], stack: stack(), pick: chosen(), way: way() }),
  });

  // Lanes that read the same token at the same place are pinned together.
  /** @param {number | null} query */
  function pinnedEverywhere(query) {
    const other = name === "a" ? "b" : "a";
    const pinned = { ...store.selection.pinned, [name]: query };
    const [here, there] = [store.lanes[name], store.lanes[other]];
    if (here && there && (query === null || there.tokens[query]?.text === here.tokens[query]?.text))
      pinned[other] = query;
    return pinned;
  }

  // ------------------------------------------------------------ what to show
  function stack() {
    if (!info) return null;
    const { stacks, opening_stack: opening } = info;
    const wanted = store.selection.stack;
    return stacks.find((one) => one.name === wanted) || stacks.find((one) => one.name === opening) || stacks[0];
  }

  /** The same, where there is one. */
  const own = () => present(stack());

  function chosen() {
    const { layers, heads } = own();
    const mine = [...new Set(store.selection.heads.map((head) => clamp(head, 0, heads - 1)))];
    return { layer: clamp(store.selection.layer, 0, layers - 1), heads: mine };
  }

  /** How the numbers are read. What cannot be had of this stack is shown as plain weights. */
  function way() {
    const { reading, over, unit, hideSink } = store.selection;
    const one = own();
    if (one.name === "memory") return PLAIN;
    const given = refused.has(`${one.name}/${reading}`) ? "weight" : reading;
    return { reading: given, over, unit, hide: hideSink && Boolean(one.sink) };
  }

  const address = () => endpoints.stackAddress(present(trace), own().name);
  /**
   * @param {{ layer: number, heads: number[] }} pick
   * @param {Stack} one
   */
  const opens = ({ layer, heads }, { opening }) =>
    heads.length === 1 && layer === opening.layer && heads[0] === opening.head;

  /** The reading token shown when none is pointed at. */
  function restingToken() {
    const { query_tokens: queries, opening } = own();
    const lane = store.lanes[name];
    const inText = lane && lane.tokens.length === queries.length ? store.positionIn(name) : null;
    return clamp(store.selection.pinned[name] ?? inText ?? opening.query, 0, queries.length - 1);
  }

  /** @param {Picture} one */
  function restingRow(one) {
    const usual = attentionReading.groupOf(one.starts.query, restingToken()) ?? 0;
    const allowed = allowedIn(one);
    const keys = one.keys.length;
    if (!allowed || Array.from({ length: keys }).some((_, key) => allowed(usual, key))) return usual;
    return segments.reader(one.values, one.queries.length, keys, allowed);
  }

  // ------------------------------------------------------------ pointing
  /** Which text of the lane an axis counts: "tokens", "source", or "" for another.
   * @param {AxisSide} side
   * @returns {"tokens" | "source" | ""}
   */
  function textOf(side) {
    /** @type {("tokens" | "source")[]} */
    const known = ["tokens", "source"];
    const texts = own()[`${side}_tokens`];
    const lane = store.lanes[name];
    return (
      known.find(
        (text) => lane?.[text]?.length === texts.length && lane[text].every((token, i) => token.text === texts[i]),
      ) || ""
    );
  }

  // A row of a text that is written speaks for the token it writes, as in the alignment.
  /** @param {AxisSide} side */
  const ahead = (side) => (side === "query" && own().written_next ? 1 : 0);
  /** @param {AxisPlace} place */
  const placeOf = ({ side, index }) => ({
    lane: name,
    text: textOf(side),
    index: Math.min(present(picture).starts[side][index] + ahead(side), own()[`${side}_tokens`].length - 1),
    side,
    from: "attention",
  });

  /** Show what is pointed at in the other lane, or in the text itself. */
  function follow() {
    if (!info || !picture || node.hidden || !viewBox.clientWidth) return;
    const place = pointing.inLane(name);
    const mine = place?.from === "attention" && pointing.now()?.lane === name;
    const side = place && !mine ? axes(present(place.side)).find((each) => textOf(each) === place?.text) : null;
    shown.point(
      side && place
        ? { side, index: attentionReading.groupOf(picture.starts[side], Math.max(0, place.index - ahead(side))) ?? 0 }
        : null,
    );
    describe();
  }
  pointing.subscribe(follow);

  // ------------------------------------------------------------ numbers
  /** @param {number} layer */
  function fetchAhead(layer) {
    const one = stack();
    if (!one || layer < 0 || layer >= one.layers || way().reading === "rollout") return;
    get(attentionReading.isSmall(one) ? address() : endpoints.layerWeights(address(), layer)).catch(() => {});
  }

  /** Draw the chosen heads with what is here; false when nothing is.
   * @param {number} since
   * @param {string | null} event
   */
  function drawHead(since, event) {
    const pick = chosen();
    const one = own();
    map.select(pick);
    roles.show(present(trace), one, pick);
    const found = attentionReading.of(address(), one, pick, way());
    if (!found) return false;
    draw(found);
    if (event) drawn("attention", event, since);
    return true;
  }

  /** @param {number} length */
  const asLength = (length) => length.toFixed(2);
  /** @param {number} weight */
  const asWeight = (weight) => weight.toFixed(3);

  /** @param {Picture} found */
  function draw(found) {
    if (!picture || picture.values.length !== found.values.length) caption.style.minHeight = "";
    picture = {
      ...found, // the other lane may be drawing the same numbers
      allowed: allowedIn(found),
      query: restingRow(found),
      pinned: attentionReading.groupOf(found.starts.query, store.selection.pinned[name]),
      format: found.reading === "value" ? asLength : asWeight,
      says: headings(),
    };
    shown.set(picture, {
      address: address(),
      trace: present(trace),
      stack: own(),
      pick: chosen(),
      way: way(),
      token: restingToken(),
    });
    cut.show(present(trace), own(), chosen(), picture);
    describe();
  }

  /** What the two columns are; of a text that is written, by what its rows are called. */
  function headings() {
    const [left, right] = own().name === "memory" ? ["after", "still holds"] : ["looks", "is looked at"];
    return [own().written_next ? "read in → written next" : left, right];
  }

  /**
   * @param {number} since
   * @param {string} event
   */
  async function showHead(since, event) {
    const wanted = trace;
    const [pick, how] = [chosen(), way()];
    const key = JSON.stringify([own().name, pick, how]);
    const there = drawHead(since, event);
    if (there && picture?.exact) return;
    // One head is here sooner than its whole layer, or than all of them.
    if (!there && pick.heads.length > FEW) fetchAhead(pick.layer);
    try {
      await Promise.all(attentionReading.addresses(address(), pick, how).map(get));
    } catch (error) {
      if (wanted !== trace || key !== JSON.stringify([own().name, chosen(), way()])) return;
      if (how.reading === "weight") say(messageOf(error));
      else {
        refused.set(`${own().name}/${how.reading}`, messageOf(error));
        await showHead(since, event);
      }
      return;
    }
    if (wanted !== trace || key !== JSON.stringify([own().name, chosen(), way()])) return;
    drawHead(since, there ? null : event);
    clearTimeout(beside);
    beside = setTimeout(() => [pick.layer, pick.layer + 1, pick.layer - 1].forEach(fetchAhead), BESIDE_MS);
  }

  // ------------------------------------------------------------ in words
  function describe() {
    const one = stack();
    if (!one || !picture) return; // hovered before the text it belongs to has arrived
    const pick = chosen();
    /** @type {(about: any) => (string | Node)[]} */
    const inWords = one.name === "memory" ? memoryWords : attentionWords;
    caption.replaceChildren(...inWords({ stack: one, ...pick, picture, way: way(), focus: shown.focus(), sinkShare }));
    why.textContent = opens(pick, one) && one.opening.why ? `Shown first: ${one.opening.why}` : "";
    const { reading } = store.selection;
    const reason = refused.get(`${one.name}/${reading}`);
    instead.hidden = !reason;
    instead.textContent = reason
      ? `${attentionReading.kind(reading).title}: ${reason} Plain weights are shown instead.`
      : "";
  }

  /** How much a row of the picture gives to the sink, or null where there is no row.
   * @param {number | null} row
   */
  function sinkShare(row) {
    if (row === null) return null;
    const plain = attentionReading.of(address(), own(), chosen(), { ...way(), unit: "token", hide: false });
    if (!plain) return null;
    const starts = present(picture).starts.query;
    const [from, to] = [starts[row], starts[row + 1] ?? plain.queries.length];
    let sum = 0;
    for (let query = from; query < to; query++)
      sum += plain.values[query * plain.keys.length + present(own().sink).index];
    return sum / (to - from);
  }

  /** What this decoder has in the place of self-attention, and the way to it. */
  function describeAbsent() {
    const missing = info?.absent;
    absent.hidden = !missing;
    if (!info || !missing) return;
    const other = info.stacks.find(({ name: each }) => each === missing.stack);
    /** @param {PointerEvent} event */
    const go = (event) =>
      other &&
      store.select(
        { stack: other.name, layer: other.opening.layer, heads: [other.opening.head], pinned: { a: null, b: null } },
        { since: event.timeStamp },
      );
    absent.replaceChildren(
      missing.says,
      other && stack() !== other
        ? el("button", {
            type: "button",
            class: "pg-link",
            text: "Show the memory",
            data: { testid: `show-memory-${name}` },
            on: { click: go },
          })
        : "",
    );
  }

  /** What of this stack is on no token, or not shown at all. */
  function describeLimits() {
    const one = stack();
    if (!info || !one) return;
    const kept = new Set(info.stacks.map((each) => each.name));
    const missing = Object.entries(info.left_out)
      .filter(([of]) => of === one.name || !kept.has(of))
      .map(([of, sentence]) => (of === one.name ? `Not every layer is shown: ${sentence}` : sentence));
    const nowhere =
      one.unseen > 0
        ? [
            `On average ${percent(one.unseen)} of attention goes to no token but to a learned sink: rows sum to the rest.`,
          ]
        : [];
    write(limits, [...nowhere, ...missing].join(" "));
    limits.hidden = !limits.textContent;
  }

  /** @param {string} sentence */
  function say(sentence) {
    message.textContent = sentence || "";
    message.hidden = !sentence;
    node.classList.toggle("pg-only-message", Boolean(sentence));
  }

  // ------------------------------------------------------------ life
  /** What the map of the stack that will be shown needs: waiting for the names would cost a turn.
   * @param {string} next
   */
  function askAhead(next) {
    const stack = store.lanes[name]?.opening_stack;
    if (!stack || store.selection.stack) return;
    get(endpoints.thumbnails(endpoints.stackAddress(next, stack))).catch(() => {});
    get(endpoints.headRoles(next, stack)).catch(() => {});
  }

  /** @param {string} next */
  async function open(next) {
    const since = performance.now();
    trace = next;
    info = picture = null;
    refused.clear();
    askAhead(next);
    try {
      const found = await get(endpoints.panel("attention", next));
      if (trace !== next) return;
      info = found;
      const lane = store.lanes[name];
      const one = own();
      if (name === "a" && lane && store.mayOpen(lane.model)) {
        store.select({ layer: one.opening.layer, heads: [one.opening.head] }, { byVisitor: false });
        if (lane.recorded) store.openAt(one.opening.query);
      }
      say("");
      onReady();
      await showStack(since, "open");
    } catch (error) {
      if (trace !== next) return;
      info = null;
      say(messageOf(error));
      onReady();
    }
  }

  /**
   * @param {number} since
   * @param {string} event
   */
  async function showStack(since, event) {
    const wanted = address();
    describeAbsent();
    describeLimits();
    const head = showHead(since, event);
    const thumbnails = await get(endpoints.thumbnails(wanted));
    if (!info || wanted !== address()) return;
    mapped = wanted;
    map.set(thumbnails);
    map.select(chosen());
    if (event === "open") drawn("attention-map", event, since);
    await head;
    if (!picture) return;
    shown.reveal(restingRow(picture));
  }

  return {
    node,
    stack,
    stacks: () => (info ? info.stacks : []),
    lane: () => store.lanes[name],
    /** What the two texts are, where there are two. */
    pair: () => (info?.segments?.length ? info.pair : null),
    /** Follow the store; says whether the lane has anything to show.
     * @param {Partial<Change> & { since: number }} change
     */
    update(change) {
      const lane = store.lanes[name];
      const reason = lane?.panels?.attention;
      node.hidden = !(lane && (lane.trace || lane.running || trace || reason));
      if (!lane || node.hidden) {
        trace = info = picture = null;
        return false;
      }
      title.textContent = lane.title || "";
      node.classList.toggle("pg-stale", Boolean(lane.running && info));
      if (reason) {
        info = picture = trace = null;
        say(reason);
      } else if (lane.trace && lane.trace !== trace) open(lane.trace);
      else if (!info && lane.running) say("The heads appear here when the text is complete.");
      else if (info && change.selection) {
        const changed = change.changed || [];
        if (changed.includes("stack")) showStack(change.since, "layer").catch((error) => say(messageOf(error)));
        else {
          showHead(change.since, changed.some((key) => REDRAWS.has(key)) ? "layer" : "select");
          if (picture && (changed.some((key) => ["position", "between", "view"].includes(key)) || change.lane))
            shown.reveal(restingRow(picture));
        }
        if (changed.includes("colouring") || changed.includes("sorting")) map.redraw();
      }
      return true;
    },
    redraw() {
      if (!info) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        map.redraw();
        shown.redraw();
      });
    },
  };
}

export { attentionLane };
