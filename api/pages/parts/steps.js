// Sends the forms of steps.py to the interface. What was typed stays until the step is taken, whatever the answer.
(() => {
  const VALUES = {
    time: (field) => (field.value ? `${field.value}${field.dataset.offset}` : undefined),
    flag: (field) => field.value === "true",
  };
  const forms = () => [...document.querySelectorAll("form.step")];

  async function payload(form) {
    const found = {};
    for (const field of form.querySelectorAll("[data-kind]")) {
      const { kind } = field.dataset;
      if (kind === "files") found[field.name] = await photos.send(form);
      else found[field.name] = kind in VALUES ? VALUES[kind](field) : field.value;
    }
    return found;
  }

  async function send(form) {
    const lacks = form.querySelector("[data-kind=files][data-required]") && !photos.of(form).length;
    if (lacks) throw new desk.Refused(desk.say("请先拍一张照片, 或选一张", "Take or choose a photo first"));
    const seen = form.dataset.seen.split(" ").filter(Boolean);
    const brought = { version: Number(form.dataset.version), evidence_seen: seen, payload: await payload(form) };
    await desk.post(form.getAttribute("action"), brought);
  }

  function tell(form, error) {
    const told = form.querySelector("[role=alert]");
    told.textContent = error.message;
    if (error.status === 401) told.append(way(`/login?next=${encodeURIComponent(location.pathname)}`, "重新登录", "Log in again"));
    if (error.status === 409) told.append(way(location.href, "看最新情况", "See how it stands"));
    drafts.keep(form);
    told.scrollIntoView({ block: "nearest" });
  }

  function way(address, zh, en) {
    const link = desk.made("a", "", desk.say(zh, en));
    link.href = address;
    return link;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form.step")) return;
    event.preventDefault();
    const button = form.querySelector("button.go");
    form.querySelector("[role=alert]").textContent = "";
    button.disabled = true;
    try {
      await send(form);
      drafts.forget(form);
      location.reload();
    } catch (error) {
      button.disabled = false;
      tell(form, error);
    }
  });

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form.step");
    if (form && event.target.type !== "file") drafts.keep(form);
  });

  // What somebody wrote for a step that cannot be taken any more.
  function leftovers(place) {
    for (const { one, name, typed } of drafts.left(place.dataset.who, place.dataset.under, forms())) {
      const text = Object.values(typed).filter(Boolean).join("\n");
      const box = place.appendChild(desk.made("div", "warn"));
      const words = ["现在不能再做这一步; 您写的内容留在这里", "This step cannot be taken any more; what you wrote is here"];
      box.append(desk.made("b", "", `${name} · ${desk.say(...words)}`), desk.made("pre", "", text));
      const away = box.appendChild(desk.made("button", "btn", desk.say("不要了", "Throw it away")));
      away.addEventListener("click", () => (sessionStorage.removeItem(one), box.remove()));
    }
  }

  desk.each("[data-who]", ({ dataset }) => drafts.only(dataset.who));
  desk.each("form.step", async (form) => {
    await drafts.restore(form);
    form.addEventListener("brought", () => drafts.keep(form));
  });
  desk.each(".leftover", leftovers); // stands before the forms in the page, and is brought with them
})();
