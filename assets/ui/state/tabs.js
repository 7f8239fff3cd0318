/* The way from one panel to another: openTab("Attention"). */
/** @param {string} title */
export function openTab(title) {
  /** @type {NodeListOf<HTMLElement>} */
  const tabs = document.querySelectorAll('.pg-inspector [role="tab"]');
  [...tabs].find((tab) => tab.textContent?.trim() === title)?.click();
}
