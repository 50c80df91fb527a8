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

document.addEventListener("click", (event) => {
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
