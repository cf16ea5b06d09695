// Who is here, and how many.
import { avatar } from "./avatar.js";
import { byId, element } from "./element.js";

const byName = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

export function showPeople(people, me) {
  const sorted = people.toSorted((a, b) => (b.id === me) - (a.id === me) || byName.compare(a.name, b.name));
  byId("people-list").replaceChildren(...sorted.map(person => row(person, person.id === me)));
  byId("people-count").textContent = people.length;
  byId("people-count-short").textContent = people.length;
}

function row(person, isMe) {
  const made = element("li", { class: "person" }, avatar(person), element("span", { class: "person-name", text: person.name, dir: "auto" }));
  if (isMe) made.append(element("span", { class: "person-you", text: "you" }));
  return made;
}
