// Sends the forms of steps.py to the interface. What was typed stays until the step is taken, whatever the answer.
const VALUES = {
  time: (field) => (field.value ? `${field.value}${field.dataset.offset}` : undefined),
  flag: (field) => field.value === "true",
  files: (field, form) => uploaded(field.files, form.dataset.files),
};

async function uploaded(files, address) {
  const digests = [];
  for (const file of files) {
    const body = new FormData();
    body.append("file", file);
    const answer = await desk.ask(address, { method: "POST", body });
    digests.push((await answer.json()).sha256);
  }
  return digests;
}

async function payload(form) {
  const found = {};
  for (const field of form.querySelectorAll("[data-kind]")) {
    const value = field.dataset.kind in VALUES ? await VALUES[field.dataset.kind](field, form) : field.value;
    if (value !== undefined) found[field.name] = value;
  }
  return found;
}

async function send(form) {
  const seen = form.dataset.seen.split(" ").filter(Boolean);
  const brought = { version: Number(form.dataset.version), evidence_seen: seen, payload: await payload(form) };
  await desk.post(form.getAttribute("action"), brought);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form.step")) return;
  event.preventDefault();
  const button = form.querySelector("button.go");
  const told = form.querySelector("[role=alert]");
  button.disabled = true;
  told.textContent = "";
  try {
    await send(form);
    location.reload();
  } catch (error) {
    told.textContent = error.message;
    button.disabled = false;
  }
});
