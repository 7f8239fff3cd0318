/* How a paper is cited. */
import { el } from "./dom.js";

/** A paper as a reader cites it, its number a link.
 * @param {Omit<Citation, "page">} paper
 */
export const citation = ({ title, authors, year, arxiv, url }) => [
  `${authors} (${year}). ${title}. `,
  el("a", {
    href: url,
    target: "_blank",
    rel: "noopener noreferrer",
    text: arxiv ? `arXiv:${arxiv}` : new URL(url).hostname,
  }),
];
