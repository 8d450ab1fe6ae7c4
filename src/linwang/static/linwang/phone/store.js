// What waits on the phone: acts in the order they were done, and what is being typed. Both outlive a reload.
import Dexie from "../../parts/dexie/modern/dexie.min.mjs";
import { newKey } from "../forms.js";

const db = new Dexie("linwang-phone");
db.version(1).stores({ acts: "++serial, &key, person, assignment", drafts: "name" });
navigator.storage?.persist?.();

// An act is kept before anything else happens; its key makes sending it twice the same as sending it once.
export async function keep({ person, assignment, act, body = {}, photo = null }) {
  const at = new Date().toISOString();
  const record = { key: newKey(), person, assignment, act, body, photo, at, state: "waiting", why: "" };
  await db.acts.add(record);
  return record;
}

export const acts = () => db.acts.orderBy("serial").toArray();
export const forget = (act) => db.acts.delete(act.serial);
export const mark = (act, state, why = "") => db.acts.update(act.serial, { state, why });

export const draft = async (name) => (await db.drafts.get(name))?.values ?? {};
export const keepDraft = (name, values) => db.drafts.put({ name, values });
export const forgetDraft = (name) => db.drafts.delete(name);
