// Forms of 管理: sent to the interface, asked about first where they say so (data-sure), answered in their place.
const admin = (() => {
  const READ = {
    flag: (field) => field.checked,
    truth: (field) => field.value === "true",
    number: (field) => (field.value === "" ? undefined : Number(field.value)),
    list: (field) => [...field.selectedOptions].map((option) => option.value),
    lines: (field) => field.value.split(/[\s,;]+/).filter(Boolean),
  };

  // What is typed, as the interface takes it: data-field="grant.role" goes into {grant: {role}}; empty texts are left out.
  function body(form) {
    const found = JSON.parse(form.dataset.body || "{}");
    for (const field of form.querySelectorAll("[data-field]")) {
      if (field.disabled || (field.type === "radio" && !field.checked)) continue;
      if (field.dataset.kind === "member") {
        put(found, field.dataset.field, [...(get(found, field.dataset.field) || []), ...(field.checked ? [field.value] : [])]);
        continue;
      }
      const value = field.dataset.kind ? READ[field.dataset.kind](field) : field.value.trim();
      if (value !== undefined && value !== "") put(found, field.dataset.field, value);
    }
    return found;
  }

  const get = (into, path) => path.split(".").reduce((part, name) => part?.[name], into);

  function put(into, path, value) {
    const names = path.split(".");
    const last = names.pop();
    names.reduce((part, name) => (part[name] ??= {}), into)[last] = value;
  }

  const says = (element, name) => element.dataset[desk.english() ? `${name}En` : name] || element.dataset[name];

  // A question before something that cannot be taken back; gives whether to go on.
  function sure(text) {
    return dialog(text, [
      ["no", desk.say("取消", "Cancel"), "btn"],
      ["yes", desk.say("确定", "Yes"), "go"],
    ]).then((answer) => answer === "yes");
  }

  function dialog(content, buttons) {
    const box = document.body.appendChild(desk.made("dialog", "sure"));
    box.append(typeof content === "string" ? desk.made("p", "", content) : content);
    const acts = box.appendChild(desk.made("form", "acts"));
    acts.method = "dialog";
    for (const [value, label, looks] of buttons) {
      const button = acts.appendChild(desk.made("button", looks, label));
      button.value = value;
    }
    box.showModal();
    return new Promise((done) =>
      box.addEventListener("close", () => {
        box.remove();
        done(box.returnValue);
      }),
    );
  }

  // Something that is told once: it is shown until somebody says that they have it.
  function once(heading, secret, note) {
    const content = desk.made("div", "secret");
    content.append(desk.made("h2", "", heading), desk.made("code", "", secret), desk.made("p", "soft", note));
    const copy = content.appendChild(desk.made("button", "btn", desk.say("复制", "Copy")));
    copy.type = "button";
    copy.addEventListener("click", () => {
      getSelection().selectAllChildren(content.querySelector("code"));
      document.execCommand("copy");
      desk.toast(desk.say("已复制", "Copied"));
    });
    return dialog(content, [["ok", desk.say("我已记下", "I have noted it"), "go"]]);
  }

  const ONCE = ["只显示这一次, 之后谁也看不到。", "Shown this once; nobody can see it again."];
  const THEN = {
    reload: () => location.reload(),
    leave: (_, form) => location.assign(form.dataset.to),
    password: async (answer) => {
      const made = await answer.json();
      await once(`${made.login}: ${desk.say("新密码", "new password")}`, made.password, desk.say(...ONCE));
      location.assign(`/admin/users/${encodeURIComponent(made.login)}`);
    },
    secret: async (answer, form) => {
      const made = await answer.json();
      if (made.secret) await once(desk.say("签名密钥", "Signing secret"), made.secret, desk.say(...ONCE));
      location.assign(form.dataset.to);
    },
    tell: async (answer, form) => {
      const told = await answer.json();
      say(form, desk.say(told.zh, told.en), !told.ok);
    },
  };

  function say(form, text, bad = true) {
    const told = form.querySelector("[role=alert], [role=status]");
    told.className = bad ? "bad" : "good";
    told.textContent = text;
  }

  async function send(form) {
    const question = says(form, "sure");
    if (question && !(await sure(question))) return;
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => (button.disabled = true));
    form.setAttribute("aria-busy", "true");
    say(form, "");
    try {
      const method = form.dataset.method || "POST";
      const answer = await desk.post(form.getAttribute("action"), body(form), { method });
      await THEN[form.dataset.then || "reload"](answer, form);
    } catch (error) {
      if (!(error instanceof desk.Refused)) throw error;
      say(form, error.message);
    } finally {
      buttons.forEach((button) => (button.disabled = false));
      form.removeAttribute("aria-busy");
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.send")) return;
    event.preventDefault();
    send(event.target);
  });

  // A role is given over places of its own levels only: the others cannot be chosen.
  function fit(form) {
    const role = form.querySelector("[data-role]");
    const place = form.querySelector("[data-place]");
    if (!role || !place) return;
    const levels = (role.selectedOptions[0]?.dataset.levels || "").split(" ").filter(Boolean);
    for (const option of place.options) {
      option.disabled = option.hidden = option.value !== "" && !levels.includes(option.dataset.level);
    }
    place.disabled = levels.length === 0;
    if (place.selectedOptions[0]?.disabled) place.value = [...place.options].find((one) => one.value && !one.disabled)?.value ?? "";
  }

  document.addEventListener("change", (event) => event.target.matches("[data-role]") && fit(event.target.form));
  new MutationObserver(() => document.querySelectorAll("form.send:not([data-fit])").forEach(begin)).observe(document.body, {
    childList: true,
    subtree: true,
  });
  function begin(form) {
    form.dataset.fit = "";
    fit(form);
  }
  document.querySelectorAll("form.send").forEach(begin);

  return { sure, once };
})();
