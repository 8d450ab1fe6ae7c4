// A draft lives on the server; a copy stays in this browser only as long as the server does not have it.
import { send } from "./forms.js";
import { clockTime, now } from "./times.js";
import { toast } from "./toasts.js";

const SAVE_AFTER_MS = 700;
const TRY_AGAIN_MS = 4000;
const SKIPPED = new Set(["csrfmiddlewaretoken", "key", "units", "units_touched", "begun_at"]);

export function keepDraft(form, { filled }) {
  const key = form.elements.namedItem("key").value;
  const prefix = `linwang-intake-${form.dataset.person}-`;
  const said = document.querySelector("[data-saved]");
  let serial = Number(form.dataset.serial);
  let saved = serial;
  let timer;
  let isOver = false;

  const fields = () => Object.fromEntries([...new FormData(form)].filter(([name, value]) => value && !SKIPPED.has(name)));
  const say = (text, at) => (said.textContent = text.replace("{at}", at ?? ""));

  function touch() {
    if (isOver) return;
    serial += 1;
    const copy = { serial, fields: fields(), begun_at: form.elements.namedItem("begun_at").value };
    localStorage.setItem(prefix + key, JSON.stringify(copy));
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  }

  async function save() {
    if (isOver || saved >= serial) return;
    const [sending, body] = [serial, new FormData(form)];
    body.set("serial", sending);
    const answer = await send(form.dataset.save, { body, headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return later();
    heard((await answer.json()).saved, sending);
  }

  function later() {
    say(form.dataset.sayLocal);
    clearTimeout(timer);
    timer = setTimeout(save, TRY_AGAIN_MS);
  }

  function heard(what, sent) {
    isOver = what === "taken";
    if (what === "older") return say(form.dataset.sayOther);
    saved = Math.max(saved, sent);
    if (isOver || saved >= serial) localStorage.removeItem(prefix + key);
    say(form.dataset.saySaved, clockTime(now()));
    const here = new URL(form.dataset.here, location);
    here.searchParams.set("draft", key);
    if (!isOver) history.replaceState(null, "", here);
  }

  function fill(copy) {
    for (const [name, value] of Object.entries(copy.fields)) {
      const element = form.elements.namedItem(name);
      if (!element) form.querySelector("#questions").append(hidden(name, value));
      else if (element.type === "checkbox") element.checked = true;
      else element.value = value;
    }
    serial = copy.serial;
    filled();
    touch();
  }

  function hidden(name, value) {
    return Object.assign(document.createElement("input"), { type: "hidden", name, value });
  }

  // Copies of other drafts that the server never got: a crash, a lost network. It gets them now.
  async function handOver() {
    const others = Object.keys(localStorage).filter((name) => name.startsWith(prefix) && name !== prefix + key);
    const answers = await Promise.all(others.map((name) => handOverOne(name)));
    if (answers.includes("saved") && serial === Number(form.dataset.serial)) location.reload();
  }

  async function handOverOne(name) {
    const copy = JSON.parse(localStorage.getItem(name));
    const body = new FormData();
    for (const [field, value] of Object.entries({ ...copy.fields, serial: copy.serial, begun_at: copy.begun_at })) body.set(field, value);
    body.set("key", name.slice(prefix.length));
    const answer = await send(form.dataset.save, { body, headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return "later";
    localStorage.removeItem(name);
    return (await answer.json()).saved;
  }

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-discard]");
    if (!button) return;
    const answer = await send(button.dataset.discard, { headers: { "X-Linwang-Form": "1" } }).catch(() => null);
    if (!answer?.ok) return;
    toast(button.dataset.notice, { undo: button.dataset.restore });
    button.closest("li").remove();
  });
  addEventListener("online", save);
  addEventListener("pagehide", () => saved < serial && !isOver && navigator.onLine && save());

  const copy = JSON.parse(localStorage.getItem(prefix + key) ?? "null");
  if (copy && copy.serial > serial) fill(copy);
  handOver();
  return { touch };
}
