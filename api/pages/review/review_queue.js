// The queue beside the picture: asked for every few seconds, so that what came is there and what others decided is not.
class ReviewQueue {
  static POLL_MS = 4_000;

  constructor(page, host) {
    this.page = page;
    this.host = host;
    this.size = 50;
    this.skew_ms = 0; // the box's clock less ours
    this.timers = [setInterval(() => this.poll(), ReviewQueue.POLL_MS), setInterval(() => this.clocks(), 1000)];
    addEventListener("focus", () => this.poll());
  }

  stop() {
    this.timers.forEach(clearInterval);
  }

  get all() {
    return [...this.host.querySelectorAll("li[data-case]")];
  }

  // As it stands, less what is decided here already.
  get rows() {
    return this.all.filter((row) => !row.hidden);
  }

  // The row that stands for a case, perhaps as one of a kind.
  of(id) {
    return this.all.find((row) => row.dataset.case === id || row.dataset.same.split(" ").includes(id));
  }

  async poll() {
    if (document.hidden || this.polling) return;
    this.polling = true;
    try {
      const html = await (await desk.ask(`/review/waiting?size=${this.size}`)).text();
      this.host.querySelector(".waiting").outerHTML = html;
      this.read();
      this.heard();
    } catch (error) {
      if (error.status === 401) this.page.expired();
      else this.page.trouble(error.message);
    } finally {
      this.polling = false;
    }
  }

  soon() {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.poll(), 400);
  }

  read() {
    const { at, total, login } = this.host.querySelector(".waiting").dataset;
    this.skew_ms = Date.parse(at) - Date.now();
    this.total = Number(total);
    this.page.is(login);
    this.mark();
    this.clocks();
  }

  // What is decided here is hidden, the one before the reviewer marked; everybody sees how many are left.
  mark() {
    const decided = this.page.outbox.cases;
    let hidden = 0;
    for (const row of this.all) {
      const same = row.dataset.same.split(" ").filter(Boolean);
      hidden += [row.dataset.case, ...same].filter((id) => decided.has(id)).length;
      this.dress(row, decided, same.filter((id) => !decided.has(id)).length);
    }
    const left = Math.max(0, this.total - hidden);
    for (const count of this.page.querySelectorAll(".count")) count.textContent = left;
    document.title = `${left ? `(${left}) ` : ""}${document.title.replace(/^\(\d+\) /, "")}`;
  }

  dress(row, decided, same) {
    row.hidden = decided.has(row.dataset.case);
    const link = row.querySelector("a");
    const here = row.dataset.case === this.page.item?.dataset.case;
    here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    const plus = row.querySelector(".plus");
    if (plus) Object.assign(plus, { textContent: `+${same}`, hidden: !same });
  }

  // Whether the one before the reviewer is still theirs to decide, and as it was.
  heard() {
    const { item } = this.page;
    if (!item) return this.rows.length ? this.page.next() : this.page.over();
    const row = this.of(item.dataset.case);
    if (!row) this.check(item.dataset.case);
    else if (row.dataset.case === item.dataset.case && row.dataset.version !== item.dataset.version) this.moved(item.dataset.case);
    this.page.ahead();
  }

  // The box noted something, such as a deadline: the same pictures with another number. Nothing is moved under a hand.
  async moved(id) {
    const busy = () => this.page.item?.dataset.case !== id || this.page.deciding.chooser || this.page.stage.querySelector(".alike :checked");
    this.page.kept.delete(id);
    if (busy()) return;
    const found = await this.page.fetched(id).catch(() => null);
    if (found && !busy()) this.page.put(found.html);
  }

  async check(id) {
    if (this.page.item.querySelector(".decided")) return;
    const found = await desk.ask(`/api/v1/cases/${id}`).then((answer) => answer.json()).catch(() => null);
    if (found && found.state !== "pending_review") this.page.left(id, found);
  }

  // Deadlines, by the box's clock.
  clocks() {
    const now = Date.now() + this.skew_ms;
    for (const clock of this.page.querySelectorAll(".due")) {
      const left_s = Math.round((Date.parse(clock.dataset.due) - now) / 1000);
      const words = short(Math.abs(left_s));
      clock.textContent = left_s > 0 ? desk.say(`还剩 ${words}`, `${words} left`) : desk.say(`逾期 ${words}`, `${words} late`);
      clock.classList.toggle("late", left_s <= 0);
      clock.classList.toggle("near", left_s > 0 && left_s < 120);
    }
  }
}

function short(whole_s) {
  const [hours, minutes, rest_s] = [Math.floor(whole_s / 3600), Math.floor(whole_s / 60) % 60, whole_s % 60];
  if (hours >= 48) return desk.say(`${Math.floor(hours / 24)} 天`, `${Math.floor(hours / 24)} d`);
  const pad = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${pad(minutes)}:${pad(rest_s)}` : `${minutes}:${pad(rest_s)}`;
}
