// <picture-viewer> of viewer.py: one moment of several, its drawings on or off, near or far, and the film.
// It comes to life wherever it is put into a page. Keys work while it has the focus; key(event) lets a page pass more.
class PictureViewer extends HTMLElement {
  static STEP = 1.35;
  static NEAREST = 24; // times as large as the whole
  static OFF = "viewer.off"; // drawings that somebody took away, remembered in this browser

  connectedCallback() {
    this.view = this.querySelector(".view");
    this.planes = [...this.view.querySelectorAll("svg")];
    this.film = this.view.querySelector("video");
    this.touches = new Map();
    this.dataset.off = localStorage.getItem(PictureViewer.OFF) || "";
    this.at = Number(this.dataset.at);
    for (const plane of this.planes) plane.whole = plane.viewBox.baseVal && this.box(plane);
    this.addEventListener("click", (event) => this.clicked(event));
    this.addEventListener("keydown", (event) => this.key(event) && event.preventDefault());
    this.view.addEventListener("wheel", (event) => this.wheeled(event), { passive: false });
    this.view.addEventListener("dblclick", (event) => this.doubled(event));
    for (const name of ["pointerdown", "pointermove", "pointerup", "pointercancel"])
      this.view.addEventListener(name, (event) => this[name](event));
    this.sizes = new ResizeObserver(() => this.measured());
    this.sizes.observe(this.view);
    this.pressed();
    this.show(this.at);
  }

  disconnectedCallback() {
    this.sizes.disconnect();
  }

  get plane() {
    return this.planes[this.at];
  }

  // Which moment is before the others.
  show(number) {
    if (!this.planes[number]) return false;
    const film = this.film && !this.film.hidden;
    if (film) this.play(false);
    this.at = number;
    this.planes.forEach((plane, n) => plane.toggleAttribute("hidden", n !== number));
    const picture = this.plane.querySelector("image");
    if (picture.dataset.href) picture.setAttribute("href", picture.dataset.href);
    for (const button of this.querySelectorAll(".cut")) button.setAttribute("aria-pressed", button.dataset.shot === String(number));
    this.measured();
    return true;
  }

  // Takes drawings away or brings them back: one layer, or all of them.
  layer(name) {
    const off = new Set(this.dataset.off.split(" ").filter(Boolean));
    const all = ["boxes", "zone", "why"];
    if (name) off.has(name) ? off.delete(name) : off.add(name);
    const left = name ? [...off] : off.size ? [] : all;
    this.dataset.off = left.join(" ");
    localStorage.setItem(PictureViewer.OFF, this.dataset.off);
    this.pressed();
    return true;
  }

  pressed() {
    const off = this.dataset.off.split(" ");
    for (const button of this.querySelectorAll("[data-layer]"))
      button.setAttribute("aria-pressed", !off.includes(button.dataset.layer));
  }

  play(on = this.film?.hidden) {
    if (!this.film) return false;
    if (on && !this.film.src) this.film.src = this.film.dataset.src;
    this.film.hidden = !on;
    this.plane.toggleAttribute("hidden", on);
    on ? this.film.play().catch(() => {}) : this.film.pause();
    return true;
  }

  box(plane = this.plane) {
    const { x, y, width, height } = plane.viewBox.baseVal;
    return { x, y, width, height };
  }

  look({ x, y, width, height }) {
    const whole = this.plane.whole;
    const w = Math.min(width, whole.width);
    const h = Math.min(height, whole.height);
    const left = Math.max(0, Math.min(x, whole.width - w));
    const top = Math.max(0, Math.min(y, whole.height - h));
    this.plane.setAttribute("viewBox", `${left} ${top} ${w} ${h}`);
    this.plane.classList.toggle("near", w < whole.width);
    this.measured();
  }

  // How many of the picture's pixels one of the screen is: what is drawn keeps its size.
  measured() {
    const shown = this.plane.getBoundingClientRect();
    if (!shown.width) return;
    const { width, height } = this.box();
    this.plane.style.setProperty("--unit", Math.max(width / shown.width, height / shown.height));
  }

  // Nearer (factor above 1) or farther, about a point of the screen; the middle where none is named.
  zoom(factor, clientX, clientY) {
    const now = this.box();
    const whole = this.plane.whole;
    const width = Math.max(whole.width / PictureViewer.NEAREST, Math.min(whole.width, now.width / factor));
    const share = width / now.width;
    const fixed = clientX === undefined ? { x: now.x + now.width / 2, y: now.y + now.height / 2 } : this.point(clientX, clientY);
    const x = fixed.x - (fixed.x - now.x) * share;
    const y = fixed.y - (fixed.y - now.y) * share;
    this.look({ x, y, width, height: now.height * share });
    return true;
  }

  point(clientX, clientY) {
    const at = new DOMPoint(clientX, clientY).matrixTransform(this.plane.getScreenCTM().inverse());
    return { x: at.x, y: at.y };
  }

  whole() {
    this.look(this.plane.whole);
    return true;
  }

  // To the flagged head, in the picture's own shape; and back.
  head() {
    const whole = this.plane.whole;
    if (this.plane.classList.contains("near") || !this.plane.dataset.head) return this.whole();
    const [x, y, side] = this.plane.dataset.head.split(" ").map(Number);
    const height = Math.min(side * 1.5, whole.height);
    const width = (height * whole.width) / whole.height;
    this.look({ x: x + side / 2 - width / 2, y: y + side / 2 - height / 2, width, height });
    return true;
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { shot, layer, zoom } = button.dataset;
    if (shot !== undefined) this.show(Number(shot));
    if (layer) this.layer(layer);
    if (zoom === "in" || zoom === "out") this.zoom(zoom === "in" ? PictureViewer.STEP : 1 / PictureViewer.STEP);
    if (zoom === "head") this.head();
    if (zoom === "whole") this.whole();
    if ("film" in button.dataset) this.play();
  }

  wheeled(event) {
    if (!event.target.closest("svg")) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }

  doubled(event) {
    if (!event.target.closest("svg")) return;
    this.plane.classList.contains("near") ? this.whole() : this.zoom(3, event.clientX, event.clientY);
  }

  pointerdown(event) {
    if (!event.target.closest("svg") || event.button) return;
    this.touches.set(event.pointerId, [event.clientX, event.clientY]);
    if (this.touches.size > 1 || this.plane.classList.contains("near")) this.view.setPointerCapture(event.pointerId);
  }

  pointermove(event) {
    const before = this.touches.get(event.pointerId);
    if (!before) return;
    const now = [event.clientX, event.clientY];
    const other = [...this.touches].find(([id]) => id !== event.pointerId)?.[1];
    this.touches.set(event.pointerId, now);
    if (other) this.zoom(this.apart(now, other) / (this.apart(before, other) || 1), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    else this.pan(before, now);
  }

  apart([x, y], [u, v]) {
    return Math.hypot(x - u, y - v);
  }

  pan(before, now) {
    if (!this.plane.classList.contains("near")) return;
    const [from, to] = [this.point(...before), this.point(...now)];
    const box = this.box();
    this.look({ ...box, x: box.x + from.x - to.x, y: box.y + from.y - to.y });
  }

  pointerup(event) {
    this.touches.delete(event.pointerId);
  }

  pointercancel(event) {
    this.pointerup(event);
  }

  // Whether the key was one of the viewer's.
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
    const keys = {
      "+": () => this.zoom(PictureViewer.STEP),
      "=": () => this.zoom(PictureViewer.STEP),
      "-": () => this.zoom(1 / PictureViewer.STEP),
      0: () => this.whole(),
      z: () => this.head(),
      o: () => this.layer(),
      v: () => this.play(),
      ArrowLeft: () => this.show(this.at - 1) || true,
      ArrowRight: () => this.show(this.at + 1) || true,
    };
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (/^[1-9]$/.test(key)) return this.show(Number(key) - 1);
    return keys[key] ? keys[key]() : false;
  }
}

customElements.define("picture-viewer", PictureViewer);
