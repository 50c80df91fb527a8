// What a reviewer says of the flag before them: asks for the reason where one is needed, and hands the steps to the outbox.
class Deciding {
  constructor(page) {
    this.page = page;
    this.drafts = new Map(); // case -> payload of what was taken back or refused
  }

  get chooser() {
    return this.page.stage.querySelector(".choose:not([hidden])");
  }

  // A step by its name; "yes" is whichever of the two there is.
  act(action) {
    const { item } = this.page;
    if (!item || this.page.loading || item.querySelector(".decided")) return true;
    const wanted = action === "yes" ? ["confirm", "advise"] : [action];
    const button = wanted.map((name) => item.querySelector(`.verdicts [data-do="${name}"]`)).find((one) => one && !one.disabled);
    if (!button) return this.barred(wanted);
    const panel = item.querySelector(`.choose[data-for="${button.dataset.do}"]`);
    if (!panel) this.decide(button.dataset.do);
    else if (panel.hidden) this.ask(panel);
    else this.close();
    return true;
  }

  barred(wanted) {
    const against = wanted.includes("confirm") && this.page.item.querySelector(".against");
    desk.toast(against ? against.innerText : desk.say("这里没有这一步", "There is no such step here"), { bad: true });
    return true;
  }

  ask(panel) {
    this.close();
    panel.hidden = false;
    panel.querySelector("textarea")?.focus();
    panel.scrollIntoView({ block: "nearest" });
  }

  close() {
    if (this.chooser) this.chooser.hidden = true;
    this.page.stage.focus({ preventScroll: true });
  }

  // All of the kind, or none of them.
  tick() {
    const boxes = [...this.page.stage.querySelectorAll(".alike input")];
    const every = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !every;
    this.ticked();
    return true;
  }

  ticked() {
    const boxes = [...this.page.stage.querySelectorAll(".alike input")];
    this.page.stage.querySelector(".every")?.setAttribute("aria-pressed", String(boxes.every((box) => box.checked)));
  }

  decide(action, value) {
    const { item, outbox } = this.page;
    const payload = this.payload(action, value);
    if (!payload) return;
    performance.mark("review-decided");
    const at = this.page.row_of(item.dataset.case);
    this.drafts.delete(item.dataset.case);
    outbox.hold(this.steps(action, payload), this.words(action, value));
    this.page.next(Math.max(at, 0));
  }

  payload(action, value) {
    const field = (name) => this.chooser?.querySelector(`[name="${name}"]`)?.value.trim() || "";
    if (action === "dismiss") return { reason: value, note: field("note") };
    if (action === "merge") return { into: value };
    if (action !== "advise") return {};
    if (!field("text")) desk.toast(desk.say("请写明提醒了什么", "Say what was said"), { bad: true });
    return field("text") ? { text: field("text") } : null;
  }

  // This one, and those of its kind that are ticked; each is a step of its own.
  steps(action, payload) {
    const { item } = this.page;
    const title = desk.say(item.dataset.title, item.dataset.titleEn);
    const step = (id, { version, seen }) => ({ case: id, action, payload, title, version: Number(version), seen: seen.split(" ").filter(Boolean) });
    const ticked = [...item.querySelectorAll(".alike input:checked")].filter((box) => box.value !== payload.into);
    return [step(item.dataset.case, item.dataset), ...ticked.map((box) => step(box.value, box.dataset))];
  }

  words(action, value) {
    const [zh, en] = { confirm: ["已确认", "Confirmed"], dismiss: ["已排除", "Dismissed"], merge: ["已并入", "Merged"], advise: ["已提醒办结", "Advised"] }[action];
    const reason = action === "dismiss" && this.chooser?.querySelector(`[data-value="${value}"]`);
    const because = (tongue) => (reason ? ` · ${reason.querySelector(`.${tongue}`).textContent}` : "");
    return { zh: zh + because("zh"), en: en + because("en") };
  }

  undo(batch) {
    const taken = this.page.outbox.undo(batch);
    if (taken.length) {
      for (const step of taken) this.drafts.set(step.case, step.payload);
      this.page.show(taken[0].case);
    } else desk.toast(desk.say("没有可以撤销的; 已提交的在案件页处理", "Nothing to take back; what is on record is handled as a case"));
    return true;
  }

  // What was typed for this flag before is in its fields again.
  fill(item) {
    const draft = this.drafts.get(item.dataset.case) || {};
    for (const [name, text] of Object.entries(draft))
      for (const field of item.querySelectorAll(`.choose [name="${name}"]`)) field.value = text;
  }
}
