// Sends what is tried to the interface, and shows what would have been flagged beside what was.
const HOUR_MS = 3600 * 1000;

function tried(form) {
  const until = new Date();
  const since = new Date(until - Number(form.hours.value) * HOUR_MS);
  const seconds = form.observed_s.value ? { observed_s: Number(form.observed_s.value) } : {};
  return { code: form.code.value, since: since.toISOString(), until: until.toISOString(), redrawn: true, ...seconds };
}

function flagged(name, flags) {
  const box = desk.made("div", "flags");
  box.append(desk.made("b", "", `${name} ${flags.length}`));
  for (const flag of flags.slice(0, 12)) {
    const at = new Date(flag.opened_at).toLocaleString(desk.english() ? "en" : "zh-CN");
    box.append(desk.made("span", "", `${at} · ${flag.zone} · ${flag.counted_s.toFixed(0)} s`));
  }
  return box;
}

function shown(told, { would, did, watched_s, zones }) {
  const hours = (watched_s / 3600).toFixed(1);
  const words = !watched_s
    ? desk.say("这段时间没有留存的观察。", "No looks are kept of that time.")
    : !zones.length
      ? desk.say("本摄像头没有适用这条规则的区域。", "No zone of this camera asks for this rule.")
      : desk.say(`看了 ${hours} 小时`, `${hours} hours watched`);
  told.replaceChildren(desk.made("p", "soft", words));
  if (watched_s && zones.length) {
    told.append(flagged(desk.say("这样会抓拍", "Would be flagged"), would), flagged(desk.say("实际抓拍", "Was flagged"), did));
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form.trying")) return;
  event.preventDefault();
  const told = form.parentElement.querySelector(".tried");
  const button = form.querySelector("button");
  button.disabled = true;
  told.replaceChildren(desk.made("p", "wait", desk.say("正在回放…", "Replaying…")));
  try {
    const address = `/api/v1/cameras/${encodeURIComponent(form.dataset.camera)}/rehearsal`;
    shown(told, await (await desk.post(address, tried(form))).json());
  } catch (error) {
    told.replaceChildren(desk.made("p", "bad", error.message));
  }
  button.disabled = false;
});
