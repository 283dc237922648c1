// Search without any network: the index (search-index.js) is loaded beside this script.
"use strict";
(() => {
  const MOST = 30, FEW = 5;
  const box = document.getElementById("query");
  const list = document.getElementById("found");
  const told = document.getElementById("told");
  const index = globalThis.searchIndex;
  if (!box || !index) return;

  // As explain/site/search.py cuts texts.
  function grams(text) {
    const found = new Set();
    const plain = text.normalize("NFKC").toLowerCase()
      .replace(/(?<=[0-9]),(?=[0-9]{3})/g, "").replace(/(?<=[0-9])\.0+(?![0-9.])/g, "");
    for (const run of plain.match(/[\u3400-\u9fff]+/g) || []) {
      for (let at = 0; at < Math.max(1, run.length - 1); at++) found.add(run.slice(at, at + 2));
    }
    for (const word of plain.match(/[a-z0-9][a-z0-9.%-]*/g) || []) found.add(word.replace(/[.-]+$/, ""));
    return [...found];
  }

  // A lone character, and a word that is still being typed, stand for all terms that begin with it or hold it; a number
  // stands for itself alone.
  function termsOf(gram) {
    const has = (term) => Object.hasOwn(index.terms, term);
    if (/^[0-9]/.test(gram)) return [gram, `${gram}%`].filter(has);
    const single = gram.length === 1 && gram > "\u3400";
    return has(gram) && !single ? [gram] : Object.keys(index.terms).filter((term) =>
      single ? term.includes(gram) : gram.length > 1 && term.startsWith(gram));
  }

  function entriesOf(gram) {
    const found = new Map();
    const terms = index.terms;
    for (const name of termsOf(gram)) {
      let number = 0;
      for (const step of terms[name]) {
        number += step;
        const entry = number >> 1;
        found.set(entry, Math.max(found.get(entry) || 0, number & 1 ? 4 : 1));
      }
    }
    return found;
  }

  // Entries that hold most of what was asked, or where these are few all that hold some of it. Those that hold more of
  // it come first, of these the ones whose title says it, then those that hold rarer terms; pages before their parts.
  function search(text) {
    const wanted = grams(text);
    const scores = new Map();
    for (const gram of wanted) {
      const found = entriesOf(gram);
      const rare = Math.log(1 + index.entries.length / (1 + found.size));
      for (const [entry, weight] of found) {
        const [count, score] = scores.get(entry) || [0, 0];
        scores.set(entry, [count + 1, score + rare * weight]);
      }
    }
    const plain = text.toLowerCase();
    for (const [entry, counted] of scores) {
      const title = index.entries[entry][1].toLowerCase();
      if (title.includes(plain)) counted[1] += 100 * plain.length / title.length;
    }
    const part = (entry) => index.entries[entry][0].includes("#");
    const ranked = [...scores].sort(([a, [n, x]], [b, [m, y]]) => m - n || y - x || part(a) - part(b) || a - b);
    const most = ranked.filter(([, [count]]) => count >= wanted.length * 0.6);
    return (most.length < FEW ? ranked : most).map(([entry]) => entry);
  }

  function shown(entry) {
    const [address, title, page, text] = index.entries[entry];
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    item.append(link);
    for (const [name, words] of [["small", page], ["p", text]]) {
      if (!words) continue;
      const part = document.createElement(name);
      part.textContent = words;
      item.append(" ", part);
    }
    return item;
  }

  function answer() {
    const query = box.value.trim();
    const found = query ? search(query) : [];
    list.replaceChildren(...found.slice(0, MOST).map(shown));
    const key = !query ? "" : found.length > MOST ? "many" : found.length ? "some" : "none";
    told.textContent = key ? told.dataset[key].replace("{}", String(found.length)) : "";
  }

  document.getElementById("asking").hidden = false;
  box.addEventListener("input", answer);
  answer();
})();
