// Short notices at the foot of the page; with a way back where there is one.
import { word } from "./words.js";

const SECONDS = 8;

export function toast(text, { undo, tone = "" } = {}) {
  const box = document.querySelector("[data-toasts]");
  if (!box || !text) return;
  const note = document.createElement("div");
  note.className = `note ${tone}`;
  note.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo) note.append(button(word("undo"), () => send(undo, note)));
  note.append(button("×", () => note.remove(), word("close")));
  box.append(note);
  leaveLater(note);
}

function button(text, act, label = text) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

// `undo` is an address to post to, or {url, values}.
async function send(undo, note) {
  const { url, values = {} } = typeof undo === "string" ? { url: undo } : undo;
  const body = new URLSearchParams({ key: crypto.randomUUID?.() ?? "", ...values });
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { "X-CSRFToken": token, "X-Linwang-Form": "1", Accept: "application/json" };
  note.remove();
  const answer = await fetch(url, { method: "POST", body, headers }).catch(() => null);
  const said = await answer?.json().catch(() => ({}));
  if (!answer) toast(word("not_sent"), { tone: "bad" });
  else if (!answer.ok) toast(said.refusal ?? word("went_wrong"), { tone: "bad" });
  else if (said.go) location.assign(said.go);
}

// A notice stays while it is pointed at or focused.
function leaveLater(note) {
  const leave = () => (note.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : note.remove());
  setTimeout(leave, SECONDS * 1000);
}

// Said on the page that comes next.
export function toastAfterwards(text, how = {}) {
  sessionStorage.setItem("linwang-toast", JSON.stringify([text, how]));
}

export function startToasts() {
  const kept = sessionStorage.getItem("linwang-toast");
  sessionStorage.removeItem("linwang-toast");
  if (kept) toast(...JSON.parse(kept));
  for (const said of document.querySelectorAll("[data-said]")) {
    toast(said.textContent);
    said.remove();
  }
  document.addEventListener("toast", ({ detail }) => toast(detail.text ?? detail.value, detail));
}
