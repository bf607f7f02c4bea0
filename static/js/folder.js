// The order of a folder by hand: dragged by its number with mouse, pen or finger. Buttons do the same without this.
(() => {
  "use strict";
  const item = (element) => element?.closest?.(".folder-item");
  let dragged = null, over = null;

  function point(target) {
    over?.classList.remove("over");
    over = target && target !== dragged ? target : null;
    over?.classList.add("over");
  }

  function put() {
    const form = document.getElementById("place");
    form.action = form.dataset.items + dragged.dataset.item;
    if (over.matches(".folder-item")) form.elements.before.value = over.dataset.item;
    else form.elements.rubric.value = over.dataset.rubric;
    form.requestSubmit();
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip || event.button) return;
    dragged = item(grip);
    dragged.classList.add("dragged");
    grip.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const below = document.elementFromPoint(event.clientX, event.clientY);
    point(item(below) ?? below?.closest?.("[data-rubric]"));
    if (event.clientY < 60) window.scrollBy(0, -12);
    else if (event.clientY > window.innerHeight - 60) window.scrollBy(0, 12);
  });
  function end(done) {
    if (!dragged) return;
    dragged.classList.remove("dragged");
    if (done && over) put();
    point(null);
    dragged = null;
  }
  document.addEventListener("pointerup", () => end(true));
  document.addEventListener("pointercancel", () => end(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") end(false); });

  const movable = () => document.querySelectorAll(".folder-items").forEach((list) => list.classList.add("movable"));
  movable();
  document.addEventListener("htmx:after:swap", movable);

  // A button that moved its item keeps the focus, wherever the item is now.
  let focused = "";
  document.addEventListener("htmx:before:swap", () => { focused = document.activeElement?.id ?? ""; });
  document.addEventListener("htmx:after:swap", () => {
    const again = focused && document.getElementById(focused);
    if (again && document.activeElement !== again) again.focus();
  });
})();
