// Puts the page together: the conversation on one side, the views on the other.
import { Chat } from "./chat.js";
import { followVisualViewport } from "./viewport.js";
import { visitor } from "./visitor.js";
import { Composer } from "./views/composer.js";
import { byId } from "./views/element.js";
import { JoinForm } from "./views/join.js";
import { showPeople } from "./views/people.js";
import { Status } from "./views/status.js";
import { Transcript } from "./views/transcript.js";
import { UnreadTitle } from "./views/unread-title.js";

const socketUrl = path => new URL(path, location.href.replace(/^http/, "ws")).href;

const chat = new Chat(socketUrl("/chat"), visitor);
const transcript = new Transcript();
const unread = new UnreadTitle();
const known = new Set();
const status = new Status(() => chat.resume());
const composer = new Composer(text => chat.say(text));
const joinForm = new JoinForm(socketUrl, name => {
  visitor.joinAs(name);
  joinForm.busy = true;
  chat.enter();
});

function showChat(visible) {
  byId("chat").hidden = !visible;
  byId("people-button").hidden = !visible;
  byId("skip").hidden = !visible;
}

function showEntry(entry, live) {
  if (entry.type === "message") {
    transcript.addMessage(entry, entry.from.id === chat.me, live);
    if (live && entry.from.id !== chat.me) unread.count();
    return;
  }
  const { id, name } = entry.person;
  const joined = known.has(id) ? "is back" : "joined";
  transcript.addEvent(entry.type === "joined" ? joined : "left", { name, at: entry.at });
  known.add(id);
}

chat.addEventListener("state", ({ detail }) => {
  composer.connected = detail.state === "open";
  status.show(detail);
  if (detail.state === "waiting") joinForm.note("The server does not answer. Trying again.");
});

chat.addEventListener("history", ({ detail: { entries, again, restarted } }) => {
  const first = byId("chat").hidden;
  joinForm.hide();
  showChat(true);
  transcript.batch(() => {
    if (again) transcript.addEvent(restarted ? "Connected again: the server was restarted." : "Connected again.");
    // Our own coming back has just been said.
    for (const entry of entries) if (!again || entry.person?.id !== chat.me) showEntry(entry, false);
    for (const person of chat.people) known.add(person.id);
  });
  if (first) composer.focus();
});

chat.addEventListener("entry", ({ detail }) => showEntry(detail, true));
chat.addEventListener("people", ({ detail }) => showPeople(detail, chat.me));
chat.addEventListener("outbox", ({ detail }) => transcript.showOutbox(detail, ref => chat.again(ref)));

function askForName(error) {
  visitor.leave();
  chat.leave();
  transcript.clear();
  showChat(false);
  status.idle();
  joinForm.show(visitor.name);
  if (error) joinForm.refuse(error);
}

chat.addEventListener("refused", ({ detail }) => askForName(detail.error));
byId("leave").addEventListener("click", () => askForName());

followVisualViewport();
if (visitor.joined) chat.enter();
else joinForm.show(visitor.name);
