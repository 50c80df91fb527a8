// Draws outlines on a picture and lets people move them: mouse, finger and keys. Knows nothing of cameras.
const drawing = (svg, told) => {
  const WIDE = 1600;
  const STEP = 0.004;
  const FAR = 5;
  const GRIP_PX = 8;
  const REACH_PX = 20;
  let high = 900;
  let shapes = [];
  let chosen = null;
  let draft = null;

  const make = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  };
  const px = (count) => (count * WIDE) / (svg.clientWidth || 800);
  const written = (points) => points.map(([x, y]) => `${x * WIDE},${y * high}`).join(" ");

  function place(event) {
    const box = svg.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map(outline.clamp);
  }

  function shapeOf(shape) {
    const bad = outline.fault(shape.points) ? " bad" : "";
    const looks = `shape ${shape.kind}${shape.key === chosen ? " on" : ""}${bad}`;
    const area = make("polygon", { points: written(shape.points), class: looks, tabindex: 0, role: "button", "aria-label": shape.label });
    area.addEventListener("click", () => draft || told.choose(shape.key));
    area.addEventListener("keydown", (event) => keyOnShape(event, shape));
    const x = outline.middle(shape.points)[0];
    const top = Math.min(...shape.points.map((point) => point[1]));
    const name = make("text", { x: x * WIDE, y: top * high + px(18), class: "name", "font-size": px(13) });
    name.textContent = shape.label;
    return [area, name];
  }

  function keyOnShape(event, shape) {
    const by = moved(event);
    if (event.key === "Enter" || event.key === " ") told.choose(shape.key);
    else if (event.key === "Delete") told.drop(shape.key);
    else if (by) told.change(shape.key, shape.points.map((point) => shifted(point, by)), `shape`);
    else return;
    event.preventDefault();
  }

  function moved(event) {
    const far = STEP * (event.shiftKey ? FAR : 1);
    return { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
  }
  const shifted = (point, by) => point.map((value, i) => outline.clamp(value + by[i]));

  function gripOf(shape, at) {
    const [x, y] = shape.points[at];
    const label = desk.say(`点 ${at + 1}`, `Point ${at + 1}`);
    const grip = make("circle", { cx: x * WIDE, cy: y * high, r: px(GRIP_PX), class: "grip", tabindex: 0, role: "button", "aria-label": label, "data-at": at });
    const reach = make("circle", { cx: x * WIDE, cy: y * high, r: px(REACH_PX), class: "reach" });
    [grip, reach].forEach((circle) => circle.addEventListener("pointerdown", (event) => drag(event, shape, at)));
    grip.addEventListener("keydown", (event) => keyOnGrip(event, shape, at));
    return [reach, grip];
  }

  function keyOnGrip(event, shape, at) {
    const by = moved(event);
    if (event.key === "Delete" || event.key === "Backspace") told.change(shape.key, shape.points.filter((_, i) => i !== at), `${at ? at - 1 : 0}`);
    else if (by) told.change(shape.key, replaced(shape.points, at, shifted(shape.points[at], by)), `${at}`);
    else return;
    event.preventDefault();
  }
  const replaced = (points, at, point) => points.map((one, i) => (i === at ? point : one));

  function drag(event, shape, at) {
    event.preventDefault();
    const polygon = svg.querySelector(".shape.on");
    const circles = [...svg.querySelectorAll("circle")].filter((one) => Math.hypot(one.getAttribute("cx") - shape.points[at][0] * WIDE, one.getAttribute("cy") - shape.points[at][1] * high) < 1);
    let points = shape.points;
    const follow = (next) => {
      points = replaced(shape.points, at, place(next));
      polygon.setAttribute("points", written(points));
      circles.forEach((one) => (one.setAttribute("cx", points[at][0] * WIDE), one.setAttribute("cy", points[at][1] * high)));
    };
    const done = () => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", done);
      removeEventListener("pointercancel", done);
      if (points !== shape.points) told.change(shape.key, points, `${at}`);
    };
    addEventListener("pointermove", follow);
    addEventListener("pointerup", done);
    addEventListener("pointercancel", done);
  }

  // Between two points: one more.
  function plusOf(shape, at) {
    const [a, b] = [shape.points[at], shape.points[(at + 1) % shape.points.length]];
    const half = [0, 1].map((i) => outline.clamp((a[i] + b[i]) / 2));
    const plus = make("circle", { cx: half[0] * WIDE, cy: half[1] * high, r: px(5), class: "plus" });
    plus.addEventListener("click", () => told.change(shape.key, [...shape.points.slice(0, at + 1), half, ...shape.points.slice(at + 1)], `${at + 1}`));
    return plus;
  }

  function show(next, key, focus) {
    shapes = next;
    chosen = key;
    const one = shapes.find((shape) => shape.key === chosen);
    const grips = one && !draft ? one.points.flatMap((_, at) => gripOf(one, at)) : [];
    const pluses = one && !draft ? one.points.map((_, at) => plusOf(one, at)) : [];
    svg.replaceChildren(...shapes.flatMap(shapeOf), ...pluses, ...grips, ...(draft ? draftShapes() : []));
    if (focus === "shape") svg.querySelector(".shape.on")?.focus();
    else if (focus !== undefined) svg.querySelector(`.grip[data-at="${focus}"]`)?.focus();
  }

  function draftShapes() {
    const line = make("polyline", { points: written(draft), class: "draft" });
    return [line, ...draft.map(([x, y], i) => make("circle", { cx: x * WIDE, cy: y * high, r: px(i ? 5 : GRIP_PX), class: i ? "plus" : "grip first" }))];
  }

  function isFirst(point) {
    if (draft.length < 3) return false;
    const [x, y] = draft[0];
    return Math.hypot((point[0] - x) * WIDE, (point[1] - y) * high) < px(REACH_PX);
  }

  svg.addEventListener("click", (event) => {
    if (!draft) return;
    const point = place(event);
    if (isFirst(point)) close();
    else (draft.push(point), show(shapes, chosen), told.drawing(draft.length));
  });

  function close() {
    const points = draft;
    stop();
    told.drawn(points);
  }

  function stop() {
    draft = null;
    svg.classList.remove("busy");
  }

  addEventListener("keydown", (event) => {
    if (!draft || event.target.closest("input, select, textarea")) return;
    if (event.key === "Escape") (stop(), told.drawing(-1), show(shapes, chosen));
    else if (event.key === "Enter" && draft.length > 2) (event.preventDefault(), close());
    else if (event.key === "Backspace") (draft.pop(), show(shapes, chosen), told.drawing(draft.length));
  });
  addEventListener("resize", () => show(shapes, chosen));

  return {
    show,
    begin() {
      draft = [];
      svg.classList.add("busy");
      svg.focus({ preventScroll: true });
      told.drawing(0);
      show(shapes, chosen);
    },
    takeBack() {
      if (!draft?.length) return false;
      draft.pop();
      told.drawing(draft.length);
      show(shapes, chosen);
      return true;
    },
    sized(width, height) {
      high = (WIDE * height) / width;
      svg.setAttribute("viewBox", `0 0 ${WIDE} ${high}`);
      show(shapes, chosen);
    },
  };
};
