// Sending forms: the token, the key that makes twice once, and refusals that leave what was typed.
import { toast, toastAfterwards } from "./toasts.js";
import { word } from "./words.js";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function renewKeys(root) {
  for (const field of root?.querySelectorAll?.("[data-operation-key], input[type=hidden][name=key]") ?? []) {
    field.value = newKey();
  }
}

// fetch with the token, for the scripts of pages.
export function send(url, { method = "POST", body, headers = {} } = {}) {
  return fetch(url, { method, body, headers: { "X-CSRFToken": token(), ...headers }, credentials: "same-origin" });
}

// Where a refusal of something inside `source` is shown.
function placeFor(source) {
  const form = source.closest("form, [data-refusal-here]") ?? source.parentElement;
  const place = form.querySelector("[data-refusal]") ?? source.closest("[data-live], section, dialog")?.querySelector("[data-refusal]");
  if (place) return place;
  const made = document.createElement("div");
  made.dataset.refusal = "";
  form.append(made);
  return made;
}

export function showRefusal(source, refusal) {
  clearRefusal(source);
  const place = placeFor(source);
  place.replaceChildren(...parts(refusal));
  place.hidden = false;
  markFields(source.closest("form"), place);
  place.scrollIntoView?.({ block: "nearest" });
}

function parts({ html, sentence, fields = {} }) {
  if (html) return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
  const box = Object.assign(document.createElement("div"), { className: "refusal" });
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("p"), { textContent: sentence }));
  const list = document.createElement("ul");
  for (const [name, said] of Object.entries(fields)) {
    const item = Object.assign(document.createElement("li"), { textContent: said });
    item.dataset.field = name;
    item.hidden = said === sentence;
    list.append(item);
  }
  if (list.childElementCount) box.append(list);
  return [box];
}

function markFields(form, place) {
  for (const item of place.querySelectorAll("[data-field]")) {
    const field = form?.elements.namedItem(item.dataset.field);
    const one = field instanceof RadioNodeList ? field[0] : field;
    one?.classList.add("is-invalid");
    one?.setAttribute("aria-invalid", "true");
  }
  form?.querySelector(".is-invalid")?.focus();
}

export function clearRefusal(source) {
  const form = source.closest("form, [data-refusal-here]") ?? source.parentElement;
  for (const place of form?.querySelectorAll("[data-refusal]") ?? []) place.replaceChildren();
  for (const field of form?.querySelectorAll(".is-invalid") ?? []) {
    field.classList.remove("is-invalid");
    field.removeAttribute("aria-invalid");
  }
}

// Plain forms are sent by script too, so that a refusal or a lost network leaves what was typed.
async function sendPlain(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[data-plain], [hx-post], [data-hx-post]")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  try {
    await answerTo(form, event.submitter);
  } catch {
    showRefusal(form, { sentence: word("not_sent") });
  } finally {
    delete form.dataset.sending;
  }
}

async function answerTo(form, submitter) {
  const headers = { "X-Linwang-Form": "1", Accept: "application/json, text/html;q=0.9" };
  const own = submitter?.hasAttribute("formaction") ? submitter.formAction : ""; // without it, it reads as this page
  const answer = await send(own || form.action, { body: new FormData(form, submitter), headers });
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  const said = isJson ? await answer.json() : null;
  if (said?.go) {
    if (said.said) toastAfterwards(said.said, { undo: said.undo ?? undefined });
    return location.assign(said.go);
  }
  if (said?.refusal) return showRefusal(form, { sentence: said.refusal, fields: said.fields });
  if (answer.status >= 500) return showRefusal(form, { sentence: word("went_wrong") });
  if (said) return location.reload();
  return showPage(await answer.text());
}

// A page instead of a redirect: a form with its errors, or a page that explains itself.
function showPage(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.querySelector("main")?.replaceWith(page.querySelector("main") ?? page.body);
  window.htmx?.process(document.querySelector("main"));
  document.querySelector("main")?.focus();
}

function afterHtmx({ detail: { ctx } }) {
  const source = ctx.sourceElement;
  const status = ctx.response?.status;
  if (!status || status >= 400 || ctx.request.method === "GET") return;
  clearRefusal(source);
  renewKeys(source.closest("form") ?? source);
}

function refusedByHtmx({ detail: { ctx } }) {
  const html = ctx.response.status < 500 || ctx.response.status === 503 ? ctx.text : "";
  if (ctx.request.method === "GET" && !ctx.sourceElement.closest("form")) return;
  showRefusal(ctx.sourceElement, html.includes('class="refusal"') ? { html } : { sentence: word("went_wrong") });
}

function failedHtmx({ detail: { ctx } }) {
  if (!ctx?.request || ctx.response) return;
  if (ctx.request.method === "GET") return;
  showRefusal(ctx.sourceElement, { sentence: word("not_sent") });
}

export function startForms() {
  document.addEventListener("submit", sendPlain);
  document.addEventListener("htmx:config:request", ({ detail }) => {
    detail.ctx.request.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:after:request", afterHtmx);
  document.addEventListener("htmx:response:error", refusedByHtmx);
  document.addEventListener("htmx:error", failedHtmx);
  document.addEventListener("input", ({ target }) => {
    target.classList?.remove("is-invalid");
    target.removeAttribute?.("aria-invalid");
  });
}

export { toast };
