// Lets the page open without a network: the worker answers for it, and the parts it loaded are kept.
const PARTS = "duty-parts-1";

function loaded() {
  const named = [...document.querySelectorAll("link[href], script[src], use[href], img[src]")];
  const addresses = named.map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  const asked = performance.getEntriesByType("resource").map(({ name }) => name);
  const all = [...addresses, ...asked].map((address) => new URL(address, location.href));
  return new Set(all.filter(isPart).map(({ pathname }) => pathname));
}

const isPart = ({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/");

async function keepParts() {
  const parts = await caches.open(PARTS);
  const kept = new Set((await parts.keys()).map(({ url }) => new URL(url).pathname));
  const missing = [...loaded()].filter((path) => !kept.has(path));
  await Promise.all(missing.map((path) => parts.add(path).catch(() => null)));
}

// The page as it is now, for the first visit: the worker was not there yet when it was asked for.
async function keepPage() {
  const answer = await fetch(location.pathname, { redirect: "manual", headers: { "X-Linwang-Passive": "1" } });
  if (answer.ok) await (await caches.open("duty-pages-1")).put(location.pathname, answer);
}

export async function start(url) {
  if (!("serviceWorker" in navigator)) return;
  const hadWorker = Boolean(navigator.serviceWorker.controller);
  await navigator.serviceWorker.register(url, { scope: "/duty/" });
  await navigator.serviceWorker.ready;
  if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  await keepParts();
  if (!hadWorker) await keepPage();
  document.body.dataset.offlineReady = "";
}
