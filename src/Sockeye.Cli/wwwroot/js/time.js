// Dates and times in the reader's own language and clock.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

export const clockTime = date => clock.format(date);
export const fullTime = date => full.format(date);
export const sameDay = (a, b) => a.toDateString() === b.toDateString();

export function dayName(date, now = new Date()) {
  return sameDay(date, now) ? "Today" : day.format(date);
}
