// A report is asked of the interface and shown as tables; what was chosen stands in the address.
(() => {
  const MOST_ROWS = 200; // more is for the file
  const NUMBERS = ["count", "number", "share", "minutes"];
  const NINGBO = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" });
  let asking = new AbortController();

  function both(element, zh, en) {
    element.append(desk.made("span", "zh", zh), desk.made("span", "en", en));
    return element;
  }

  const named = (tag, looks, label) => both(desk.made(tag, looks), label.zh, label.en);

  const WAYS = {
    share: (value) => `${(value * 100).toFixed(1)} %`,
    number: (value) => value.toFixed(1),
    minutes: (value) => value.toFixed(1),
    time: (value) => NINGBO.format(new Date(value)),
  };

  function cell(value, kind) {
    const text = value === null ? "—" : kind in WAYS && value !== "" ? WAYS[kind](value) : String(value);
    return desk.made("td", NUMBERS.includes(kind) ? "n" : kind === "text" ? "t" : "", text);
  }

  function table({ title, columns, rows }) {
    const part = desk.made("section", "panel");
    part.append(named("h2", "", title));
    if (!rows.length) {
      part.append(both(desk.made("p", "soft"), "这段时间没有", "Nothing in this time"));
      return part;
    }
    const scroll = part.appendChild(desk.made("div", "scroll rows"));
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", desk.say(title.zh, title.en));
    const grid = scroll.appendChild(desk.made("table"));
    const head = grid.createTHead().insertRow();
    for (const column of columns) {
      const name = head.appendChild(named("th", NUMBERS.includes(column.kind) ? "n" : "", column.name));
      name.scope = "col";
    }
    const body = grid.createTBody();
    for (const row of rows.slice(0, MOST_ROWS)) {
      body.insertRow().append(...row.map((value, at) => cell(value, columns[at].kind)));
    }
    if (rows.length > MOST_ROWS) {
      const [zh, en] = [`共 ${rows.length} 行, 这里是前 ${MOST_ROWS} 行; 文件里是全部`, `The first ${MOST_ROWS} of ${rows.length} rows; the file has all`];
      part.append(both(desk.made("p", "soft"), zh, en));
    }
    return part;
  }

  function chart({ title, names, values }) {
    const part = desk.made("section", "panel");
    part.append(named("h2", "", title));
    const scroll = part.appendChild(desk.made("div", "scroll rows"));
    scroll.tabIndex = 0;
    const bars = scroll.appendChild(desk.made("dl", "bars"));
    const most = Math.max(...values, 0) || 1;
    names.forEach((name, at) => {
      const line = bars.appendChild(desk.made("div"));
      const bar = desk.made("dd");
      bar.appendChild(desk.made("i")).style.width = `${(100 * values[at]) / most}%`;
      bar.append(desk.made("b", "", String(Math.round(values[at] * 10) / 10)));
      line.append(desk.made("dt", "", name), bar);
    });
    return part;
  }

  function head(fields) {
    const list = desk.made("dl", "head-lines");
    for (const { name, value } of fields) {
      const line = list.appendChild(desk.made("div"));
      line.append(named("dt", "", name), desk.made("dd", "", value));
    }
    return list;
  }

  function notes(all) {
    const list = desk.made("ul", "notes soft");
    for (const note of all) list.append(named("li", "", note));
    return list;
  }

  function show(place, report) {
    const charts = report.charts.filter(({ values }) => values.length).map(chart);
    place.replaceChildren(head(report.head), ...charts, ...report.tables.map(table), notes(report.notes));
  }

  const chosen = (form) => [...new FormData(form)].filter(([, value]) => value);

  async function load(form) {
    asking.abort();
    asking = new AbortController();
    const place = form.parentElement.querySelector(".report");
    place.classList.add("stale");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetchOrFail(`${form.getAttribute("action")}?${new URLSearchParams(chosen(form))}`, asking.signal);
      if (!answer) return; // something else was asked for meanwhile
      show(place, await answer.json());
    } catch (error) {
      const told = desk.made("div", "notice");
      told.setAttribute("role", "alert");
      told.append(both(desk.made("h2"), "这张报表没有生成", "The report was not made"), desk.made("p", "", error.message));
      place.replaceChildren(told);
    }
    place.classList.remove("stale");
    place.removeAttribute("aria-busy");
  }

  const fetchOrFail = (address, signal) =>
    desk.ask(address, { signal }).catch((error) => {
      if (signal.aborted) return null;
      throw error;
    });

  function mark(form) {
    const [first, last] = [form.elements.from.value, form.elements.to.value];
    for (const chip of form.querySelectorAll("[data-first]")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.first === first && chip.dataset.last === last));
    }
    const address = new URLSearchParams([["name", form.dataset.name], ...chosen(form)]);
    history.replaceState(null, "", `/reports?${address}`);
  }

  // What the interface would refuse is said beside the field.
  function check({ from, to }) {
    const days = (Date.parse(to.value) - Date.parse(from.value)) / 86400000;
    const most = Number(from.dataset.most);
    const turned = desk.say("结束日期早于开始日期", "The last day lies before the first");
    const long = desk.say(`最多 ${most} 天`, `At most ${most} days`);
    to.setCustomValidity(days < 0 ? turned : days >= most ? long : "");
  }

  function changed(form) {
    check(form.elements);
    if (!form.reportValidity()) return;
    mark(form);
    load(form);
  }

  document.addEventListener("change", (event) => event.target.closest("form.asked") && changed(event.target.form));
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("form.asked [data-first]");
    if (!chip) return;
    const form = chip.closest("form");
    form.elements.from.value = chip.dataset.first;
    form.elements.to.value = chip.dataset.last;
    changed(form);
  });
  desk.each("form.asked", load);
})();
