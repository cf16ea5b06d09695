// One line of the transcript each, from plain values.
import { clockTime, fullTime, dayName } from "../time.js";
import { avatar, tint } from "./avatar.js";
import { element } from "./element.js";

function head(name, date) {
  return element("div", { class: "message-head" },
    element("span", { class: "message-name", text: name }),
    element("time", { class: "message-time", datetime: date.toISOString(), title: fullTime(date), text: clockTime(date) }));
}

/** Somebody's message. `continued`: right after another of the same person. */
export function messageEntry({ from, text, at }, { own, continued }) {
  const kind = `message${own ? " own" : ""}${continued ? " continued" : ""}`;
  return tint(element("article", { class: kind },
    avatar(from),
    head(own ? "You" : from.name, new Date(at)),
    element("p", { class: "bubble", text, dir: "auto" })), from.id);
}

/** A message of ours that the server has not confirmed, or has refused. */
export function outboxEntry(text, error, sendAgain) {
  const entry = element("div", { class: error ? "message own continued failed" : "message own continued pending" },
    element("p", { class: "bubble", text, dir: "auto" }));
  if (!error) return entry;
  const retry = element("button", { class: "button button-quiet", type: "button", text: "Try again" });
  retry.addEventListener("click", sendAgain);
  entry.append(element("p", { class: "message-fate", role: "alert" }, element("span", { text: `Not sent. ${error}` }), retry));
  return entry;
}

/** A line between the messages; `name`, if any, stands out. */
export function eventEntry(text, name) {
  const entry = element("p", { class: "event" });
  if (name) entry.append(element("strong", { text: name, dir: "auto" }), " ");
  entry.append(text);
  return entry;
}

export function dayEntry(date) {
  return element("p", { class: "day", text: dayName(date) });
}
