// One key per head: what somebody says is shown at once, sent to the interface, and taken back where that fails.
function enrol(root) {
  const site = `/api/v1/sites/${encodeURIComponent(root.dataset.enrol)}`;
  const one = (selector, within = root) => within.querySelector(selector);
  const all = (selector, within = root) => [...within.querySelectorAll(selector)];
  const tiles = all("[data-head]");
  const done = []; // [tile, attribute, what was said before]
  let sent = Promise.resolve();
  let sending = 0;
  let round = "hat";
  let at = 0;

  // what is said
  const word = (tile, attribute) => tile.dataset[attribute];
  const name = (attribute, said) => one(`[data-keys=${attribute}] [data-word=${said}]`);

  function mark(tile) {
    for (const chip of all("[data-chip]", tile)) {
      const said = word(tile, chip.dataset.chip);
      chip.className = said;
      chip.textContent = said ? one("kbd", name(chip.dataset.chip, said)).textContent : "";
    }
    tile.classList.toggle("said", Boolean(word(tile, round)));
  }

  function set(tile, attribute, said) {
    tile.dataset[attribute] = said;
    mark(tile);
    show();
  }

  // One after the other, so that the last word is the last one to arrive.
  function put(tile, attribute, said) {
    const before = word(tile, attribute);
    set(tile, attribute, said);
    root.dataset.sending = ++sending;
    sent = sent.then(() => send(tile, attribute, said, before));
  }

  async function send(tile, attribute, said, before) {
    try {
      await desk.post(`${site}/heads/${tile.dataset.head}/label`, { [attribute]: said || null });
    } catch (error) {
      if (word(tile, attribute) === said) set(tile, attribute, before);
      desk.toast(error.message, { bad: true });
    }
    root.dataset.sending = --sending;
  }

  function say(attribute, said) {
    const tile = tiles[at];
    if (!tile) return;
    done.push([at, attribute, word(tile, attribute)]);
    if (attribute === round) at = following(at);
    put(tile, attribute, said);
  }

  function undo() {
    const last = done.pop();
    if (!last) return;
    at = last[0];
    put(tiles[at], last[1], last[2]);
  }

  // the next one of which nothing was said in this round; else the next one
  function following(from) {
    const rest = tiles.findIndex((tile, number) => number > from && !word(tile, round));
    return rest < 0 ? Math.min(from + 1, tiles.length - 1) : rest;
  }

  // what is shown
  function show() {
    const tile = tiles[at];
    if (tile) {
      const big = one("[data-big]");
      const address = one("img", tile).src;
      if (big.src !== address) big.src = address;
      big.alt = tile.getAttribute("aria-label");
      one("[data-caption]:not(button)").textContent = tile.dataset.caption;
      one("[data-count]").textContent = `${at + 1} / ${tiles.length}`;
      for (const each of tiles) each.toggleAttribute("aria-current", each === tile);
      reveal(tile);
      for (const key of all("[data-word]")) {
        key.setAttribute("aria-pressed", String(word(tile, key.dataset.attribute) === key.dataset.word));
      }
    }
    for (const keys of all("[data-keys]")) keys.classList.toggle("aside", keys.dataset.keys !== round);
    one("[data-go=undo]")?.toggleAttribute("disabled", !done.length);
    tally();
  }

  // Only the sheet moves, never the page.
  function reveal(tile) {
    const sheet = one(".tiles");
    const [inner, outer] = [tile.getBoundingClientRect(), sheet.getBoundingClientRect()];
    sheet.scrollTop += Math.min(inner.top - outer.top, 0) + Math.max(inner.bottom - outer.bottom, 0);
    sheet.scrollLeft += Math.min(inner.left - outer.left, 0) + Math.max(inner.right - outer.right, 0);
  }

  function tally() {
    const wished = Number(root.dataset.wished);
    const counts = { hat: {}, mask: {} };
    for (const tile of tiles)
      for (const attribute of ["hat", "mask"]) {
        const said = word(tile, attribute);
        if (said) counts[attribute][said] = (counts[attribute][said] || 0) + 1;
      }
    for (const row of all("[data-tally]")) {
      const [attribute, said] = row.dataset.tally.split(".");
      const count = counts[attribute][said] || 0;
      one("b", row).textContent = count;
      one("i", row).style.width = `${Math.min(100, (100 * count) / wished)}%`;
    }
    need("hat", (counts.hat.net || 0) + (counts.hat.cap || 0), wished);
    need("mask", counts.mask.mask || 0, wished);
    here(counts.hat);
  }

  function need(attribute, covered, wished) {
    const least = Number(root.dataset.least);
    const told = one(`[data-need=${attribute}]`);
    told.textContent =
      covered < least
        ? desk.say(`再标 ${least - covered} 个戴着的就能学。`, `${least - covered} more that wear it, and it can be learnt.`)
        : desk.say(`可以学了; 每类 ${wished} 个更好。`, `It can be learnt; ${wished} of each are better.`);
  }

  function here(hats) {
    const mark = one(".curve .here");
    if (!mark) return;
    const seen = ["net", "cap", "bare"].map((said) => hats[said] || 0).filter(Boolean);
    const fewest = seen.length > 1 ? Math.min(...seen) : 0;
    const { left, broad, most } = mark.dataset;
    mark.setAttribute("transform", `translate(${Number(left) + Number(broad) * Math.min(fewest / most, 1)} 0)`);
  }

  // learning
  const pause = (ms) => new Promise((rest) => setTimeout(rest, ms));

  async function wait() {
    const bar = one(".learn .progress");
    bar.hidden = false;
    for (;;) {
      const { lesson } = await (await desk.ask(`${site}/enrolment`)).json();
      one("i", bar).style.width = `${100 * lesson.share}%`;
      if (lesson.stage !== "working") return lesson;
      await pause(300);
    }
  }

  async function learn() {
    const button = one("[data-fit]");
    button.disabled = true;
    await sent;
    try {
      if (root.dataset.stage !== "working") await desk.post(`${site}/enrolment/fit`, {});
      const lesson = await wait();
      location.hash = lesson.stage === "tried" ? "compared" : "";
      location.reload();
    } catch (error) {
      desk.toast(error.message, { bad: true });
      button.disabled = false;
    }
  }

  async function change(step, body) {
    try {
      await desk.post(`${site}/enrolment/${step}`, body);
      location.hash = "in-force";
      location.reload();
    } catch (error) {
      desk.toast(error.message, { bad: true });
    }
  }

  // hands
  const GO = {
    prev: () => (at = Math.max(at - 1, 0)),
    next: () => (at = Math.min(at + 1, tiles.length - 1)),
    undo,
  };
  const KEYS = { ArrowLeft: "prev", ArrowRight: "next", z: "undo", Backspace: "undo" };

  root.addEventListener("click", (event) => {
    const target = event.target.closest("button");
    if (!target) return;
    const { word: said, attribute, go, head, round: turn } = target.dataset;
    if (said) say(attribute, said);
    if (go) GO[go](), show();
    if (head) (at = tiles.indexOf(target)), show();
    if (turn) begin(turn);
    if ("fit" in target.dataset) learn();
    if ("install" in target.dataset) one("[data-asks]").showModal();
    if ("rollBack" in target.dataset) change("rollback", {});
  });

  one("[data-asks]")?.addEventListener("close", (event) => {
    if (event.target.returnValue === "yes") change("install", { version: root.dataset.version });
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    if (document.querySelector("dialog[open]") || !tiles.length) return;
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const mine = one(`[data-keys=${round}] [data-key="${pressed}"]`) || one(`.keys [data-key="${pressed}"]`);
    if (mine) say(mine.dataset.attribute, mine.dataset.word);
    else if (KEYS[pressed]) GO[KEYS[pressed]](), show();
    else return;
    event.preventDefault();
  });

  function begin(turn) {
    round = turn;
    for (const button of all("[data-round]")) button.setAttribute("aria-pressed", String(button.dataset.round === turn));
    tiles.forEach(mark);
    at = following(-1);
    show();
  }

  begin("hat");
  if (root.dataset.stage === "working") learn();
}

// The page's content comes after its scripts.
(() => {
  const begin = () => {
    const root = document.querySelector("[data-enrol]");
    if (root) enrol(root);
    return Boolean(root);
  };
  const watch = new MutationObserver(() => begin() && watch.disconnect());
  if (!begin()) watch.observe(document.body, { childList: true, subtree: true });
})();
