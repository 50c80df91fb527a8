// Files that take a while to be made: fetched with their progress shown, then handed over; what is refused is said.
// <form class="fetched" data-as="json|form|query"> with a .sending bar and an [role=alert].
(() => {
  const JSON_BODY = { "Content-Type": "application/json" };
  const WAYS = {
    form: (action, asked) => [action, { method: "POST", body: new URLSearchParams(asked) }],
    json: (action, asked) => [action, { method: "POST", headers: JSON_BODY, body: JSON.stringify(Object.fromEntries(asked)) }],
    query: (action, asked) => [`${action}?${new URLSearchParams(asked)}`, {}],
  };

  async function get(address, options, moved) {
    const answer = await desk.ask(address, options);
    const all = Number(answer.headers.get("content-length")) || 0;
    const parts = [];
    let size = 0;
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      moved((size += value.length), all);
    }
    const name = /filename="?([^";]+)/.exec(answer.headers.get("content-disposition") || "")?.[1] || "file";
    return { blob: new Blob(parts, { type: answer.headers.get("content-type") || "" }), name };
  }

  function save({ blob, name }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`);

  // Fetch what a form asks for and hand it over.
  async function run(form, button) {
    const [bar, told] = [".sending", "[role=alert]"].map((one) => form.querySelector(one));
    const asked = [...new FormData(form, button)].filter(([, value]) => value);
    const [line, words] = [bar.querySelector("i"), bar.querySelector("p")];
    told.textContent = "";
    bar.hidden = false;
    bar.classList.add("unknown");
    words.textContent = desk.say("正在生成…", "Being made…");
    if (button) button.disabled = true;
    try {
      const file = await get(...WAYS[form.dataset.as](form.getAttribute("action"), asked), (came, all) => {
        bar.classList.toggle("unknown", !all);
        line.style.width = all ? `${(100 * came) / all}%` : "";
        words.textContent = desk.say(`正在下载 ${size(came)}`, `Downloading ${size(came)}`);
      });
      save(file);
      words.textContent = desk.say(`已下载: ${file.name} (${size(file.blob.size)})`, `Downloaded: ${file.name} (${size(file.blob.size)})`);
    } catch (error) {
      bar.hidden = true;
      told.textContent = error.message;
    } finally {
      bar.classList.remove("unknown");
      if (button) button.disabled = false;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.fetched")) return;
    event.preventDefault();
    run(event.target, event.submitter);
  });

})();
