// Exponential backoff with full jitter: after a restart, a thousand pages do not come back in the same instant.

const First = 500;
const Longest = 15_000;
const Shortest = 200;

/**
 * Milliseconds to wait before the next attempt.
 * @param {number} attempt 1 for the first one after a failure
 * @param {() => number} random a number from 0 to 1
 */
export function delayBefore(attempt, random = Math.random) {
  const ceiling = Math.min(Longest, First * 2 ** Math.min(attempt - 1, 10));
  return Math.max(Shortest, Math.round(random() * ceiling));
}
