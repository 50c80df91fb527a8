// Asks whether the evidence is as it was and says so; sets and lifts holds; opens a pair of originals side by side.
(() => {
  const KINDS = {
    missing: ["缺失", "missing"],
    differs: ["被改动", "changed"],
    unknown: ["来历不明", "unknown"],
    unsigned: ["没有有效签名", "not signed"],
  };
  const told = (zh, en) => {
    const words = document.createDocumentFragment();
    for (const [tongue, text] of [["zh", zh], ["en", en]]) words.append(desk.made("span", tongue, text));
    return words;
  };

  async function verify(section) {
    const verdict = section.querySelector(".verdict");
    verdict.replaceChildren(desk.made("p", "wait"));
    verdict.firstChild.append(told("正在核验…", "Being verified…"));
    try {
      const answer = await desk.ask(section.dataset.verify);
      verdict.replaceChildren(...words(await answer.json()));
    } catch (error) {
      verdict.replaceChildren(desk.made("p", "verdict-bad", error.message));
    }
  }

  function words(found) {
    const head = desk.made("p", found.sound ? "verdict-good" : "verdict-bad");
    const wrong = found.findings.length;
    head.append(found.sound ? told("证据完整, 与记录一致", "Complete, and as it was recorded") : told(`有 ${wrong} 处不符`, `${wrong} things are not as they were`));
    const line = desk.made("p", "soft");
    const at = new Date(found.at).toLocaleTimeString("zh-CN", { hour12: false });
    const [zh, en] = found.removed ? [`, 按规定删除 ${found.removed} 个`, `, ${found.removed} deleted on record`] : ["", ""];
    const by = found.key ? [`, 签名有效 (公钥 ${found.key.slice(0, 8)}…)`, `, signed (key ${found.key.slice(0, 8)}…)`] : ["", ""];
    line.append(told(`${at}: ${found.files} 个文件${zh}, ${found.links} 条链接${by[0]}`, `${at}: ${found.files} files${en}, ${found.links} links${by[1]}`));
    return [head, line, ...found.findings.map(finding)];
  }

  function finding(one) {
    const line = desk.made("p", "finding");
    line.append(told(...(KINDS[one.kind] || [one.kind, one.kind])), desk.made("code", "", one.path));
    return line;
  }

  // Both originals for one reason; each is noted before it leaves the box. Drawn, for nothing of them is to be kept.
  async function open(form) {
    const alert = form.querySelector("[role=alert]");
    alert.textContent = "";
    const body = new URLSearchParams(new FormData(form));
    try {
      for (const figure of form.closest(".compare").querySelectorAll("[data-original]")) {
        const answer = await desk.ask(figure.dataset.original, { method: "POST", body });
        draw(figure, await createImageBitmap(await answer.blob()));
      }
      form.hidden = true;
    } catch (error) {
      alert.textContent = error.message;
    }
  }

  function draw(figure, picture) {
    const canvas = desk.made("canvas");
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", figure.querySelector("img").alt);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    figure.querySelector("img").replaceWith(canvas);
  }

  async function hold(form) {
    const [alert, button] = [form.querySelector("[role=alert]"), form.querySelector("button")];
    button.disabled = true;
    try {
      await desk.ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      location.reload();
    } catch (error) {
      alert.textContent = error.message;
      button.disabled = false;
    }
  }

  // The moment that is looked at is the one whose original is opened, in a tab of its own.
  function turn(form) {
    const originals = form.closest(".originals");
    const at = originals?.parentElement.querySelector(".cut[aria-pressed=true]")?.dataset.shot || 0;
    if (originals) form.action = `${originals.dataset.of.split(" ")[at]}/original`;
  }

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form.ask")) turn(event.target);
    const deed = event.target.matches("form.hold") ? hold : event.target.matches("form.pair") ? open : null;
    if (!deed) return;
    event.preventDefault();
    deed(event.target);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".again")) verify(event.target.closest("[data-verify]"));
  });
  desk.each("[data-verify]", verify);
})();
