// The transcript: grouped messages, at most so many, and a view that stays at the end unless the reader has scrolled up.
import { sameDay } from "../time.js";
import { byId } from "./element.js";
import { dayEntry, eventEntry, messageEntry, outboxEntry } from "./entries.js";

const MostEntries = 500;
const GroupWithin = 5 * 60_000;
const NearEnd = 80;

export class Transcript {
  #log = byId("log");
  #outbox = byId("outbox");
  #scroller = byId("scroller");
  #jump = byId("jump");
  #last = null;
  #lastDay = null;
  #atEnd = true;

  constructor() {
    this.#scroller.addEventListener("scroll", () => this.#noteScroll(), { passive: true });
    this.#jump.addEventListener("click", () => this.#toEnd());
    // A growing field or a soft keyboard takes room from the end.
    new ResizeObserver(() => this.#atEnd && this.#toEnd()).observe(this.#scroller);
  }

  /** @param {boolean} live false for history, which is not an arrival */
  addMessage(message, own, live) {
    const at = new Date(message.at);
    this.#markDay(at);
    const continued = this.#last?.from === message.from.id && at - this.#last.at < GroupWithin;
    const entry = messageEntry(message, { own, continued });
    if (live) entry.classList.add("fresh");
    this.#last = { from: message.from.id, at };
    this.#append(entry, own && live);
  }

  addEvent(text, { name, at } = {}) {
    if (at) this.#markDay(new Date(at));
    this.#last = null;
    this.#append(eventEntry(text, name));
  }

  /** @param {Map<string, {text: string, error: string | null}>} outbox */
  showOutbox(outbox, sendAgain) {
    this.#outbox.replaceChildren(...[...outbox].map(([ref, { text, error }]) => outboxEntry(text, error, () => sendAgain(ref))));
    this.#noteContent();
    if (outbox.size > 0) this.#toEnd();
  }

  /** Adds many entries as one change: a screen reader does not read the history aloud. */
  batch(add) {
    this.#log.setAttribute("aria-live", "off");
    add();
    this.#toEnd();
    requestAnimationFrame(() => this.#log.removeAttribute("aria-live"));
  }

  clear() {
    this.#log.replaceChildren();
    this.#outbox.replaceChildren();
    this.#last = this.#lastDay = null;
    this.#noteContent();
  }

  #markDay(at) {
    if (this.#lastDay && sameDay(this.#lastDay, at)) return;
    this.#lastDay = at;
    this.#last = null;
    this.#append(dayEntry(at));
  }

  #append(entry, follow = false) {
    this.#log.append(entry);
    this.#trim();
    this.#noteContent();
    if (this.#atEnd || follow) this.#toEnd();
    else this.#jump.hidden = false;
  }

  #trim() {
    while (this.#log.childElementCount > MostEntries) {
      this.#log.firstElementChild.remove();
      // The first message left gets its head back.
      this.#log.firstElementChild.classList.remove("continued");
    }
  }

  #noteContent() {
    byId("empty").hidden = this.#log.querySelector(".message") !== null || this.#outbox.childElementCount > 0;
  }

  #noteScroll() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NearEnd;
    if (this.#atEnd) this.#jump.hidden = true;
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#atEnd = true;
    this.#jump.hidden = true;
  }
}
