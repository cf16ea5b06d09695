// Who this tab is: the name in the field, and a secret key by which the server knows the same visitor after a reconnect.

const NameItem = "sockeye.name";
const KeyItem = "sockeye.key";
const JoinedItem = "sockeye.joined";

// Storage may be switched off; then everything works until the page is reloaded.
function read(storage, item) {
  try { return window[storage].getItem(item); } catch { return null; }
}

function write(storage, item, value) {
  try { window[storage].setItem(item, value); } catch { /* See above. */ }
}

/** A random name of 128 bits. crypto.randomUUID would need https. */
export function randomId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

class Visitor {
  key = read("sessionStorage", KeyItem) ?? randomId();
  name = read("sessionStorage", NameItem) ?? read("localStorage", NameItem) ?? "";
  /** Whether this tab was in the conversation, and a reload should bring it back there. */
  joined = read("sessionStorage", JoinedItem) === "yes";

  joinAs(name) {
    this.name = name;
    this.joined = true;
    write("sessionStorage", KeyItem, this.key);
    write("sessionStorage", NameItem, name);
    write("sessionStorage", JoinedItem, "yes");
    write("localStorage", NameItem, name);
  }

  leave() {
    this.joined = false;
    write("sessionStorage", JoinedItem, "no");
  }
}

export const visitor = new Visitor();
