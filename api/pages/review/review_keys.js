// Keys of the review page. Nothing is taken from somebody who types, and nothing that the browser uses with Ctrl or Alt.
class ReviewKeys {
  constructor(page) {
    this.page = page;
    this.listener = (event) => this.pressed(event) && event.preventDefault();
    document.addEventListener("keydown", this.listener);
  }

  stop() {
    document.removeEventListener("keydown", this.listener);
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false;
    if (document.querySelector("dialog[open]")) return false;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (typing(event.target)) return this.typed(event, key);
    if (this.page.deciding.chooser) return this.chosen(event, key);
    return this.moved(event, key);
  }

  // In a field there is Escape, and Enter: of a line that goes on to the digits, of a statement it sends.
  typed(event, key) {
    const panel = event.target.closest(".choose");
    if (key === "Escape") event.target.blur();
    if (key === "Escape") return panel !== null;
    if (key !== "Enter" || !panel || event.shiftKey) return false;
    event.target.blur();
    if (event.target.tagName === "TEXTAREA") panel.querySelector("[data-value]").click();
    return true;
  }

  chosen(event, key) {
    if (key === "Escape") return this.page.deciding.close(), true;
    const digit = this.page.deciding.chooser.querySelector(`[data-digit="${CSS.escape(key)}"]`);
    if (digit) digit.click();
    if (digit) return true;
    const another = { n: "dismiss", m: "merge" }[key];
    if (another) return this.page.deciding.act(another);
    if (key === "u") return this.page.deciding.undo();
    return false;
  }

  moved(event, key) {
    if (key === "Enter") return resting(event.target) && this.page.deciding.act("yes");
    const keys = {
      y: () => this.page.deciding.act("yes"),
      n: () => this.page.deciding.act("dismiss"),
      m: () => this.page.deciding.act("merge"),
      u: () => this.page.deciding.undo(),
      x: () => this.page.deciding.tick(),
      j: () => this.page.go(1),
      k: () => this.page.go(-1),
      ArrowDown: () => this.page.go(1),
      ArrowUp: () => this.page.go(-1),
      "?": () => this.page.help(),
    };
    if (keys[key]) return event.repeat ? true : keys[key]();
    return this.page.viewer?.key(event) || false;
  }
}

const typing = (target) => target.isContentEditable || target.matches?.("textarea, select, input:not([type=checkbox])");
// Enter on a link or button is the button's.
const resting = (target) => !target.closest?.("a, button, summary, label, input");
