/* The two lanes of the page. */
/** @type {LaneName[]} */
export const LANES = ["a", "b"];
