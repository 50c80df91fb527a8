// The list by keys: j and k move, Enter opens. The chosen case stays chosen when the list is brought up to date.
(() => {
  const links = () => [...document.querySelectorAll(".queue a")];
  let chosen = null;

  function move(by) {
    const all = links();
    if (!all.length) return;
    const at = all.findIndex((link) => link.getAttribute("href") === chosen);
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("focusin", (event) => {
    const link = event.target.closest(".queue a");
    if (link) chosen = link.getAttribute("href");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (event.key === "j") move(1);
    if (event.key === "k") move(-1);
  });

  // What was focused went away with the old list: focus its like in the new one.
  desk.each(".queue", () => {
    if (!chosen || document.activeElement !== document.body) return;
    links().find((link) => link.getAttribute("href") === chosen)?.focus({ preventScroll: true });
  });
})();
