// Keeps the phone page and its parts, so that it opens without a network. Acts wait in the page's own queue.
const PAGES = "duty-pages-1";
const PARTS = "duty-parts-1"; // phone/page.js fills it with what the page loaded
const PAGE = "/duty/phone/";
const PATIENCE_MS = 4000;
const PART_PATIENCE_MS = 2000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(start()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/") && !request.headers.has("range")) event.respondWith(part(event));
});

async function start() {
  const kept = new Set([PAGES, PARTS]);
  for (const name of await caches.keys()) if (name.startsWith("duty-") && !kept.has(name)) await caches.delete(name);
  await self.clients.claim();
}

// The server's page if it comes soon, else the last one. Signed out: the last one is forgotten.
async function page(event) {
  return freshOrKept(event, fetchPage(event.request), () => caches.match(PAGE, { cacheName: PAGES }), PATIENCE_MS);
}

async function freshOrKept(event, fresh, kept, patience) {
  event.waitUntil(fresh.catch(() => null));
  const soon = new Promise((resolve) => setTimeout(resolve, patience));
  const first = await Promise.race([fresh.catch(() => null), soon]);
  return first ?? (await kept()) ?? fresh;
}

async function fetchPage(request) {
  const answer = await fetch(request);
  const pages = await caches.open(PAGES);
  if (answer.ok && !answer.redirected && answer.type === "basic") await pages.put(PAGE, answer.clone());
  else if (answer.type === "opaqueredirect" || answer.status === 403) await pages.delete(PAGE);
  return answer;
}

// A part in the server's version, so that all parts are of one; on a poor network as it is kept.
async function part(event) {
  const kept = () => caches.match(event.request, { cacheName: PARTS });
  return freshOrKept(event, fetchPart(event.request), kept, PART_PATIENCE_MS);
}

async function fetchPart(request) {
  const answer = await fetch(request);
  if (answer.status === 200 && answer.type === "basic") await (await caches.open(PARTS)).put(request, answer.clone());
  return answer;
}
