// Setting a camera up: what is drawn, what each zone asks for, the test of its address, saving. All checks are the box's; what can be said at once is said here.
addEventListener("load", () => {
  const root = document.getElementById("setup");
  if (!root) return;
  const sheet = JSON.parse(root.dataset.sheet);
  const choices = JSON.parse(root.dataset.choices);
  const attributes = JSON.parse(root.dataset.words);
  const at = (id) => document.getElementById(id);
  const { say, made } = desk;
  const DEMANDS = { must: ["必须", "must"], should: ["应当", "should"], none: ["不要求", "not asked"] };
  const BARRED = ["法律不许摄像头看这里（公共安全视频图像信息系统管理条例 第八条）：请把摄像头转开", "The law forbids a camera to look here: turn it away"];

  let draft = { zones: sheet.zones, masks: sheet.privacy_masks };
  let chosen = null;
  let kind = null;
  const past = [];

  const copy = (value) => JSON.parse(JSON.stringify(value));
  const remember = () => (past.push(copy(draft)), root.setAttribute("data-typed", ""));
  const kindOf = (id) => choices.kinds.find((one) => one.id === id) || { zh: id, en: id, requires: {} };
  const site = () => at("site").value;
  const place = () => choices.places.find((one) => one.id === site());
  const zoneName = (zone) => `${say(kindOf(zone.kind).zh, kindOf(zone.kind).en)}`;

  // Everything that is drawn, as one list: keys are "zone 0", "rte 0", "mask 1".
  function shapes() {
    const zones = draft.zones.flatMap((zone, i) => [
      { key: `zone ${i}`, kind: "zone", points: zone.polygon, label: `${i + 1} ${zoneName(zone)}` },
      ...(zone.rte_roi ? [{ key: `rte ${i}`, kind: "rte", points: zone.rte_roi, label: say(`${i + 1} 即食区`, `${i + 1} food`) }] : []),
    ]);
    return [...zones, ...draft.masks.map((points, i) => ({ key: `mask ${i}`, kind: "mask", points, label: say("隐私区", "Privacy") }))];
  }
  const parted = (key) => (key ? [key.split(" ")[0], Number(key.split(" ")[1])] : [null, null]);
  const zoneChosen = () => {
    const [what, i] = parted(chosen);
    return what === "zone" || what === "rte" ? draft.zones[i] : null;
  };

  const board = drawing(at("drawn"), {
    choose: (key) => ((chosen = key), show()),
    change(key, points, focus) {
      if (points.length < 3) return desk.toast(say("至少要三个点；要删就删整个区域。", "Three points at least; delete the whole instead."), { bad: true });
      remember();
      put(key, points);
      show(focus);
    },
    drop: (key) => ((chosen = key), drop()),
    drawing(points) {
      at("hint").textContent = points < 0 ? "" : points < 3
        ? say(`在画面上依次点出边界：已有 ${points} 个点。Esc 取消，退格撤一点。`, `Click round the area: ${points} points. Esc stops, Backspace takes one back.`)
        : say("点第一个点或按回车合上。", "Click the first point, or press Enter, to close it.");
    },
    drawn(points) {
      remember();
      add(kind, points);
      at("hint").textContent = "";
      show();
    },
  });

  function put(key, points) {
    const [what, i] = parted(key);
    if (what === "zone") draft.zones[i].polygon = points;
    else if (what === "rte") draft.zones[i].rte_roi = points;
    else draft.masks[i] = points;
  }

  function freeId() {
    const base = sheet.id || at("id")?.value.trim() || "camera";
    let n = 1;
    while (draft.zones.some((zone) => zone.id === `${base}-Z${n}`)) n += 1;
    return `${base}-Z${n}`;
  }

  function add(what, points) {
    if (what === "zone") chosen = `zone ${draft.zones.push({ id: freeId(), kind: "deli_counter", merchant: null, polygon: points, rte_roi: null, schedule: null, max_people: null, closed: null, requires: {} }) - 1}`;
    else if (what === "mask") chosen = `mask ${draft.masks.push(points) - 1}`;
    else {
      const [, i] = parted(chosen);
      draft.zones[i].rte_roi = points;
      chosen = `rte ${i}`;
    }
  }

  function drop() {
    const [what, i] = parted(chosen);
    if (!what) return;
    remember();
    if (what === "zone") draft.zones.splice(i, 1);
    else if (what === "rte") draft.zones[i].rte_roi = null;
    else draft.masks.splice(i, 1);
    chosen = what === "rte" ? `zone ${i}` : null;
    show();
  }

  function begin(what) {
    if (what === "rte" && !zoneChosen()) return desk.toast(say("先选一个区域：即食区画在它里面。", "Choose a zone first: food lies in it."), { bad: true });
    kind = what;
    board.begin();
  }

  const TOOLS = {
    zone: () => begin("zone"),
    mask: () => begin("mask"),
    rte: () => begin("rte"),
    box() {
      remember();
      add("zone", [[0.35, 0.35], [0.65, 0.35], [0.65, 0.65], [0.35, 0.65]]);
      show("0");
    },
    undo() {
      if (board.takeBack() || !past.length) return;
      draft = past.pop();
      chosen = null;
      show();
    },
    drop,
  };
  root.querySelectorAll("[data-tool]").forEach((button) => button.addEventListener("click", () => TOOLS[button.dataset.tool]()));

  // --- the list and the form of what is chosen ---

  function show(focus) {
    board.show(shapes(), chosen, focus);
    at("list").replaceChildren(...shapes().map(line));
    if (!shapes().length) at("list").append(made("p", "soft", say("还没有区域：至少画一个。", "Nothing drawn yet: a camera needs one zone.")));
    at("chosen").replaceChildren(...formOf(zoneChosen()));
  }

  function line(shape) {
    const button = made("button", `line ${shape.kind}${shape.key === chosen ? " on" : ""}`, shape.label);
    button.type = "button";
    const fault = outline.fault(shape.points);
    if (fault) button.append(made("small", "bad", say(...fault)));
    button.addEventListener("click", () => ((chosen = shape.key), show()));
    return button;
  }

  function field(words, input, change) {
    const label = made("label", "");
    label.append(made("span", "", say(...words)), input);
    input.addEventListener("change", () => (remember(), change(input.value), show()));
    return label;
  }

  function select(options, value) {
    const list = made("select", "");
    options.forEach(([id, name, off]) => {
      const option = list.appendChild(made("option", "", name));
      option.value = id;
      option.disabled = Boolean(off);
    });
    list.value = value;
    return list;
  }

  function text(value, extra = {}) {
    return Object.assign(made("input", ""), { value: value ?? "", ...extra });
  }

  function formOf(zone) {
    if (!zone) return [];
    const kinds = choices.kinds.map((one) => [one.id, say(one.zh, one.en) + (one.barred ? say("（不许）", " (forbidden)") : "")]);
    const stalls = [["", say("不属于哪个摊位", "nobody's")], ...place().merchants];
    return [
      field(["这里是", "It is a"], select(kinds, zone.kind), (value) => choose(zone, value)),
      field(["摊位", "Stall"], select(stalls, zone.merchant || ""), (value) => (zone.merchant = value || null)),
      field(["时段（空：随场所）", "Hours (empty: the site's)"], text(zone.schedule, { placeholder: place().hours || "05:30-18:30" }), (value) => (zone.schedule = value.trim() || null)),
      field(["最多几人（空：不限）", "People at most (empty: any)"], text(zone.max_people, { type: "number", min: 1, max: 100 }), (value) => (zone.max_people = value ? Number(value) : null)),
      field(["禁入时段（空：没有）", "Closed hours (empty: none)"], text(zone.closed, { placeholder: "22:00-05:00" }), (value) => (zone.closed = value.trim() || null)),
      ...asks(zone),
    ];
  }

  function choose(zone, value) {
    if (kindOf(value).barred) desk.toast(say(...BARRED), { bad: true, ms: 9000 });
    else zone.kind = value;
  }

  const ofKind = (zone, name) => kindOf(zone.kind).requires[site()]?.[name] || "none";
  const asked = (zone, name) => zone.requires[name] || ofKind(zone, name);

  function asks(zone) {
    const names = (demand) => choices.attributes.filter((name) => asked(zone, name) === demand).map((name) => say(attributes[name].zh, attributes[name].en));
    const [must, should] = [names("must"), names("should")];
    const words = [
      must.length ? say(`这里必须戴${must.join("、")}`, `Must be worn here: ${must.join(", ")}`) : say("这里不查着装", "Nothing must be worn here"),
      should.length ? say(`应当戴${should.join("、")}`, `should: ${should.join(", ")}`) : "",
    ];
    const rows = choices.attributes.map((name) => {
      const options = Object.entries(DEMANDS).map(([id, label]) => [id, say(...label) + (id === ofKind(zone, name) ? say("（默认）", " (default)") : "")]);
      return field([attributes[name].zh, attributes[name].en], select(options, asked(zone, name)), (value) => demand(zone, name, value));
    });
    const box = made("fieldset", "asks");
    box.append(made("legend", "", say("这个区域的要求", "What this zone asks for")), made("p", "sentence", words.filter(Boolean).join(say("；", "; ")) + say("。", ".")), ...rows);
    return [box];
  }

  function demand(zone, name, value) {
    if (value === ofKind(zone, name)) delete zone.requires[name];
    else zone.requires[name] = value;
  }

  // --- its address ---

  at("show").addEventListener("change", (event) => (at("url").type = event.target.checked ? "text" : "password"));
  at("site").addEventListener("change", () => show());

  at("try").addEventListener("click", async () => {
    const tried = at("tried");
    const id = sheet.id || at("id").value.trim() || "new-camera";
    at("try").disabled = true;
    tried.className = "wait";
    tried.textContent = say("正在连接，最多 15 秒…", "Connecting, 15 seconds at most…");
    try {
      const answer = await desk.post(`/api/v1/cameras/${encodeURIComponent(id)}/trial`, { url: at("url").value.trim() || null });
      if (!answer.headers.get("content-type").startsWith("image/")) throw dark(await answer.json());
      await see(await answer.blob());
      tried.className = "well";
      tried.textContent = say("连上了，这是它现在的画面（人脸已遮）。", "Connected: this is what it sees now, faces hidden.");
    } catch (error) {
      tried.className = "bad";
      tried.textContent = error.message;
    }
    at("try").disabled = false;
  });

  const dark = (why) => new desk.Refused(`${say(why.zh, why.en)} (${why.detail})`);

  // A data: address, for pages may load pictures from nowhere else than here.
  const see = (blob) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => ((at("seen").src = reader.result), at("seen").classList.remove("gone"), resolve());
    reader.readAsDataURL(blob);
  });
  const measured = () => at("seen").naturalWidth && board.sized(at("seen").naturalWidth, at("seen").naturalHeight);
  at("seen").addEventListener("load", measured);

  // --- saving ---

  async function send(method, body, query = "") {
    const id = sheet.id || at("id").value.trim();
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(id)) throw new desk.Refused(say("编号只能用字母、数字、点、横线和下划线。", "An id has letters, digits, dots, dashes and underscores only."));
    const options = { method, headers: { "Content-Type": "application/json" }, ...(body ? { body: JSON.stringify(body) } : {}) };
    return [id, await desk.ask(`/api/v1/cameras/${encodeURIComponent(id)}/sheet${query}`, options)];
  }

  async function tell(act) {
    at("refused").textContent = "";
    at("save").disabled = true;
    try {
      await act();
    } catch (error) {
      at("refused").textContent = error.message;
      at("refused").scrollIntoView({ block: "nearest" });
    }
    at("save").disabled = false;
  }

  at("save").addEventListener("click", () => tell(async () => {
    const wrong = shapes().find((shape) => outline.fault(shape.points));
    if (wrong) throw new desk.Refused(`${wrong.label}: ${say(...outline.fault(wrong.points))}`);
    if (!draft.zones.length) throw new desk.Refused(say("至少画一个区域。", "Draw one zone at least."));
    const body = { site: site(), name: at("name").value.trim(), url: at("url").value.trim() || null, zones: draft.zones, privacy_masks: draft.masks, version: sheet.version };
    const [id] = await send("PUT", body);
    root.removeAttribute("data-typed");
    location.assign(`/cameras/${encodeURIComponent(id)}?saved`);
  }));

  at("restore")?.addEventListener("click", () => tell(async () => {
    if (!confirm(say("放弃网页上的设置？", "Forget what was set up on pages?"))) return;
    const [id, answer] = await send("DELETE", null, `?version=${sheet.version}`);
    location.assign((await answer.json()) ? `/cameras/${encodeURIComponent(id)}` : "/cameras");
  }));

  addEventListener("beforeunload", (event) => root.hasAttribute("data-typed") && event.preventDefault());
  if (new URLSearchParams(location.search).has("saved")) desk.toast(say("已保存。", "Saved."));
  board.sized(1600, 900);
  measured();
  show();
});
