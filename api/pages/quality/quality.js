// Random heads one by one, and advice that somebody accepts; both are sent to the interface.
function checks(root) {
  const site = encodeURIComponent(root.dataset.site);
  const frames = [...root.querySelectorAll("[data-check]")];
  const left = document.querySelector("[data-left]");
  let at = 0;
  let sent = 0;

  function show() {
    frames.forEach((frame, number) => (frame.hidden = number !== at));
    left.textContent = ` ${Math.min(at + 1, frames.length)} / ${frames.length}`;
    root.classList.toggle("done", at >= frames.length);
    root.dataset.at = at;
  }

  async function say(found) {
    const frame = frames[at];
    if (!frame) return;
    at += 1;
    show();
    try {
      await desk.post(`/api/v1/sites/${site}/heads/${frame.dataset.check}/found`, { found });
      root.dataset.sent = ++sent;
      if (sent >= frames.length) location.reload();
    } catch (error) {
      at = frames.indexOf(frame);
      show();
      desk.toast(error.message, { bad: true });
    }
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-found]");
    if (button) say(button.dataset.found);
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const button = root.querySelector(`[data-key="${event.key}"]`);
    if (button) button.click();
  });
  show();
}

async function tune(camera, body) {
  try {
    await desk.post(`/api/v1/cameras/${encodeURIComponent(camera)}/tuning`, body);
    location.hash = "advice";
    location.reload();
  } catch (error) {
    desk.toast(error.message, { bad: true });
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form.tune")) return;
  event.preventDefault();
  const { camera, code } = form.dataset;
  tune(camera, { code, observed_s: Number(form.observed_s.value), reason: form.reason.value });
});

// What the rule would have told of the looks that are still kept, beside what was told.
async function replay(button) {
  const { camera, code } = button.dataset;
  const told = button.parentElement.querySelector("[data-replayed]");
  const chosen = button.closest("article").querySelector("select[name=observed_s]");
  const observed_s = Number(chosen ? chosen.value : button.dataset.replay);
  const until = new Date();
  const since = new Date(until - 24 * 3600 * 1000);
  const asked = { code, observed_s, since: since.toISOString(), until: until.toISOString() };
  told.textContent = desk.say("正在回放…", "Replaying…");
  try {
    const found = await (await desk.post(`/api/v1/cameras/${encodeURIComponent(camera)}/rehearsal`, asked)).json();
    told.textContent = found.watched_s ? replayed(observed_s, found) : desk.say("没有留存的观察。", "No looks are kept.");
  } catch (error) {
    told.textContent = error.message;
  }
}

function replayed(seconds, { would, did, watched_s }) {
  const hours = (watched_s / 3600).toFixed(1);
  return desk.say(
    `看了 ${hours} 小时: 实际抓拍 ${did.length} 条, 按 ${seconds} 秒会抓 ${would.length} 条。`,
    `${hours} hours watched: ${did.length} flagged in fact, ${would.length} with ${seconds} s.`
  );
}

document.addEventListener("click", (event) => {
  const trying = event.target.closest("[data-replay]");
  if (trying) replay(trying);
  const button = event.target.closest("[data-undo]");
  if (!button) return;
  const { camera, code } = button.dataset;
  tune(camera, { code, observed_s: null, reason: desk.say("撤回采纳", "taken back") });
});

// The page's content comes after its scripts.
(() => {
  const begin = () => {
    const page = document.querySelector(".qualities");
    const root = page?.querySelector("[data-site]");
    if (root) checks(root);
    return Boolean(page);
  };
  const watch = new MutationObserver(() => begin() && watch.disconnect());
  if (!begin()) watch.observe(document.body, { childList: true, subtree: true });
})();
