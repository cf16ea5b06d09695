// The conversation as this tab knows it: joins, messages without repeats, and what was sent but not yet confirmed.
import * as protocol from "./protocol.js";
import { ReconnectingSocket } from "./reconnecting-socket.js";
import { randomId } from "./visitor.js";

const ConfirmWithin = 10_000;
const RememberedRefs = 2_000;

/**
 * Events: "state" (the socket's, but "open" only once welcomed), "history" {entries, again, restarted}, "entry" (message, joined,
 * left), "people", "outbox" (a Map of ref to {text, error}), "refused" {error}.
 */
export class Chat extends EventTarget {
  #socket;
  #visitor;
  #room = null;
  #lastId = 0;
  #seenRefs = new Set();
  #people = new Map();
  #outbox = new Map();
  #welcomed = false;
  #confirmTimer = null;

  constructor(url, visitor) {
    super();
    this.#visitor = visitor;
    this.#socket = new ReconnectingSocket(url, code => code === protocol.ReplacedElsewhere);
    this.#socket.addEventListener("state", ({ detail }) => this.#onState(detail));
    this.#socket.addEventListener("message", ({ detail }) => this.#onMessage(protocol.decode(detail)));
  }

  /** This visitor's public id, once welcomed. */
  me = null;

  get people() { return [...this.#people.values()]; }

  enter() { this.#socket.open(); }

  leave() {
    this.#socket.close();
    this.#room = null;
    this.#lastId = 0;
    this.#seenRefs.clear();
    this.#people.clear();
  }

  /** Ends a wait, or takes the conversation back from another window. */
  resume() {
    if (this.#socket.state === "stopped") this.#socket.open();
    else this.#socket.retryNow();
  }

  /** Whether the text is on its way; if not, it is the caller's to keep. */
  say(text) {
    if (!this.#welcomed) return false;
    this.#post(randomId(), text);
    return true;
  }

  /** Sends a refused message once more. */
  again(ref) {
    const entry = this.#outbox.get(ref);
    if (entry && this.#welcomed) this.#post(ref, entry.text);
  }

  #post(ref, text) {
    this.#outbox.set(ref, { text, error: null });
    this.#emit("outbox", this.#outbox);
    this.#socket.send(protocol.say(text, ref));
    // A connection may die without a word. An unanswered message is the sign.
    this.#confirmTimer ??= setTimeout(() => this.#socket.restart(), ConfirmWithin);
  }

  #onState(detail) {
    this.#welcomed = false;
    this.#stopWaiting();
    if (detail.state === "open") this.#socket.send(protocol.join(this.#visitor.name, this.#visitor.key));
    // People call it connected when they can speak, and that is after the welcome.
    else this.#emit("state", detail);
  }

  #onMessage(message) {
    switch (message?.type) {
      case "welcome": return this.#onWelcome(message);
      case "message": return this.#onSaid(message);
      case "joined": return this.#onJoined(message);
      case "left": return this.#onLeft(message);
      case "error": return this.#onError(message);
    }
  }

  #onWelcome({ room, you, people, history }) {
    const again = this.#room !== null;
    const restarted = again && room !== this.#room;
    if (room !== this.#room) this.#lastId = 0;
    this.#room = room;
    this.me = you;
    this.#welcomed = true;
    this.#people = new Map(people.map(person => [person.id, person]));
    this.#emit("state", { state: "open" });
    this.#emit("people", this.people);
    this.#emit("history", { entries: history.filter(entry => this.#isNews(entry)), again, restarted });
    this.#sendUnconfirmed();
  }

  /** What was under way when the connection broke, unless the history shows that it had arrived. */
  #sendUnconfirmed() {
    this.#emit("outbox", this.#outbox);
    for (const [ref, { text, error }] of [...this.#outbox]) if (!error) this.#post(ref, text);
  }

  #onSaid(message) {
    if (this.#isNews(message)) this.#emit("entry", message);
  }

  #onJoined(message) {
    this.#people.set(message.person.id, message.person);
    this.#emit("people", this.people);
    if (this.#isNews(message)) this.#emit("entry", message);
  }

  #onLeft(message) {
    this.#people.delete(message.person.id);
    this.#emit("people", this.people);
    if (this.#isNews(message)) this.#emit("entry", message);
  }

  #onError({ ref, text }) {
    if (!this.#welcomed) return this.#emit("refused", { error: text });
    const entry = this.#outbox.get(ref);
    if (entry) entry.error = text;
    this.#settle();
  }

  /** Numbers tell repeats within a room; refs tell them across a restart, when a message was sent once more. */
  #isNews({ id, ref }) {
    if (ref && this.#outbox.delete(ref)) this.#settle();
    if (id <= this.#lastId) return false;
    this.#lastId = id;
    if (!ref) return true;
    if (this.#seenRefs.has(ref)) return false;
    this.#seenRefs.add(ref);
    if (this.#seenRefs.size > RememberedRefs) this.#seenRefs.delete(this.#seenRefs.values().next().value);
    return true;
  }

  #settle() {
    if (![...this.#outbox.values()].some(entry => !entry.error)) this.#stopWaiting();
    this.#emit("outbox", this.#outbox);
  }

  #stopWaiting() {
    clearTimeout(this.#confirmTimer);
    this.#confirmTimer = null;
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
