// Decisions that are taken back within ten seconds never leave the browser: they wait here, in its storage, and are then
// sent, or at once when the page goes. What a crash left behind is sent when the page is opened again.
// One step a case; a batch shares its `batch`. What was sent and not answered is asked after, never sent blindly again.
class Outbox {
  static HOLD_MS = 10_000;
  static LOST_MS = 15_000; // past its time by so much, nobody else is going to send it
  static AGAIN_MS = [3_000, 10_000, 30_000];
  static QUIET = new Set(["review_overdue"]); // steps of the box that change nothing about what was seen

  // told: {changed(), sent(entry), refused(entry), expired(), stranger(login)}
  constructor(login, told) {
    this.login = login;
    this.told = told;
    this.place = `sunkitchen.review.${login}`;
    this.blocked = false; // until somebody logs in again
    this.page = Math.random().toString(36).slice(2);
    addEventListener("pagehide", () => this.leave());
    addEventListener("pageshow", (event) => event.persisted && this.tick(true));
    addEventListener("storage", (event) => event.key === this.place && this.told.changed());
    setInterval(() => this.tick(), 500);
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.place)) || [];
    } catch {
      return [];
    }
  }

  write(entries) {
    localStorage.setItem(this.place, JSON.stringify(entries));
    this.told.changed();
  }

  change(id, fields) {
    this.write(this.read().map((entry) => (entry.id === id ? { ...entry, ...fields } : entry)));
  }

  remove(id) {
    this.write(this.read().filter((entry) => entry.id !== id));
  }

  // Cases that are decided here, whatever the box says of them yet.
  get cases() {
    return new Set(this.read().filter((entry) => entry.state !== "refused").map((entry) => entry.case));
  }

  // steps: [{case, action, version, seen, payload, title}], decided as one.
  hold(steps, words) {
    const batch = `${this.page}-${Date.now()}`;
    const due = Date.now() + Outbox.HOLD_MS;
    const made = steps.map((step, n) => ({ ...step, id: `${batch}-${n}`, batch, due, words, state: "held", tries: 0, page: this.page }));
    this.write([...this.read(), ...made]);
    return batch;
  }

  // Takes back what was decided last, or a batch; gives its steps, none where it is too late.
  undo(batch = this.read().findLast((entry) => entry.state === "held" && entry.page === this.page)?.batch) {
    const entries = this.read();
    const taken = entries.filter((entry) => entry.batch === batch && entry.state === "held");
    if (taken.length) this.write(entries.filter((entry) => !taken.includes(entry)));
    return taken;
  }

  tick(all = false) {
    if (this.blocked) return;
    for (const entry of this.read()) if (this.ready(entry, all)) this.send(entry.id);
  }

  ready(entry, all) {
    const late = Date.now() - entry.due;
    if (entry.state === "held") return late >= 0 && (entry.page === this.page || late > Outbox.LOST_MS || all);
    if (entry.state === "left") return all || late > Outbox.LOST_MS;
    return entry.state === "sending" && entry.page !== this.page && (all || late > 4 * Outbox.LOST_MS);
  }

  // Another page of this browser may have taken it in the meantime.
  claim(id) {
    const entry = this.read().find((one) => one.id === id);
    if (!entry || (entry.state === "sending" && entry.page === this.page)) return null;
    const asked = entry.asked || entry.state !== "held";
    this.change(id, { state: "sending", page: this.page });
    return { ...entry, asked };
  }

  async send(id) {
    const entry = this.claim(id);
    if (!entry) return;
    try {
      if (entry.asked && (await this.stands(entry))) return this.gone(entry);
      await desk.post(this.address(entry), this.body(entry));
      this.gone(entry);
    } catch (error) {
      await this.failed(entry, error);
    }
  }

  gone(entry) {
    this.remove(entry.id);
    this.told.sent(entry);
  }

  address(entry) {
    return `/api/v1/cases/${entry.case}/${entry.action}`;
  }

  body(entry) {
    return { version: entry.version, evidence_seen: entry.seen, payload: entry.payload };
  }

  async failed(entry, error) {
    if (error.status === 401) return this.expire(entry);
    if (error.status === 409) return this.settle(entry, error);
    if (error.status && error.status < 500) return this.refuse(entry, error.message);
    const wait = Outbox.AGAIN_MS[Math.min(entry.tries, Outbox.AGAIN_MS.length - 1)];
    this.change(entry.id, { state: "held", due: Date.now() + wait, tries: entry.tries + 1, why: error.message, asked: true });
  }

  expire(entry) {
    this.blocked = true;
    this.change(entry.id, { state: "held", due: Date.now() });
    this.told.expired();
  }

  refuse(entry, why) {
    this.change(entry.id, { state: "refused", why });
    this.told.refused({ ...entry, why });
  }

  async look(entry) {
    return (await desk.ask(`/api/v1/cases/${entry.case}`)).json();
  }

  mine(entry, step) {
    return step.version > entry.version && step.actor === this.login && step.action === entry.action;
  }

  // Whether it is on record already: it was sent, and nobody heard the answer.
  async stands(entry) {
    return (await this.look(entry)).timeline.some((step) => this.mine(entry, step));
  }

  // The case has moved on: by this very step, by a deadline that passed meanwhile, or by somebody else, who is named.
  async settle(entry, error) {
    let found;
    try {
      found = await this.look(entry);
    } catch (other) {
      return this.failed(entry, other.status === 409 ? error : other);
    }
    const since = found.timeline.filter((step) => step.version > entry.version);
    if (since.some((step) => this.mine(entry, step))) return this.gone(entry);
    const quiet = since.length && since.every((step) => Outbox.QUIET.has(step.action));
    if (quiet && entry.tries < 3)
      return this.change(entry.id, { state: "held", due: Date.now(), version: found.version, tries: entry.tries + 1 });
    this.refuse(entry, who(since.findLast((step) => step.role !== "system")) || error.message);
  }

  // Somebody is logged in again: the same one, or nothing is sent in another's name.
  resume(login) {
    if (login !== this.login) return this.told.stranger(login);
    this.blocked = false;
    this.tick();
  }

  // The page goes: what is held goes now. The answer may never be heard, so it is asked after next time.
  leave() {
    if (this.blocked) return;
    const headers = { "Content-Type": "application/json" };
    const entries = this.read();
    const going = entries.filter((entry) => entry.state === "held" && entry.page === this.page);
    if (!going.length) return;
    const left = (entry) => (going.includes(entry) ? { ...entry, state: "left", due: Date.now() } : entry);
    localStorage.setItem(this.place, JSON.stringify(entries.map(left)));
    for (const entry of going)
      fetch(this.address(entry), { method: "POST", headers, body: JSON.stringify(this.body(entry)), keepalive: true }).catch(() => {});
  }
}

function who(step) {
  if (!step) return "";
  const at = new Date(step.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  return desk.say(`${at} ${step.actor} 已${step.name.zh}`, `${step.actor}: ${step.name.en}, ${at}`);
}
