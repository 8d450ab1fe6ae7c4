// Sends what waits, in order, one at a time in all tabs together; nothing leaves the queue unseen.
import { deliver } from "./deliver.js";
import * as store from "./store.js";

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30000;
const LOCK = "linwang-phone-queue";
const changed = new Set();
const person = Number(document.getElementById("phone").dataset.person);
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("linwang-phone") : null;
const here = { sending: null, signedOut: false, wait: FIRST_WAIT_MS, timer: 0, again: false, isSending: false };
let whetherOvertaken = async () => false;
let accept = () => {};

export const onChange = (act) => changed.add(act);
export const onAccepted = (act) => { accept = act; };
export const askWhetherOvertaken = (ask) => { whetherOvertaken = ask; };

export async function waiting() {
  const all = await store.acts();
  const mine = all.filter((act) => act.person === person);
  return { mine, ofOthers: all.length - mine.length, sending: here.sending, signedOut: here.signedOut };
}

export async function put(act) {
  await store.keep({ ...act, person });
  await tell();
  drain();
}

export async function retry(act) {
  await store.mark(act, "waiting");
  await tell();
  drain();
}

export async function dismiss(act) {
  await store.forget(act);
  await tell();
  drain();
}

async function tell(sent = 0) {
  for (const act of changed) await act({ sent });
  tabs?.postMessage({ sent });
}

tabs?.addEventListener("message", async ({ data }) => {
  for (const act of changed) await act(data);
});

// One tab sends; a call that comes meanwhile makes it look once more.
export async function drain() {
  if (here.isSending) return void (here.again = true);
  here.isSending = true;
  try {
    do {
      here.again = false;
      if (navigator.locks) await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => lock && sendAll());
      else await sendAll();
    } while (here.again);
  } finally {
    here.isSending = false;
  }
}

async function sendAll() {
  clearTimeout(here.timer);
  const held = new Set(); // orders with a refused act: what follows waits for the person
  let sent = 0;
  for (let act = await next(held); act; act = await next(held)) {
    const { state, why } = await sendOne(act);
    if (state === "later" || state === "signed_out") {
      here.signedOut = state === "signed_out";
      tryLater();
      break;
    }
    here.signedOut = false;
    here.wait = FIRST_WAIT_MS;
    if (state === "done") await finish(act);
    else await refuse(act, why);
    sent += 1;
    await tell();
  }
  await tell(sent);
}

async function sendOne(act) {
  here.sending = act;
  await tell();
  const answer = await deliver(act);
  here.sending = null;
  return answer;
}

async function next(held) {
  for (const act of await store.acts()) {
    if (act.person !== person) continue;
    if (act.state === "refused") held.add(act.assignment);
    else if (act.state === "waiting" && !held.has(act.assignment)) return act;
  }
  return null;
}

async function finish(act) {
  await store.forget(act);
  accept(act);
}

// Refused because it is so already (the desk did it): said, but nothing has to wait for it.
async function refuse(act, why) {
  await store.mark(act, "refused", why);
  if (await whetherOvertaken(act)) await store.mark(act, "overtaken", why);
}

function tryLater() {
  here.timer = setTimeout(drain, here.wait);
  here.wait = Math.min(here.wait * 2, LONGEST_WAIT_MS);
}

export function start() {
  const now = () => { here.wait = FIRST_WAIT_MS; drain(); };
  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => document.hidden || now());
  drain();
}
