// The form that asks for a name, and the other endpoints for programmers.
import { byId, element } from "./element.js";

const Endpoints = [
  ["/echo", "Sends back what you send"],
  ["/hello", "Answers a name with a greeting"],
  ["/broadcast", "Sends what anyone sends to everyone"],
];

export class JoinForm {
  #name = byId("name");
  #button = byId("join-button");
  #error = byId("join-error");

  /** @param {(name: string) => void} join */
  constructor(socketUrl, join) {
    byId("join-form").addEventListener("submit", event => {
      event.preventDefault();
      const name = this.#name.value.trim();
      if (name.length === 0) return this.refuse("Please give a name first.");
      this.#error.textContent = "";
      join(name);
    });
    byId("endpoints").replaceChildren(...Endpoints.flatMap(([path, says]) => [
      element("dt", { text: says }),
      element("dd", {}, element("code", { text: `sockeye connect ${socketUrl(path)}` })),
    ]));
  }

  show(name) {
    byId("join").hidden = false;
    if (name) this.#name.value = name;
    this.busy = false;
    this.#name.focus();
    this.#name.select();
  }

  hide() { byId("join").hidden = true; }

  set busy(value) { this.#button.setAttribute("aria-disabled", String(value)); }

  /** Says why joining takes long. */
  note(text) { this.#error.textContent = text; }

  refuse(error) {
    this.#error.textContent = error;
    this.#name.focus();
  }
}
