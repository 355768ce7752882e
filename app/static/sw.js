// Keeps the program and what was last read, so that a page opens without a network. Files carry
// their content's hash in their names: kept ones are served first. The page itself and everything
// read are asked of the server first, so that a new version is there the moment it is out.

const SHELL = `shell ${registration.scope}`;
const READ = `read ${registration.scope}`;
const PAGE = registration.scope;
/** Milliseconds a page may keep a reader waiting who has it here already. */
const PATIENCE = 4000;

self.addEventListener('install', (event) => {
  event.waitUntil(fetch(PAGE, { cache: 'no-cache' }).then(keepShell).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === 'DELETE' && url.pathname === '/api/v1/session') {
    // Signed out: the next person at this device reads nothing of the last.
    event.waitUntil(caches.delete(READ));
    return;
  }
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (url.href.startsWith(PAGE)) event.respondWith(page(request));
  } else if (url.href.startsWith(PAGE)) {
    event.respondWith(file(request));
  } else if (isRead(url.pathname)) {
    event.respondWith(read(request));
  }
});

/** Small documents a screen is drawn from; never streams, files of a case or one-time things. */
function isRead(path) {
  return /^\/api\/v1\/(session|bodies|trust|cases(\/[0-9a-f-]+)?)$/.test(path);
}

/** Stores the page and the files it names; drops those of earlier versions. */
async function keepShell(answer) {
  if (!answer.ok) throw new Error(`the page answered ${answer.status}`);
  const text = await answer.clone().text();
  const files = [...text.matchAll(/(?:src|href)="(\/[^"]+\.[a-z]+)"/g)].map(([, path]) => new URL(path, PAGE).href);
  const cache = await caches.open(SHELL);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  // All files first: the new page never stands there without them.
  await Promise.all(files.filter((url) => !kept.has(url)).map((url) => cache.add(url)));
  await cache.put(PAGE, answer);
  for (const url of kept) if (url !== PAGE && !files.includes(url)) await cache.delete(url);
}

async function page(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(PAGE);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await keepShell(answer.clone()).catch(() => {});
    // A server in trouble is no reason to show nothing.
    return answer.status >= 500 && kept ? kept : answer;
  });
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([fresh.catch(() => kept), late]);
}

async function file(request) {
  return (await caches.match(request, { cacheName: SHELL })) ?? fetch(request);
}

/** In the demo several people share a browser; what each read is kept apart. */
function shelf(request) {
  const url = new URL(request.url);
  url.search = `?as=${request.headers.get('x-demo-persona') ?? ''}`;
  return url.href;
}

async function read(request) {
  let answer;
  try {
    answer = await fetch(request);
  } catch (unreachable) {
    const kept = await caches.match(shelf(request), { cacheName: READ });
    if (kept) return kept;
    throw unreachable;
  }
  const copy = answer.clone();
  if (answer.ok) keepRead(request, copy).catch(() => {});
  else if (answer.status === 401) caches.delete(READ);
  return answer;
}

async function keepRead(request, answer) {
  const text = await answer.text();
  if (new URL(request.url).pathname.endsWith('/session')) await makeRoomFor(request, JSON.parse(text));
  const headers = { 'content-type': 'application/json', 'x-kept': '1' };
  await (await caches.open(READ)).put(shelf(request), new Response(text, { headers }));
}

/** Another person signed in: what the last one read goes. */
async function makeRoomFor(request, session) {
  const kept = await caches.match(shelf(request), { cacheName: READ });
  const before = kept && (await kept.json());
  if (before && before.actor.person !== session.actor.person) await caches.delete(READ);
}
