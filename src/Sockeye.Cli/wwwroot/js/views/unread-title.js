// How many messages came while the reader looked elsewhere, in the tab's title.

const Title = document.title;

export class UnreadTitle {
  #count = 0;

  constructor() {
    document.addEventListener("visibilitychange", () => this.#clear());
    window.addEventListener("focus", () => this.#clear());
  }

  count() {
    if (document.hasFocus()) return;
    document.title = `(${++this.#count}) ${Title}`;
  }

  #clear() {
    if (document.hidden) return;
    this.#count = 0;
    document.title = Title;
  }
}
