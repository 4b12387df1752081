{% load static %}// Minds the report pages only: without a line the kept form opens, and what waits is sent later.
importScripts("{% static 'portal/outbox.js' %}");
const FORM = "{% url 'portal:offline' %}";
const KEPT = "huiying-report-{{ mark }}";
const PARTS = [{% for part in parts %}"{{ part }}",{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([FORM, ...PARTS])));
  self.skipWaiting();
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("huiying-report-") && name !== KEPT) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(FORM)));
  } else if (request.method === "GET" && PARTS.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreSearch: true })));
  }
});
self.addEventListener("sync", (event) => {
  if (event.tag === "reports") event.waitUntil(self.HuiyingOutbox.flush());
});
