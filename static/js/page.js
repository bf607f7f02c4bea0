// The few lines of our own: keys, Space on links that act as buttons, the list filter, popovers that close.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  /** Put the next (1) or previous (-1) passage at the top and the focus on it. */
  function step(direction) {
    const passages = all("[data-step]").filter((one) => one.checkVisibility());
    if (!passages.length) return;
    const now = passages.indexOf(document.activeElement?.closest("[data-step]"));
    const next = now < 0 ? (direction > 0 ? 0 : passages.length - 1) : now + direction;
    const passage = passages[Math.min(Math.max(next, 0), passages.length - 1)];
    passage.focus({ preventScroll: true });
    passage.scrollIntoView({ block: "center", inline: "nearest" });
  }

  /** The button that remembers the passage with the focus, or takes that back. */
  const kept = () => document.activeElement?.closest("[data-step]")?.querySelector("button[form=remember]");

  const keys = {
    "/": () => find("#q")?.select(),
    j: () => step(1),
    k: () => step(-1),
    "[": () => find("[rel=prev]")?.click(),
    "]": () => find("[rel=next]")?.click(),
    "?": () => find("#help")?.showModal(),
    e: () => document.activeElement?.closest("[data-fix]")?.click(),
    m: () => (find("#mark-selected:not([hidden])") ?? kept())?.click(),
  };

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape") all(".pop[open]").forEach((pop) => { pop.open = false; find("summary", pop).focus(); });
    // Brackets are typed with AltGr or Option on many keyboards; every other combination is the browser's.
    const bracket = key === "[" || key === "]";
    if (event.metaKey || ((event.ctrlKey || event.altKey) && !(bracket && event.altKey))) return;
    if (key === " " && target.matches("a[role=button]")) {
      event.preventDefault();
      target.click();
    } else if (keys[key] && !typing(target) && !find("dialog[open]")) {
      event.preventDefault();
      keys[key]();
    }
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) find(`#${opener.dataset.opens}`)?.showModal();
    all(".pop[open]").forEach((pop) => { if (!pop.contains(event.target)) pop.open = false; });
  });

  /** Words into the clipboard; what was pressed says so for a moment. Raises where the browser will not. */
  async function copy(text, pressed) {
    const words = Promise.resolve(text).then((told) => new Blob([told], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": words })]);
    if (pressed.classList.contains("done")) return;
    const [label, told] = [pressed.textContent, pressed.dataset.done];
    pressed.classList.add("done");
    pressed.setAttribute("role", "status");
    pressed.textContent = told;
    setTimeout(() => { pressed.textContent = label; pressed.classList.remove("done"); pressed.removeAttribute("role"); }, 2500);
  }

  // A quotation is fetched as a line and copied; where that cannot be, the link leads to the page that has it.
  document.addEventListener("click", (event) => {
    const quotation = event.target.closest("a[data-cite]"), part = event.target.closest("[data-copy]");
    if (part) copy(find(`#${part.dataset.copy}`).textContent.trim(), part).catch(() => getSelection().selectAllChildren(find(`#${part.dataset.copy}`)));
    if (!quotation || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard?.write) return;
    event.preventDefault();
    const line = fetch(`${quotation.href}&format=txt`).then((answer) => { if (!answer.ok) throw Error(answer.status); return answer.text(); });
    copy(line, quotation).catch(() => { location.href = quotation.href; });
  });

  document.addEventListener("input", (event) => {
    const list = event.target.dataset?.filters && find(`#${event.target.dataset.filters}`);
    if (!list) return;
    const wanted = event.target.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = !item.textContent.toLowerCase().includes(wanted);
  });

  // Fields left empty stay out of the address.
  document.addEventListener("formdata", (event) => {
    if (event.target.method !== "get") return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });

  /** Where a place in the page is in the article's text, in code points; null outside of its sentences. */
  function offsetOf(node, offset) {
    const sentence = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("#text .sentence");
    if (!sentence) return null;
    const range = new Range();
    range.setStart(sentence, 0);
    range.setEnd(node, offset);
    const before = range.cloneContents();
    all(".by, .handle", before).forEach((extra) => extra.remove());
    return Number(sentence.id.slice(1)) + [...before.textContent].length;
  }

  /** Selected words of a text whose marks are being corrected get a button that opens what they can be marked as. */
  function selected() {
    const button = find("#mark-selected");
    const text = find("#text[data-select]");
    const selection = document.getSelection();
    if (!button) return;
    button.hidden = true;
    if (!text || !selection.rangeCount || !selection.toString().trim() || !text.contains(selection.anchorNode)) return;
    const range = selection.getRangeAt(0);
    const words = range.toString();
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null) return;
    const first = start + [...words].length - [...words.trimStart()].length;
    const last = end - ([...words].length - [...words.trimEnd()].length);
    if (first >= last) return;
    button.href = `${text.dataset.select}text%3A${first}-${last}`;
    button.setAttribute("hx-get", button.href);
    const box = range.getBoundingClientRect();
    button.style.insetBlockStart = `${window.scrollY + box.bottom + 8}px`;
    button.style.insetInlineStart = `${Math.max(8, box.left)}px`;
    button.hidden = false;
  }
  let waiting;
  document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(selected, 150); });
  /** What only works with JavaScript appears with it. */
  function reveal() {
    all("[data-opens][hidden], [data-filters][hidden]").forEach((element) => { element.hidden = false; });
  }

  /** On a phone the tab of the column in sight is marked. */
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const tab = find(`.tabs a[href="#${target.id}"]`);
      if (!tab) continue;
      tab.toggleAttribute("aria-current", isIntersecting);
      if (isIntersecting) {
        tab.setAttribute("aria-current", "true");
        tab.parentElement.scrollTo({ left: tab.offsetLeft - 40 });
      }
    }
  }, { rootMargin: "0px -45% 0px -45%" });
  function watch() {
    seen.disconnect();
    if (find(".tabs")?.checkVisibility()) all(".columns > [id]").forEach((column) => seen.observe(column));
  }

  function ready() {
    reveal();
    watch();
  }
  ready();
  document.addEventListener("htmx:after:swap", ready);

  // Offered passages that were open stay so when one of them has been answered; the answer is told where one looks.
  let open = [];
  document.addEventListener("htmx:before:swap", () => { open = all("details[data-keep][open]").map((one) => one.id); });
  document.addEventListener("htmx:after:swap", () => {
    for (const id of open) {
      const kept = document.getElementById(id);
      if (kept) kept.open = true;
    }
    const told = find(".recorded");
    if (told && document.activeElement === document.body) told.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:after:swap", () => {
    const panel = find("#fix[data-here]");
    if (!panel) return;
    if (!panel.contains(document.activeElement)) panel.focus({ preventScroll: true });
    // On a phone the panel lies over the text: what it is about moves up above it.
    const place = document.getElementById(panel.dataset.here);
    if (!place || getComputedStyle(panel).position !== "fixed") return;
    const covered = place.getBoundingClientRect().bottom - panel.getBoundingClientRect().top + 16;
    if (covered > 0) window.scrollBy({ top: covered });
  });
})();
