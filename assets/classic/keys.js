/* Keys for bertviz's views, which listen to the pointer alone. One stop of the tab key; the arrows go
 * from one thing that can be pointed at to the next, Enter clicks it, Shift and Enter clicks it twice,
 * Escape points at nothing. Part of the document that app/api/bertviz/document.py makes.
 */
(() => {
  "use strict";

  const stage = document.getElementById("vis");
  const view = document.documentElement.classList[0];
  const layers = JSON.parse(document.body.dataset.layers);
  const live = document.createElement("p");
  live.setAttribute("role", "status");
  live.className = "unseen";
  document.body.append(live);
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.setAttribute("aria-label", `${view} view: arrow keys point, Enter clicks, Shift+Enter clicks twice`);

  let at = -1;
  let pointed = null;

  // d3 notes its listeners on the nodes, and bertviz makes new nodes at every change.
  const hears = (node, ...types) => (node.__on || []).some(({ type }) => types.includes(type));
  const targets = () => [...stage.querySelectorAll("*")].filter((node) => hears(node, "mouseover", "click") && getComputedStyle(node).visibility !== "hidden");
  const send = (node, type) => node.dispatchEvent(new MouseEvent(type, { view: window, cancelable: true }));

  function leave() {
    for (let node = pointed; node && node !== stage; node = node.parentNode) {
      send(node, "mouseout");
      send(node, "mouseleave");
    }
    pointed = null;
  }

  /** What a screen reader hears of a target. */
  function named(node) {
    if (node.textContent.trim()) return node.textContent;
    const alike = targets().filter((each) => !each.textContent.trim() && hears(each, "dblclick") === hears(node, "dblclick"));
    const index = alike.indexOf(node);
    if (hears(node, "dblclick")) return `head ${index}`;
    if (view !== "model") return `numbers of ${node.parentNode.textContent}`;
    const heads = alike.length / layers.length;
    return `layer ${layers[Math.floor(index / heads)]}, head ${index % heads}`;
  }

  function point(next) {
    const all = targets();
    if (!all.length) return;
    leave();
    at = Math.max(0, Math.min(next, all.length - 1));
    pointed = all[at];
    send(pointed, "mouseover");
    live.textContent = named(pointed);
    const [box, edge] = [pointed.getBoundingClientRect(), document.documentElement];
    if (box.top < 0 || box.bottom > edge.clientHeight) scrollBy(0, box.top - edge.clientHeight / 2);
    ring(box);
  }

  const frame = document.createElement("div");
  frame.className = "ring";
  document.body.append(frame);
  function ring(box) {
    frame.hidden = !box;
    if (box) Object.assign(frame.style, { left: `${box.left + scrollX}px`, top: `${box.top + scrollY}px`, width: `${box.width}px`, height: `${box.height}px` });
  }
  ring(null);

  function nothing() {
    leave();
    ring(null);
  }
  stage.addEventListener("focus", () => stage.matches(":focus-visible") && point(Math.max(0, at)));
  stage.addEventListener("blur", nothing);
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step) point(at + step);
    else if (event.key === "Enter" && pointed) {
      send(pointed, event.shiftKey ? "dblclick" : "click");
      point(at); // what was clicked may have been drawn anew
    } else if (event.key === "Escape") nothing();
    else return;
    event.preventDefault();
  });
})();
