// What was typed into a form stays in this tab until its step is taken: over a reload, a new login, a lost connection.
// Whoever logs in next in this tab does not find it.
const drafts = (() => {
  const MOST_CHARS = 3500000; // photos beyond are not kept over a reload: the browser has no room
  const prefix = (who) => `draft ${who} `;
  const key = (form) => prefix(form.dataset.who) + form.getAttribute("action");
  const fields = (form) => [...form.querySelectorAll("[name][data-kind]")].filter((field) => field.type !== "file");

  function keep(form) {
    const typed = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    const shots = photos.of(form).map(({ name, data, small }) => ({ name, data, small }));
    const name = form.dataset.name || "";
    if (!write(key(form), { name, typed, shots })) write(key(form), { name, typed, shots: [] });
  }

  function write(key, draft) {
    const text = JSON.stringify(draft);
    try {
      if (text.length > MOST_CHARS) return false;
      sessionStorage.setItem(key, text);
      return true;
    } catch {
      return false;
    }
  }

  const read = (key) => JSON.parse(sessionStorage.getItem(key) || "null");
  const forget = (form) => sessionStorage.removeItem(key(form));

  async function restore(form) {
    const draft = read(key(form));
    if (!draft) return;
    for (const field of fields(form)) if (draft.typed[field.name]) field.value = draft.typed[field.name];
    for (const shot of draft.shots) await photos.bring(form, shot);
    form.setAttribute("data-typed", "");
    form.closest("details")?.setAttribute("open", "");
    const note = form.querySelector(".kept");
    if (note) note.hidden = false;
  }

  // Texts of steps that cannot be taken any more, for whoever wants to copy them.
  function left(who, under, forms) {
    const mine = new Set(forms.map(key));
    return keys().filter((one) => one.startsWith(prefix(who) + under) && !mine.has(one)).map((one) => ({ one, ...read(one) }));
  }

  const keys = () => Object.keys(sessionStorage).filter((one) => one.startsWith("draft "));

  function only(who) {
    for (const one of keys()) if (!one.startsWith(prefix(who))) sessionStorage.removeItem(one);
  }

  return { forget, keep, left, only, restore };
})();
