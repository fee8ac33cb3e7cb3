"use strict";
// Searches window.deskbellIndex: a list of [title, folded text, address, language].
(function () {
  const plain = { "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ß": "ss", "ς": "σ" };
  const paired = /[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]+/gu;
  function fold(text) {
    const bare = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    return bare.replace(/[łøđðþæœıħßς]/g, (one) => plain[one]).normalize("NFC");
  }
  // Words; scripts written without spaces by pairs of characters.
  function terms(query) {
    const found = [];
    const words = fold(query).replace(paired, (run) => {
      const letters = Array.from(run);
      if (letters.length === 1) found.push(run);
      for (let n = 0; n + 1 < letters.length; n += 1) found.push(letters[n] + letters[n + 1]);
      return " ";
    });
    return found.concat(words.split(/[^\p{L}\p{N}]+/u).filter(Boolean));
  }
  const pages = window.deskbellIndex.map((one) => ({ title: fold(one[0]), text: fold(one[1]), shown: one }));
  const field = document.getElementById("search");
  const tree = document.getElementById("tree");
  const results = document.getElementById("results");
  const nothing = document.getElementById("nothing");
  function search() {
    const wanted = terms(field.value);
    const found = [];
    for (const page of wanted.length ? pages : []) {
      let score = 0;
      const all = wanted.every((term) => {
        const inTitle = page.title.includes(term);
        score += inTitle ? 10 : 1;
        return inTitle || page.text.includes(term);
      });
      if (all) found.push([score, page.shown]);
    }
    found.sort((a, b) => b[0] - a[0]);
    results.replaceChildren(...found.slice(0, 100).map(([, shown]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.textContent = shown[0];
      link.href = shown[2];
      link.lang = shown[3];
      item.append(link);
      return item;
    }));
    tree.hidden = wanted.length > 0;
    nothing.hidden = !wanted.length || found.length > 0;
  }
  field.hidden = false;
  field.addEventListener("input", search);
  field.value = new URLSearchParams(location.search).get("q") || "";
  search();
})();
