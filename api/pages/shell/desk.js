// What the scripts of all pages share: the switches in the head, sending to the interface, a word in passing.
const desk = (() => {
  const YEAR_S = 31536000;
  const TOLD = {
    expired: ["登录已过期; 请在新页面登录, 再回来提交。", "Your session is over: log in on a new page, then send again."],
    unreachable: ["连不上设备, 没有提交。", "The box cannot be reached; nothing was sent."],
  };

  // What the interface refused, in words.
  class Refused extends Error {
    constructor(message, status = 0) {
      super(message);
      this.status = status;
    }
  }

  const english = () => document.documentElement.dataset.lang === "en";
  const say = (zh, en) => (english() ? en : zh);

  function choose(name, value) {
    document.cookie = `${name}=${value};path=/;max-age=${YEAR_S};samesite=lax`;
  }

  async function reason(answer) {
    if (answer.status === 401) return say(...TOLD.expired);
    const problem = await answer.json().catch(() => ({}));
    const faults = (problem.errors || []).map((fault) => `${fault.field}: ${fault.message}`);
    const words = english() ? [problem.detail] : [problem.zh, problem.detail];
    return [...words, ...faults].filter(Boolean).join(" ") || String(answer.status);
  }

  // Ask the interface; what it refuses is thrown as Refused, with words for people.
  async function ask(address, options = {}) {
    let answer;
    try {
      answer = await fetch(address, options);
    } catch {
      throw new Refused(say(...TOLD.unreachable));
    }
    if (!answer.ok) throw new Refused(await reason(answer), answer.status);
    return answer;
  }

  function post(address, body, options = {}) {
    const headers = { "Content-Type": "application/json" };
    return ask(address, { method: "POST", headers, body: JSON.stringify(body), ...options });
  }

  // A word in passing, at the foot of the page; `action` is [label, function], `ms` how long it stays.
  function toast(text, { action, ms = 4000, bad = false } = {}) {
    const host = document.querySelector(".toasts") || document.body.appendChild(made("div", "toasts"));
    host.setAttribute("role", "status");
    const note = host.appendChild(made("div", bad ? "toast bad" : "toast", text));
    const gone = () => note.remove();
    if (action) {
      const button = note.appendChild(made("button", "", action[0]));
      button.type = "button";
      button.addEventListener("click", () => (gone(), action[1]()));
    }
    setTimeout(gone, ms);
    return gone;
  }

  function made(tag, looks, text = "") {
    const element = document.createElement(tag);
    if (looks) element.className = looks;
    element.textContent = text;
    return element;
  }

  // Calls back once for every element of a kind, now and whenever one comes: pages are built after their scripts ran.
  function each(selector, done) {
    const known = new WeakSet();
    const look = () => {
      for (const element of document.querySelectorAll(selector)) {
        if (!known.has(element)) known.add(element), done(element);
      }
    };
    new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
    look();
  }

  const typed = () => document.querySelector("[data-typed]") !== null;
  document.addEventListener("input", (event) => event.target.form?.setAttribute("data-typed", ""));

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (!button) return;
    const root = document.documentElement;
    const name = button.dataset.choose;
    const value = name === "lang" ? (english() ? "zh" : "en") : root.dataset.theme === "dark" ? "light" : "dark";
    choose(name, value);
    root.dataset[name] = value;
    if (!typed()) location.reload(); // plots and options are written by the server
  });

  addEventListener("load", () => {
    document.documentElement.lang = say("zh-CN", "en"); // Quasar writes its own there when it starts
    document.querySelector(".head nav .on")?.scrollIntoView({ inline: "center", block: "nearest" });
  });

  return { Refused, ask, each, english, made, post, reason, say, toast };
})();
