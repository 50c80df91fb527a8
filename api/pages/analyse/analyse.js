// Sends a recording with its progress, and keeps the list of one's own up to date.
addEventListener("load", () => {
  const { say, made } = desk;
  const POLL_MS = 2000;
  const STATES = {
    coming: ["正在上传", "coming"],
    queued: ["排队中", "waiting"],
    running: ["正在分析", "being analysed"],
    done: ["已完成", "done"],
    failed: ["没有分析成", "failed"],
  };

  const waits = document.querySelector("[data-waits]");
  if (waits) {
    const look = async () => {
      const one = await (await desk.ask(`/api/v1/analyses/${waits.dataset.waits}`)).json();
      if (["done", "failed"].includes(one.state)) location.reload();
    };
    setInterval(() => look().catch(() => {}), POLL_MS);
    return;
  }

  const root = document.getElementById("analyse");
  if (!root) return;
  const at = (id) => document.getElementById(id);
  const most = Number(root.dataset.most);
  const mb = (bytes) => (bytes / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 });

  function tell(words, bad = false) {
    at("told").className = bad ? "bad" : "";
    at("told").textContent = words;
  }

  function shown(bar, share) {
    bar.hidden = share === null;
    bar.firstElementChild.style.width = `${100 * (share || 0)}%`;
    bar.setAttribute("aria-valuenow", Math.round(100 * (share || 0)));
  }

  function send(file) {
    if (file.size > most) return tell(say(`这段录像有 ${mb(file.size)} MB，最大 ${mb(most)} MB。`, `It has ${mb(file.size)} MB; ${mb(most)} MB at most.`), true);
    const request = new XMLHttpRequest();
    const bar = at("coming");
    request.open("POST", `/api/v1/analyses?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => {
      shown(bar, event.loaded / event.total);
      tell(say(`已上传 ${mb(event.loaded)} / ${mb(event.total)} MB`, `${mb(event.loaded)} of ${mb(event.total)} MB sent`));
    };
    request.onload = () => {
      shown(bar, null);
      const answer = JSON.parse(request.responseText || "{}");
      if (request.status === 201) tell(say("已收到，开始排队分析。", "It is here, and waits to be analysed."));
      else if (request.status === 422) tell(say("只收视频：mp4、mkv 或 avi。", "A video is expected: mp4, mkv or avi."), true);
      else tell([say(answer.zh || "", ""), answer.detail, ...(answer.errors || []).map((fault) => fault.message)].filter(Boolean).join(" "), true);
      list().catch(() => {});
    };
    request.onerror = () => (shown(bar, null), tell(say("上传中断了，请再试一次。", "The upload broke off: try again."), true));
    request.send(file);
    shown(bar, 0);
  }

  at("video").addEventListener("change", (event) => event.target.files[0] && send(event.target.files[0]));
  at("drop").addEventListener("dragover", (event) => event.preventDefault());
  at("drop").addEventListener("drop", (event) => (event.preventDefault(), event.dataTransfer.files[0] && send(event.dataTransfer.files[0])));

  function row(one) {
    const line = made("div", "analysis");
    const name = made(one.state === "done" ? "a" : "b", "what", one.name);
    if (one.state === "done") name.href = `/analyse?video=${one.id}`;
    const bar = made("div", "progress");
    bar.append(made("i", ""));
    bar.setAttribute("role", "progressbar");
    bar.setAttribute("aria-label", one.name);
    shown(bar, one.state === "running" ? one.share : null);
    const goes = new Date(one.goes_at).toLocaleDateString();
    const words = `${say(...STATES[one.state])}${one.state === "running" ? ` ${Math.round(100 * one.share)} %` : ""}`;
    const state = made("span", `chip ${one.state}`, words);
    const drop = made("button", "btn", say("删除", "Delete"));
    drop.type = "button";
    drop.setAttribute("aria-label", say(`删除 ${one.name}`, `Delete ${one.name}`));
    drop.addEventListener("click", () => remove(one.id));
    line.append(name, state, made("span", "soft", `${mb(one.size)} MB · ${say(`${goes} 删除`, `goes ${goes}`)}`), drop, bar);
    if (one.why) line.append(made("p", "bad", one.why));
    return line;
  }

  async function remove(id) {
    await desk.ask(`/api/v1/analyses/${id}`, { method: "DELETE" }).catch((error) => tell(error.message, true));
    await list();
  }

  let last = "";
  async function list() {
    const { items } = await (await desk.ask("/api/v1/analyses")).json();
    const now = JSON.stringify(items);
    if (now === last) return;
    last = now;
    at("analyses").replaceChildren(...items.map(row));
    if (!items.length) at("analyses").append(made("p", "soft", say("还没有录像。", "Nothing yet.")));
  }

  list().catch((error) => tell(error.message, true));
  setInterval(() => document.hidden || list().catch(() => {}), POLL_MS);
});
