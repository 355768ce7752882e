// Starts a program, and beside it fetches the words of the reader's language. What was fetched stays
// in the browser, so that a page opens without a network. A program that is one file brings its
// words inside.

/** By language, where its words are; or the words themselves. */
const PACKS = __PACKS__;
const asked = {};

globalThis.words = (language) =>
  (asked[language] ??= bring(PACKS[language]).catch((fault) => {
    delete asked[language];
    throw fault;
  }));

async function bring(pack) {
  if (typeof pack === 'string') return pack;
  // A browser that keeps nothing only fetches again.
  const shelf = await globalThis.caches?.open(`words ${new URL('.', pack)}`).catch(() => {});
  const kept = await shelf?.match(pack);
  if (kept) return kept.text();
  const answer = await fetch(pack);
  if (!answer.ok) throw new Error(`${pack} answered ${answer.status}`);
  if (shelf) keep(shelf, pack, answer.clone()).catch(() => {});
  return answer.text();
}

/** Keeps the pack and drops those of earlier versions. */
async function keep(shelf, pack, answer) {
  await shelf.put(pack, answer);
  const known = Object.values(PACKS).map(String);
  for (const { url } of await shelf.keys()) if (!known.includes(url)) await shelf.delete(url);
}

/** What the program will ask for; a wrong guess costs one request. */
function likely() {
  try {
    const language = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem('language');
    return language in PACKS ? language : 'zh';
  } catch {
    return 'zh';
  }
}

globalThis.words(likely()).catch(() => {});
