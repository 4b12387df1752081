// Reports that wait for a line, in the phone's own database. Used by the page and by the service
// worker. Each carries a key made once: however often it is sent, the server makes one case of it.
self.HuiyingOutbox = (() => {
  const opened = () => new Promise((done, fail) => {
    const ask = indexedDB.open("huiying", 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("reports", { keyPath: "key" });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => fail(ask.error);
  });

  async function run(mode, act) {
    const base = await opened();
    try {
      return await new Promise((done, fail) => {
        const deal = base.transaction("reports", mode);
        const ask = act(deal.objectStore("reports"));
        deal.oncomplete = () => done(ask.result);
        deal.onerror = deal.onabort = () => fail(deal.error);
      });
    } finally {
      base.close();
    }
  }

  const all = () => run("readonly", (store) => store.getAll());
  const put = (item) => run("readwrite", (store) => store.put(item));
  const remove = (key) => run("readwrite", (store) => store.delete(key));

  async function post(item) {
    const ready = await fetch("/report/ready/", { cache: "no-store" });
    if (!ready.ok) throw new Error("not ready");
    const body = new FormData();
    for (const [name, value] of item.fields) body.append(name, value);
    for (const photo of item.photos) body.append("photos", photo.blob, photo.name);
    body.set("later", "1");
    body.set("csrfmiddlewaretoken", (await ready.json()).csrf);
    return fetch("/report/", { method: "POST", body, headers: { Accept: "application/json" } });
  }

  async function send(item) {
    const answer = await post(item);
    if (answer.ok) {
      const { number, code, url, refused } = await answer.json();
      const kept = { key: item.key, title: item.title, at: item.at, number, code, url, refused };
      return put({ ...kept, state: "sent" });
    }
    if (answer.status === 422 || answer.status === 413) {
      const told = await answer.json().catch(() => ({ errors: [String(answer.status)] }));
      return put({ ...item, state: "refused", errors: told.errors });
    }
    return null; // too often, or the server is not well: later
  }

  async function each() {
    for (const item of await all()) {
      if (item.state !== "waiting") continue;
      try {
        await send(item);
      } catch {
        return; // still no line
      }
    }
  }

  // One sender at a time on this phone; the key makes a second one harmless anyway.
  const flush = () => (navigator.locks ? navigator.locks.request("huiying-reports", each) : each());
  return { all, put, remove, flush };
})();
