// Starts a program, and beside it fetches the words of the reader's language. What was fetched stays
// in the browser, so that a page opens without a network. A program that is one file brings its
// words inside.

/** By language, and by language and part, where its words are; or the words themselves. By name, where the program's parts are. */
const PACKS = __PACKS__;
const PARTS = __PARTS__;
const asked = {};

globalThis.words = (pack) =>
  (asked[pack] ??= text(PACKS[pack]).catch((fault) => {
    delete asked[pack];
    throw fault;
  }));

async function text(words) {
  return typeof words === 'string' ? words : (await bring(words)).text();
}

/** Joins a part of the program to what runs; `done` hears whether it is here. */
globalThis.part = async (name, shared, done) => {
  let here = true;
  try {
    await WebAssembly.instantiateStreaming(bring(PARTS[name]), { __wasm_split: shared });
  } catch (fault) {
    console.warn(fault);
    here = false;
  }
  done(here);
};

async function bring(file) {
  // A browser that keeps nothing only fetches again.
  const shelf = await globalThis.caches?.open(`words ${new URL('.', file)}`).catch(() => {});
  const kept = await shelf?.match(file);
  if (kept) return kept;
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file} answered ${answer.status}`);
  if (shelf) keep(shelf, file, answer.clone()).catch(() => {});
  return answer;
}

/** Keeps the file and drops those of earlier versions. */
async function keep(shelf, file, answer) {
  await shelf.put(file, answer);
  const known = Object.values({ ...PACKS, ...PARTS }).map(String);
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
