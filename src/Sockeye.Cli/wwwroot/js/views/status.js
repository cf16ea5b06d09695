// The state of the connection, said three ways: colour and words in the bar, a notice with what to do, and once aloud.
import { ReplacedElsewhere } from "../protocol.js";
import { byId } from "./element.js";

const Words = { idle: "Not connected", connecting: "Connecting", open: "Connected", waiting: "Reconnecting", stopped: "Disconnected" };

export class Status {
  #bar = byId("status");
  #text = byId("status-text");
  #notice = byId("notice");
  #noticeText = byId("notice-text");
  #action = byId("notice-action");
  #announcer = byId("announcer");
  #ticker = null;
  #wasLost = false;

  /** @param {() => void} onAction what the notice's button does */
  constructor(onAction) {
    this.#action.addEventListener("click", onAction);
  }

  show({ state, retryAt, code }) {
    clearInterval(this.#ticker);
    this.#bar.dataset.state = state;
    this.#text.textContent = Words[state];
    if (state === "open") this.#open();
    else if (state === "waiting") this.#waiting(retryAt);
    else if (state === "stopped" && code === ReplacedElsewhere) this.#replaced();
    else if (state === "connecting" && this.#wasLost) this.#noticeText.textContent = "Connecting again. What you write is kept.";
    else this.#notice.hidden = true;
  }

  idle() {
    this.#wasLost = false;
    this.show({ state: "idle" });
  }

  #open() {
    this.#announce(this.#wasLost ? "Connected again." : "Connected.");
    this.#wasLost = false;
    this.#notice.hidden = true;
  }

  #waiting(retryAt) {
    // Said aloud once for each loss; the seconds are for the eyes only.
    if (!this.#wasLost) this.#announce("Connection lost. Reconnecting. What you write is kept.");
    this.#wasLost = true;
    this.#showNotice("wait", "Try now");
    const tick = () => {
      const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
      this.#noticeText.textContent = `Connection lost. Trying again in ${seconds} s. What you write is kept.`;
    };
    tick();
    this.#ticker = setInterval(tick, 1000);
  }

  #replaced() {
    const text = "You are in the chat from another window.";
    this.#announce(text);
    this.#noticeText.textContent = text;
    this.#showNotice("bad", "Use it here");
  }

  #showNotice(tone, action) {
    this.#notice.dataset.tone = tone;
    this.#action.textContent = action;
    this.#notice.hidden = false;
  }

  #announce(text) {
    this.#announcer.textContent = text;
  }
}
