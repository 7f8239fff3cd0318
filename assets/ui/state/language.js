/* The language of the interface: what the address says, else what was chosen before, else the browser's. */
const KEY = "playground-language";
export const LANGUAGES = /** @type {const} */ ([
  ["en", "English"],
  ["zh", "中文"],
  ["pt", "Português"],
]);

/** @param {string | null | undefined} name */
const known = (name) => LANGUAGES.find(([code]) => name?.toLowerCase().startsWith(code))?.[0];

function chosenBefore() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** @type {string} */
let now =
  known(new URLSearchParams(location.search).get("lang")) || known(chosenBefore()) || known(navigator.language) || "en";
/** @type {Set<(name: string) => void>} */
const listeners = new Set();

export const language = {
  get now() {
    return now;
  },
  /** @param {string} name */
  choose(name) {
    now = known(name) || "en";
    try {
      localStorage.setItem(KEY, now);
    } catch {
      // without storage the choice lasts as long as the page
    }
    const url = new URL(location.href);
    url.searchParams.set("lang", now);
    history.replaceState(history.state, "", url);
    for (const listener of listeners) listener(now);
  },
  /** @param {(name: string) => void} listener */
  subscribe: (listener) => listeners.add(listener),
};
