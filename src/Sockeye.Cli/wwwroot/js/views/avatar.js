// A person's colour and initials, the same wherever they appear.
import { element } from "./element.js";

const graphemes = typeof Intl.Segmenter === "function" ? new Intl.Segmenter() : null;

function firstCharacter(word) {
  // A family emoji or a letter with accents is one character to people.
  return graphemes ? graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? "" : [...word][0] ?? "";
}

export function initials(name) {
  // Punctuation says nothing about a person, unless it is all there is.
  const words = name.match(/[\p{L}\p{N}\p{Extended_Pictographic}][^\s._-]*/gu) ?? [name];
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  return chosen.map(firstCharacter).join("").toLocaleUpperCase();
}

function hue(id) {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ character.codePointAt(0), 0x01000193) >>> 0;
  // Eighteen hues are easier to tell apart than 360.
  return ((hash >>> 8) % 18) * 20 + 8;
}

/** Gives an element, and what is in it, the person's colour. */
export function tint(target, id) {
  target.style.setProperty("--hue", hue(id));
  return target;
}

export function avatar({ id, name }) {
  return tint(element("span", { class: "avatar", text: initials(name), "aria-hidden": "true" }), id);
}
