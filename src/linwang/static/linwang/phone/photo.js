// A photo is made smaller on the phone before it waits: a poor network carries it, and its metadata stays behind.
import { toast } from "../toasts.js";
import { put } from "./forms.js";
import { assignmentOf, current } from "./order.js";
import { say } from "./words.js";

const MOST_SIDE = 2000;
const QUALITY = 0.85;
const TAKEN = new Set(["image/jpeg", "image/png", "image/webp"]);

async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, MOST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

// The order may change while the camera is open: the photo belongs to the one it was taken for.
const input = document.querySelector("[data-photo]");

async function take(file, assignment) {
  const photo = (await smaller(file).catch(() => null)) ?? (TAKEN.has(file.type) ? file : null);
  if (!photo) return toast(say("photo_bad"), { tone: "bad" });
  if (await put({ assignment, act: "photo", photo })) toast(say("photo_kept"));
}

export function start() {
  input.addEventListener("click", () => { input.dataset.assignment = assignmentOf(current()); });
  input.addEventListener("change", async () => {
    const files = [...input.files];
    const assignment = Number(input.dataset.assignment) || assignmentOf(current());
    input.value = "";
    for (const file of files) await take(file, assignment);
  });
}
