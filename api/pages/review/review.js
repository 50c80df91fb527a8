// <review-desk>: shows flag after flag, the next one fetched ahead. Decisions go by review_deciding.js into the outbox,
// the queue is review_queue.js's, keys are review_keys.js's.
class ReviewDesk extends HTMLElement {
  static AHEAD = 2; // flags fetched before they are wanted

  connectedCallback() {
    this.stage = this.querySelector(".stage");
    this.aside = this.querySelector("aside");
    this.kept = new Map(); // case -> {version, html, pictures}: fetched ahead
    this.outbox = new Outbox(this.dataset.login, this.news());
    this.deciding = new Deciding(this);
    this.queue = new ReviewQueue(this, this.aside);
    this.keys = new ReviewKeys(this);
    this.tray = new Tray(this.querySelector(".tray"), this.outbox, {
      undo: (batch) => this.deciding.undo(batch),
      open: (entry) => this.open(entry),
      forget: (entries) => entries.forEach((entry) => this.outbox.remove(entry.id)),
    });
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("change", () => this.deciding.ticked());
    this.queue.read();
    this.outbox.tick(true);
    this.tray.draw();
    if (this.item && this.outbox.cases.has(this.item.dataset.case)) this.next();
    else this.arrived();
  }

  disconnectedCallback() {
    this.keys.stop();
    this.queue.stop();
  }

  news() {
    return {
      changed: () => (this.tray?.draw(), this.queue?.mark()),
      sent: (entry) => (this.tray.sent(entry), this.queue.soon()),
      refused: (entry) => this.refused(entry),
      expired: () => this.expired(),
      stranger: (login) => this.stranger(login),
    };
  }

  get item() {
    return this.stage.querySelector(".item");
  }

  get viewer() {
    return this.stage.querySelector("picture-viewer");
  }

  // Whether another flag was asked for than the one that is to be seen: nothing is decided meanwhile.
  get loading() {
    return this.wanted !== undefined && this.wanted !== this.item?.dataset.case;
  }

  row_of(id) {
    return this.queue.rows.findIndex((row) => row.dataset.case === id);
  }

  clicked(event) {
    const target = event.target.closest("a, button");
    if (!target || event.ctrlKey || event.metaKey) return;
    const row = target.closest("li[data-case]");
    if (row) return event.preventDefault(), void this.show(row.dataset.case);
    const { go, drawer, size, value, shot } = target.dataset;
    if (target.dataset.do) this.deciding.act(target.dataset.do);
    if (go) this.go(Number(go));
    if (drawer !== undefined) this.aside.classList.toggle("open");
    if (size) (this.queue.size = size), this.queue.poll();
    if (target.matches(".every")) this.deciding.tick();
    if (target.matches(".choose .close")) this.deciding.close();
    if (value !== undefined) this.deciding.decide(target.closest(".choose").dataset.for, value);
    if (shot !== undefined && target.closest(".strip-of-looks")) this.viewer.show(Number(shot));
  }

  async show(id) {
    this.aside.classList.remove("open");
    this.wanted = id;
    const kept = this.kept.get(id);
    if (!kept) this.stage.classList.add("waits");
    try {
      const found = kept || (await this.fetched(id));
      if (this.wanted === id) this.put(found.html);
    } catch (error) {
      if (this.wanted === id) this.missed(id, error);
    }
    this.stage.classList.remove("waits");
  }

  put(html) {
    this.stage.innerHTML = html;
    this.stage.scrollTop = 0;
    history.replaceState(null, "", `/review?case=${this.item.dataset.case}`);
    this.arrived();
  }

  arrived() {
    this.queue.mark();
    this.queue.clocks();
    if (this.item) this.deciding.fill(this.item);
    if (!typing(document.activeElement) && !document.querySelector("dialog[open]")) this.stage.focus({ preventScroll: true });
    this.ahead();
  }

  async fetched(id) {
    const html = await (await desk.ask(`/review/cases/${id}`)).text();
    const [picture, looks] = [html.match(/<image href="([^"]+)"/), html.match(/background-image:url\(([^)]+)\)/)];
    const found = { html, version: html.match(/data-version="(\d+)"/)[1], pictures: [picture, looks].filter(Boolean).map(ahead) };
    this.kept.set(id, found);
    return found;
  }

  // The ones after this are fetched with their first pictures; what nobody needs any more is forgotten.
  async ahead() {
    const rows = this.queue.rows;
    const at = this.row_of(this.item?.dataset.case);
    const next = rows.slice(at + 1, at + 1 + ReviewDesk.AHEAD);
    const near = new Set([...next, ...rows.slice(Math.max(0, at - 1), at + 1)].map((row) => row.dataset.case));
    for (const id of this.kept.keys()) if (!near.has(id)) this.kept.delete(id);
    for (const row of next)
      if (this.kept.get(row.dataset.case)?.version !== row.dataset.version) await this.fetched(row.dataset.case).catch(() => {});
  }

  go(by) {
    const rows = this.queue.rows;
    const at = this.row_of(this.wanted ?? this.item?.dataset.case);
    const to = at < 0 ? rows[0] : rows[at + by];
    if (to) this.show(to.dataset.case);
    else desk.toast(by > 0 ? desk.say("这是最后一条", "This is the last one") : desk.say("这是第一条", "This is the first one"));
    return true;
  }

  // What comes after what was just decided: the row that took its place, else the first, else nothing is left.
  next(at = 0) {
    const row = this.queue.rows[at] || this.queue.rows[0];
    if (row) return this.show(row.dataset.case);
    this.over();
    this.queue.mark();
  }

  // Nothing is left; what was settled today is counted anew with every look at the queue.
  over() {
    this.wanted = undefined;
    const over = this.aside.querySelector(".over").cloneNode(true);
    over.hidden = false;
    this.stage.replaceChildren(over);
  }

  missed(id, error) {
    if (error.status === 401) return this.expired();
    if (error.status === 404) return this.left(id);
    const told = desk.made("div", "notice", error.message);
    const again = told.appendChild(desk.made("button", "btn", desk.say("再试一次", "Try again")));
    again.addEventListener("click", () => this.show(id));
    this.stage.replaceChildren(told);
  }

  // Somebody else was first: said where the buttons were. What was typed stays to be read.
  left(id, found) {
    this.kept.delete(id);
    const words = who(found?.timeline.findLast((step) => step.role !== "system")) || desk.say("这条已不在待复核中", "This one does not wait any more");
    desk.toast(words);
    if (this.item?.dataset.case !== id) return this.next();
    const told = desk.made("div", "warn decided", words);
    const on = told.appendChild(desk.made("button", "btn", desk.say("下一条", "Next")));
    on.type = "button";
    on.dataset.go = "1";
    this.item.querySelector(".verdicts, .decided").replaceWith(told);
  }

  refused(entry) {
    this.deciding.drafts.set(entry.case, entry.payload);
    desk.toast(desk.say(`没有提交: ${entry.why}`, `Not recorded: ${entry.why}`), { bad: true, ms: 8000 });
    this.queue.soon();
  }

  // A refused one is opened where it still waits, and as a case where somebody else decided it.
  open(entry) {
    if (!this.queue.of(entry.case)) return void window.open(`/cases/${entry.case}`, "_blank");
    this.outbox.remove(entry.id);
    this.show(entry.case);
  }

  // Whose session it is now: held decisions are sent in nobody else's name.
  is(login) {
    if (login !== this.dataset.login) return this.stranger(login);
    this.trouble();
    if (this.outbox.blocked) this.outbox.resume(login);
  }

  expired() {
    this.outbox.blocked = true;
    const words = desk.say("登录已过期; 您的决定和填写的内容都在。", "Your session is over; your decisions and what you typed are still here.");
    this.trouble(words, desk.say("在新页面登录", "Log in on a new page"));
  }

  stranger(login) {
    this.outbox.blocked = true;
    const mine = this.dataset.login;
    const words = desk.say(`现在登录的是 ${login}; 未提交的决定等 ${mine} 登录后再发。`, `${login} is logged in now; what is held waits for ${mine}.`);
    this.trouble(words, desk.say("换人登录", "Log in as another"));
  }

  trouble(words = "", link = "") {
    const told = this.querySelector(".trouble");
    if (told.dataset.told === words) return;
    told.dataset.told = told.textContent = words;
    told.hidden = !words;
    if (link) Object.assign(told.appendChild(desk.made("a", "btn", link)), { href: "/login", target: "_blank" });
  }

  help() {
    this.querySelector("dialog.keys").showModal();
    return true;
  }
}

const ahead = ([, address]) => Object.assign(new Image(), { src: address });

customElements.define("review-desk", ReviewDesk);
