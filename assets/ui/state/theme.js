/* Light or dark: as the visitor's system is, until they say otherwise; that is kept. */
const KEY = "playground-theme";

const kept = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};

/** @param {string | null} scheme */
function apply(scheme) {
  if (scheme) document.body.classList.toggle("dark", scheme === "dark");
}

export const theme = {
  turn() {
    const scheme = document.body.classList.contains("dark") ? "light" : "dark";
    try {
      localStorage.setItem(KEY, scheme);
    } catch {
      // without storage the choice lasts as long as the page
    }
    apply(scheme);
  },
};

// Gradio sets the class when it starts and when the system's scheme changes; a choice made here comes after it.
new MutationObserver(() => {
  const scheme = kept();
  if (scheme && document.body.classList.contains("dark") !== (scheme === "dark")) apply(scheme);
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
apply(kept());
