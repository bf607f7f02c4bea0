// The search of an edition: every word has to stand on a page; ä is a, ß is ss. The words come as a script, since files
// opened from a folder may not be fetched.
(() => {
  "use strict";
  const plain = (text) => text.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
  const field = document.getElementById("words"), list = document.getElementById("found");
  const pages = (window.edition ?? []).map((page) => ({ ...page, plain: plain(`${page.title} ${page.words}`) }));

  /** A line of the page around a word: offsets may differ by a letter where ß became ss, which does not matter here. */
  function around(page, word) {
    const at = Math.max(0, plain(page.words).indexOf(word) - 80);
    return `${at ? "… " : ""}${page.words.slice(at, at + 220)}${page.words.length > at + 220 ? " …" : ""}`;
  }

  function show() {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const found = words.length ? pages.filter((page) => words.every((word) => page.plain.includes(word))) : [];
    list.replaceChildren(...found.slice(0, 100).map((page) => {
      const item = document.createElement("li"), link = document.createElement("a"), line = document.createElement("p");
      link.href = page.at;
      link.textContent = page.title;
      line.textContent = around(page, words[0]);
      item.append(link, line);
      return item;
    }));
    if (words.length && !found.length) list.replaceChildren(Object.assign(document.createElement("li"), { textContent: list.dataset.none }));
  }

  field.addEventListener("input", show);
})();
