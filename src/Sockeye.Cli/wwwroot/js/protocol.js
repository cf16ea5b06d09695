// The messages of /chat as the browser sees them. The protocol is documented in one place: Serve/Chat/ChatProtocol.cs.

export const Limits = Object.freeze({ name: 32, text: 2000 });

/** The server closes with this code when the same visitor connects from elsewhere. */
export const ReplacedElsewhere = 4001;

export function join(name, key) {
  return JSON.stringify({ type: "join", name, key });
}

export function say(text, ref) {
  return JSON.stringify({ type: "message", text, ref });
}

/**
 * A server message, or null for what this page does not understand: a newer server may say more.
 * @param {unknown} data what the socket delivered
 */
export function decode(data) {
  if (typeof data !== "string") return null;
  try {
    const message = JSON.parse(data);
    return typeof message?.type === "string" ? message : null;
  } catch {
    return null;
  }
}
