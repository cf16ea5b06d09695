// The field to write in. It empties itself only when its text is on the way.
import { Limits } from "../protocol.js";
import { byId } from "./element.js";

const CountFrom = 200;

export class Composer {
  #text = byId("text");
  #send = byId("send");
  #error = byId("composer-error");
  #counter = byId("counter");
  #connected = false;

  /** @param {(text: string) => boolean} say whether the text was taken */
  constructor(say) {
    byId("composer").addEventListener("submit", event => {
      event.preventDefault();
      this.#submit(say);
    });
    this.#text.addEventListener("keydown", event => this.#onKey(event));
    this.#text.addEventListener("input", () => this.#onInput());
    this.#onInput();
  }

  focus() { this.#text.focus(); }

  set connected(value) {
    this.#connected = value;
    this.#onInput();
  }

  #onKey(event) {
    // An Enter that ends an input method's composition chooses a word; it does not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    byId("composer").requestSubmit();
  }

  #submit(say) {
    const text = this.#text.value.trim();
    if (text.length === 0) return;
    if (say(text)) {
      this.#text.value = "";
      this.#onInput();
    } else {
      this.#error.textContent = "Not connected. Your text stays here until it can be sent.";
    }
    this.focus();
  }

  #onInput() {
    const { value } = this.#text;
    const left = Limits.text - value.length;
    this.#error.textContent = "";
    this.#counter.hidden = left > CountFrom;
    this.#counter.textContent = `${left} left`;
    this.#send.setAttribute("aria-disabled", String(!this.#connected || value.trim().length === 0));
    this.#grow();
  }

  /** For browsers without `field-sizing: content`. */
  #grow() {
    if (CSS.supports("field-sizing", "content")) return;
    this.#text.style.height = "auto";
    this.#text.style.height = `${this.#text.scrollHeight + 2}px`;
  }
}
