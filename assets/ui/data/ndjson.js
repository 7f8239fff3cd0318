/* Answers that come line by line. */
/** The JSON values of a response, one per line, as they come; `body` is sent where there is one.
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @param {object | null} body
 * @returns {AsyncGenerator<any, void, void>}
 */
export async function* lines(url, signal, body = null) {
  let response;
  try {
    /** @type {RequestInit | null} */
    const sent = body && {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    };
    response = await fetch(url, { signal, credentials: "same-origin", ...sent });
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError") throw error;
    throw new Error("The server cannot be reached. Is the playground still running?");
  }
  if (!response.ok) {
    const answer = await response.json().catch(() => ({}));
    throw new Error(answer.error || `The server answered ${response.status}.`);
  }
  const reader = /** @type {ReadableStream} */ (response.body).pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += value || "";
    const whole = rest.split("\n");
    rest = done ? "" : whole.pop() || "";
    for (const line of whole) if (line.trim()) yield JSON.parse(line);
    if (done) return;
  }
}
