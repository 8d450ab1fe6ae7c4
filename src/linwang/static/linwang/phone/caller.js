// Ringing the caller: the number is asked for with a purpose, shown once and never kept on the phone.
import { send } from "../forms.js";
import { assignmentOf, current } from "./order.js";
import { say } from "./words.js";

const form = document.querySelector("[data-caller-form]");
const list = form.querySelector("[data-callers]");
const refusal = form.querySelector("[data-caller-refusal]");

async function show(event) {
  event.preventDefault();
  const body = JSON.stringify({ assignment: assignmentOf(current()), purpose: form.elements.purpose.value });
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  const answer = await send(document.getElementById("phone").dataset.caller, { body, headers }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  refuse(answer ? said?.refusal ?? (said?.callers ? "" : say("needs_network")) : say("needs_network"));
  list.replaceChildren(...(said?.callers ?? []).map(entry));
}

function refuse(sentence) {
  refusal.textContent = sentence;
  refusal.hidden = !sentence;
}

function entry({ name, phone }) {
  const item = document.createElement("li");
  const call = Object.assign(document.createElement("a"), { className: "btn", href: `tel:${phone}`, textContent: phone });
  item.append(name, call);
  return item;
}

function forget() {
  list.replaceChildren();
  refuse("");
}

export function start() {
  form.addEventListener("submit", show);
  form.closest("dialog").addEventListener("close", forget);
}
