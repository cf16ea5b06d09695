// A WebSocket that comes back. It knows nothing of chat.
import { delayBefore } from "./backoff.js";

const ConnectTimeout = 10_000;
const StableAfter = 5_000;

/**
 * Events: "state" with {state: "connecting" | "open" | "waiting" | "stopped", retryAt?, code?}, and "message" with the data.
 */
export class ReconnectingSocket extends EventTarget {
  #url;
  #isFinal;
  #socket = null;
  #attempt = 0;
  #timers = new Set();

  /**
   * @param {string} url
   * @param {(code: number) => boolean} isFinal whether a close code means: do not come back
   */
  constructor(url, isFinal = () => false) {
    super();
    this.#url = url;
    this.#isFinal = isFinal;
    window.addEventListener("online", () => this.retryNow());
  }

  state = "stopped";

  open() {
    this.#attempt = 0;
    this.#connect();
  }

  /** Whether the text was handed to an open connection. */
  send(text) {
    if (this.state !== "open" || this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(text);
    return true;
  }

  /** Skips the rest of a wait. */
  retryNow() {
    if (this.state === "waiting") this.#connect();
  }

  /** Gives up a connection that has gone silent, and starts again. */
  restart() {
    if (this.state !== "open") return;
    this.#drop();
    this.#wait();
  }

  close() {
    this.#drop();
    this.#change("stopped", { code: 1000 });
  }

  #connect() {
    this.#drop();
    this.#change("connecting");
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#after(ConnectTimeout, () => {
      if (socket.readyState === WebSocket.CONNECTING) this.#lost(1006);
    });
    socket.addEventListener("open", () => socket === this.#socket && this.#opened());
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket) this.dispatchEvent(new CustomEvent("message", { detail: data }));
    });
    socket.addEventListener("close", ({ code }) => socket === this.#socket && this.#lost(code));
  }

  #opened() {
    this.#change("open");
    // A server that accepts and at once drops us must not see us back at full speed.
    this.#after(StableAfter, () => { this.#attempt = 0; });
  }

  #lost(code) {
    this.#drop();
    if (this.#isFinal(code)) this.#change("stopped", { code });
    else this.#wait();
  }

  #wait() {
    const delay = delayBefore(++this.#attempt);
    this.#after(delay, () => this.#connect());
    this.#change("waiting", { retryAt: Date.now() + delay });
  }

  /** Forgets the present connection: its late events find another socket in its place. */
  #drop() {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #after(milliseconds, action) {
    const timer = setTimeout(() => { this.#timers.delete(timer); action(); }, milliseconds);
    this.#timers.add(timer);
  }

  #change(state, more = {}) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, ...more } }));
  }
}
