/* A model under terms of its own: what they are, and the button that accepts them, fetches the model and runs.
 *
 * consent(name) → {node, draw}.
 */
import { messageOf, post } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { el, write } from "../../kit/dom.js";
import { t } from "../../lib/messages.js";

/** @param {LaneName} name */
export function consent(name) {
  const link = el("a", { target: "_blank", rel: "noreferrer noopener" });
  const button = el("button", {
    type: "button",
    class: "pg-button pg-strong",
    data: { testid: `accept-${name}` },
    on: { click: accept },
  });
  const says = el("p", { class: "pg-note", role: "status" });
  const node = el("div", { class: "pg-consent", hidden: true }, link, button, says);
  /** @type {LaneConsent | null} */
  let asked = null;

  async function accept() {
    if (!asked) return;
    button.disabled = true;
    try {
      await post(endpoints.ACCEPT, { model: asked.model, licence: asked.licence });
      node.hidden = true;
      document.getElementById("run")?.click();
    } catch (error) {
      write(says, messageOf(error));
    }
    button.disabled = false;
  }

  return {
    node,
    /** @param {LaneConsent | null | undefined} terms */
    draw(terms) {
      asked = terms || null;
      node.hidden = !asked;
      write(says, "");
      if (!asked) return;
      link.href = asked.url;
      write(link, t("Read the {terms}", { terms: asked.title }));
      write(button, t("I accept them: fetch the model ({size} MB)", { size: Math.round(asked.download / 1e6) }));
    },
  };
}
