// The forms of the phone page: what is typed is kept at once, and what is submitted goes into the queue.
import { toast } from "../toasts.js";
import { assignmentOf, current } from "./order.js";
import * as queue from "./queue.js";
import * as store from "./store.js";
import { say } from "./words.js";

// The order may change while one is typing: what is typed belongs to the one it was begun for.
const orderOf = (form) => Number(form.dataset.assignment);
const nameOf = (form) => `${orderOf(form)}:${form.dataset.actForm}`;
const valuesOf = (form) => Object.fromEntries(new FormData(form));

export async function openForm(name) {
  const dialog = document.getElementById(`form-${name}`);
  const form = dialog.querySelector("form");
  form.reset();
  form.dataset.assignment = assignmentOf(current());
  if (form.dataset.actForm) fill(form, await store.draft(nameOf(form)));
  dialog.showModal();
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

// Nothing is taken for done before it is kept on the phone.
export async function put(act) {
  try {
    await queue.put(act);
    return true;
  } catch {
    toast(say("no_room"), { tone: "bad" });
    return false;
  }
}

async function submit(form) {
  const isKept = await put({ assignment: orderOf(form), act: form.dataset.actForm, body: valuesOf(form) });
  if (!isKept) return;
  await store.forgetDraft(nameOf(form));
  form.closest("dialog").close();
}

export function start() {
  for (const form of document.querySelectorAll("[data-act-form]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(form);
    });
    form.addEventListener("input", () => store.keepDraft(nameOf(form), valuesOf(form)));
  }
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-open-form]");
    if (opener) openForm(opener.dataset.openForm);
    target.closest("[data-close-form]")?.closest("dialog").close();
  });
}
