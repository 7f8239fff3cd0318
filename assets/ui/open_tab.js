/* The way from one panel to another: openTab("Attention"). */
(() => {
  "use strict";

  window.playground.openTab = (title) =>
    [...document.querySelectorAll('.pg-inspector [role="tab"]')].find((tab) => tab.textContent.trim() === title)?.click();
})();
