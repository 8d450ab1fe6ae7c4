// The line that says what is waiting to be sent, and what was refused and why.
import { clockTime } from "../times.js";
import * as queue from "./queue.js";
import { say } from "./words.js";

const root = document.getElementById("phone");
const box = root.querySelector("[data-queue]");
const line = box.querySelector("[data-queue-line]");
const list = box.querySelector("[data-queue-refused]");
const SAID_FOR_MS = 5000;
let sentAt = 0;
let isOffline = !navigator.onLine;

export async function setOffline(offline) {
  if (isOffline === offline) return;
  isOffline = offline;
  await paintLine();
}

export async function paintLine({ sent = 0 } = {}) {
  const { mine, ofOthers, sending, signedOut } = await queue.waiting();
  const open = mine.filter(({ state }) => state === "waiting");
  if (sent && !open.length) {
    sentAt = Date.now();
    setTimeout(paintLine, SAID_FOR_MS);
  }
  show(text({ open, ofOthers, sending, signedOut }), { isBad: signedOut && open.length > 0, isWaiting: open.length > 0 });
  if (signedOut && open.length) line.append(" ", link());
  list.replaceChildren(...mine.filter(({ state }) => state !== "waiting").map(refused));
  box.hidden = !line.textContent && !list.childElementCount;
  document.body.dataset.waiting = open.length;
}

function text({ open, ofOthers, sending, signedOut }) {
  const n = open.length;
  const what = names(open);
  if (n && signedOut) return say("signed_out", { n });
  if (n && sending) return say("sending", { what: say(sending.act) });
  if (n) return say("waiting", { n, what });
  if (isOffline) return [say("offline"), madeAt()].join(" ");
  if (ofOthers) return say("of_others", { n: ofOthers });
  return Date.now() - sentAt < SAID_FOR_MS ? say("all_sent") : "";
}

const names = (acts) => acts.map(({ act }) => say(act)).join(say("comma"));

function madeAt() {
  const made = document.getElementById("phone-now").dataset.made;
  return made ? say("stale", { at: clockTime(new Date(made)) }) : "";
}

function show(said, { isBad, isWaiting }) {
  line.textContent = said;
  box.classList.toggle("is-bad", isBad);
  box.classList.toggle("is-waiting", isWaiting);
}

function link() {
  return Object.assign(document.createElement("a"), { href: root.dataset.signIn, textContent: say("sign_in") });
}

function refused(act) {
  const item = document.createElement("li");
  const words = act.body.words ? ` ${act.body.words}` : "";
  const isOver = act.state === "overtaken";
  const said = say(isOver ? "overtaken" : "refused", { what: say(act.act) + words, why: act.why });
  item.append(Object.assign(document.createElement("p"), { textContent: isOver ? said : `${said} ${say("then_waiting")}` }));
  if (!isOver) item.append(button(say("retry"), () => queue.retry(act)));
  item.append(button(say(isOver ? "noted" : "dismiss"), () => queue.dismiss(act)));
  return item;
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: words });
  made.addEventListener("click", act);
  return made;
}
