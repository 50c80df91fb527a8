// The filters: on a desk a choice is shown at once; on a phone they fold, and wait for the button.
(() => {
  const narrow = matchMedia("(max-width: 760px)");

  // Only what was chosen goes into the address.
  function drop(form) {
    const own = form.when.value === form.dataset.own;
    for (const field of form.elements) {
      const idle = !field.value || (field.name === "when" && (own || field.value === form.dataset.usual));
      const day = field.name === "from" || field.name === "to";
      if (idle || (day && !own)) field.disabled = true;
    }
  }

  function changed(form, field) {
    const own = form.when.value === form.dataset.own;
    form.querySelector(".own").hidden = !own;
    if (field.name === "site") for (const name of ["merchant", "camera"]) form[name].value = "";
    if (field.name === "when" && own) form.from.focus();
    else if (!narrow.matches) form.requestSubmit();
  }

  function begin() {
    const form = document.getElementById("filters");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "true";
    if (narrow.matches) form.closest("details").open = false;
    form.addEventListener("submit", () => drop(form));
    form.addEventListener("change", (event) => changed(form, event.target));
  }

  // Back from another page the browser shows the form as it was left: fields that were put aside are taken up again.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  new MutationObserver(begin).observe(document.documentElement, { childList: true, subtree: true });
  begin();
})();

// A file of everything that is shown: ordered, watched, fetched.
(() => {
  const LOOK_MS = 400;
  const ADDRESS = "/api/v1/history/exports";
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  function told(place, export_) {
    const bar = place.querySelector(".progress");
    const share = export_.total ? export_.done / export_.total : 1;
    bar.hidden = export_.stage === "done" || export_.stage === "failed";
    bar.firstElementChild.style.width = `${Math.round(100 * share)}%`;
    bar.setAttribute("aria-valuenow", Math.round(100 * share));
    const count = `${export_.done.toLocaleString()} / ${export_.total.toLocaleString()}`;
    const words = {
      reading: desk.say(`正在读取 ${count}`, `Reading ${count}`),
      writing: desk.say("正在写文件…", "Writing the file…"),
      done: desk.say(`已导出 ${export_.total.toLocaleString()} 条`, `${export_.total.toLocaleString()} rows exported`),
      failed: export_.problem,
    };
    said(place, words[export_.stage], export_.stage === "failed");
  }

  function said(place, words, bad = false) {
    const line = place.querySelector(".export-words");
    line.textContent = words;
    line.classList.toggle("bad", bad);
  }

  async function made(place, form) {
    const query = location.search.slice(1);
    let found = await (await desk.post(ADDRESS, { query, form })).json();
    while (found.stage === "reading" || found.stage === "writing") {
      told(place, found);
      await wait(LOOK_MS);
      found = await (await desk.ask(`${ADDRESS}/${found.id}`)).json();
    }
    told(place, found);
    if (found.url) location.assign(found.url);
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-export]");
    if (!button) return;
    const place = button.closest(".export");
    const buttons = place.querySelectorAll("[data-export]");
    for (const one of buttons) one.disabled = true;
    try {
      await made(place, button.dataset.export);
    } catch (refused) {
      place.querySelector(".progress").hidden = true;
      said(place, refused.message, true);
    } finally {
      for (const one of buttons) one.disabled = false;
    }
  });
})();
