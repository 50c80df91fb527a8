// What was just decided, at the foot of the page: counts its ten seconds down, can be taken back, says what became of it.
class Tray {
  static SENT_MS = 1_600;

  // does: {undo(batch), open(entry), forget(entries)}
  constructor(host, outbox, does) {
    Object.assign(this, { host, outbox, does });
    this.sizes = new Map(); // of batches
    setInterval(() => this.count(), 250);
  }

  // Lines are kept while their words are the same: what somebody is about to press does not move.
  draw() {
    const lines = new Map();
    for (const [batch, entries] of this.batches()) lines.set(batch, this.line(batch, entries));
    for (const old of [...this.host.children]) if (!old.dataset.sent && !lines.has(old.dataset.batch)) old.remove();
    for (const [batch, line] of lines) {
      const old = this.of(batch);
      if (!old) this.host.append(line);
      else if (old.dataset.told !== line.dataset.told) old.replaceWith(line);
    }
    this.count();
  }

  of(batch) {
    return [...this.host.children].find((line) => line.dataset.batch === batch);
  }

  batches() {
    const found = new Map();
    for (const entry of this.outbox.read()) {
      const key = entry.state === "refused" ? `${entry.batch} refused` : entry.batch;
      found.set(key, [...(found.get(key) || []), entry]);
    }
    for (const [batch, entries] of found) this.sizes.set(batch, Math.max(entries.length, this.sizes.get(batch) || 0));
    return found;
  }

  line(batch, entries) {
    const refused = entries[0].state === "refused";
    const line = desk.made("div", refused ? "held refused" : "held");
    line.dataset.batch = batch;
    const words = line.appendChild(desk.made("p"));
    words.append(desk.made("b", "", this.heading(batch, entries)), desk.made("span", "", entries[0].title));
    const why = entries.find((entry) => entry.why)?.why;
    if (why) words.append(desk.made("span", "why", why));
    line.append(...(refused ? this.answers(entries) : this.undoing(batch, entries)));
    line.dataset.told = line.textContent;
    return line;
  }

  heading(batch, entries) {
    const { words, state } = entries[0];
    const name = desk.say(words.zh, words.en);
    const many = this.sizes.get(batch);
    if (state === "refused") return desk.say(`没有提交: ${name}`, `Not recorded: ${name}`);
    if (entries.some((entry) => entry.tries)) return desk.say(`正在重试: ${name}`, `Trying again: ${name}`);
    if (many === 1) return name;
    const sent = many - entries.length;
    return sent ? `${name} ${sent}/${many}` : desk.say(`${name} · ${many} 条`, `${name}, ${many} flags`);
  }

  undoing(batch, entries) {
    if (!entries.some((entry) => entry.state === "held" && !entry.asked)) return [desk.made("span", "wait")];
    const button = this.button(desk.say("撤销", "Undo"), () => this.does.undo(batch));
    button.append(desk.made("kbd", "", "U"));
    const left = desk.made("i", "left");
    left.dataset.due = Math.max(...entries.map((entry) => entry.due));
    return [button, left];
  }

  answers(entries) {
    return [
      this.button(desk.say("看这条", "Show it"), () => this.does.open(entries[0])),
      this.button(desk.say("知道了", "All right"), () => this.does.forget(entries)),
    ];
  }

  button(words, then) {
    const button = desk.made("button", "", words);
    button.type = "button";
    button.addEventListener("click", then);
    return button;
  }

  count() {
    for (const left of this.host.querySelectorAll(".left")) {
      const rest_ms = Math.max(0, Number(left.dataset.due) - Date.now());
      left.textContent = Math.ceil(rest_ms / 1000);
      left.style.setProperty("--left", rest_ms / Outbox.HOLD_MS);
    }
  }

  // A word that it is on record now; a batch says it once, at its end.
  sent(entry) {
    if (this.outbox.read().some((one) => one.batch === entry.batch)) return;
    const many = this.sizes.get(entry.batch) || 1;
    const line = desk.made("div", "held sent", desk.say(`已记录${many > 1 ? ` ${many} 条` : ""}`, `On record${many > 1 ? `: ${many}` : ""}`));
    line.dataset.sent = "yes";
    this.host.append(line);
    setTimeout(() => line.remove(), Tray.SENT_MS);
  }
}
