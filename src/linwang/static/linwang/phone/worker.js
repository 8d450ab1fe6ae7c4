// Keeps the phone page and its parts, so that it opens without a network. Acts wait in the page's own queue.
const PAGES = "duty-pages-1";
const PARTS = "duty-parts-1"; // phone/page.js fills it with what the page loaded
const PAGE = "/duty/phone/";
const PATIENCE_MS = 4000;

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
  const fresh = fetchPage(event.request);
  event.waitUntil(fresh.catch(() => null));
  const soon = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const first = await Promise.race([fresh.catch(() => null), soon]);
  return first ?? (await caches.match(PAGE, { cacheName: PAGES })) ?? fresh;
}

async function fetchPage(request) {
  const answer = await fetch(request);
  const pages = await caches.open(PAGES);
  if (answer.ok && !answer.redirected && answer.type === "basic") await pages.put(PAGE, answer.clone());
  else if (answer.type === "opaqueredirect" || answer.status === 403) await pages.delete(PAGE);
  return answer;
}

// A part as it is kept, and renewed behind the reader's back.
async function part(event) {
  const parts = await caches.open(PARTS);
  const kept = await parts.match(event.request);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok && answer.type === "basic" && answer.status === 200) await parts.put(event.request, answer.clone());
    return answer;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => null));
  return kept;
}
