/* The address is the state: what was asked is written into it, and opening it asks that again. */
const LONGEST = 6000; // servers and browsers refuse much longer addresses

/** Puts named values into the address, leaving out those that are as the page starts.
 * @param {string[]} names
 * @param {any[]} values
 * @param {Record<string, any>} defaults
 */
function write(names, values, defaults) {
  const url = new URL(location.href);
  names.forEach((name, i) => {
    const value = values[i];
    const usual = value === null || value === undefined || value === "" || value === defaults[name];
    if (usual) url.searchParams.delete(name);
    else url.searchParams.set(name, String(value));
  });
  if (url.href.length > LONGEST) {
    // A text this long does not fit: better no address than that of another run.
    for (const name of names) url.searchParams.delete(name);
  }
  // A run is a step of its own in the browser's history, so that Back returns to the one before.
  if (staged) history.replaceState(history.state, "", url);
  else if (url.href !== location.href) history.pushState(null, "", url);
  staged = false;
  return [];
}

let staged = false; // the run that comes is one that the address names already

/** The next run is no step of its own: it was put there, or gone back to. */
const stage = () => {
  staged = true;
};

/** Name another run in the address, as a step of the browser's history.
 * @param {Record<string, string>} query
 */
function push(query) {
  const url = new URL(location.href);
  url.search = String(new URLSearchParams(query));
  history.pushState(null, "", url);
}

/** The page is filled from its address: run what that asks for. */
function opened() {
  if (new URLSearchParams(location.search).has("text")) document.getElementById("run")?.click();
  return [];
}

export const address = { write, push, stage, opened };
