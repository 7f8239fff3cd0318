/* The way from one panel to another: openTab("Attention"). */
export const openTab = (title) =>
  [...document.querySelectorAll('.pg-inspector [role="tab"]')].find((tab) => tab.textContent.trim() === title)?.click();
