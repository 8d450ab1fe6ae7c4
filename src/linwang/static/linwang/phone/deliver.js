// One act to the server. The answer is one of: done, refused (with why), signed_out, later.
const root = document.getElementById("phone");
const PATIENCE_MS = 20000;
const PHOTO_PATIENCE_MS = 120000;
const LATER = new Set([408, 425, 429]);
const SIGNED_OUT = new Set([401, 423]);

const token = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";

export async function deliver(act) {
  const answer = await post(act);
  if (answer?.status !== 403) return read(answer);
  await fetch(root.dataset.now, { redirect: "manual" }).catch(() => null); // a stale token is renewed by any page
  return read(await post(act));
}

function post(act) {
  const headers = { "X-CSRFToken": token(), Accept: "application/json", "X-Linwang-Person": String(act.person) };
  const patience = AbortSignal.timeout(act.photo ? PHOTO_PATIENCE_MS : PATIENCE_MS);
  const request = { method: "POST", headers, body: bodyOf(act, headers), redirect: "manual", signal: patience };
  return fetch(act.photo ? root.dataset.photos : root.dataset.acts, request).catch(() => null);
}

function bodyOf({ key, act, assignment, at, body, photo }, headers) {
  if (!photo) {
    headers["Content-Type"] = "application/json";
    return JSON.stringify({ key, act, assignment, at, body });
  }
  const form = new FormData();
  for (const [name, value] of Object.entries({ key, assignment, at })) form.append(name, value);
  form.append("photo", photo, "photo.jpg");
  return form;
}

// Only our own answer counts: a hotel's sign-in page also says 200.
async function read(answer) {
  if (!answer) return { state: "later" };
  if (answer.type === "opaqueredirect" || SIGNED_OUT.has(answer.status)) return { state: "signed_out" };
  const said = await answer.json().catch(() => null);
  if (answer.ok) return { state: said?.done ? "done" : "later" };
  if (answer.status >= 500 || LATER.has(answer.status) || !said?.refusal) return { state: "later" };
  return { state: "refused", why: [said.refusal, ...Object.values(said.fields ?? {})].join(" ") };
}
