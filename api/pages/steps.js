// Sends the forms of steps.py to the interface. What was typed stays until the step is taken, whatever the answer.
const TOLD = {
  expired: "登录已过期; 请在新页面登录, 再回来提交。Your session is over: log in on a new page, then send again.",
  unreachable: "连不上设备, 没有提交。The box cannot be reached; nothing was sent.",
};

const VALUES = {
  time: (field) => (field.value ? `${field.value}${field.dataset.offset}` : undefined),
  flag: (field) => field.value === "true",
  files: (field, form) => uploaded(field.files, form.dataset.files),
};

class Refused extends Error {}

async function uploaded(files, address) {
  const digests = [];
  for (const file of files) {
    const body = new FormData();
    body.append("file", file);
    const answer = await fetch(address, { method: "POST", body });
    if (!answer.ok) throw new Refused(await reason(answer));
    digests.push((await answer.json()).sha256);
  }
  return digests;
}

async function reason(answer) {
  if (answer.status === 401) return TOLD.expired;
  const problem = await answer.json().catch(() => ({}));
  const faults = (problem.errors || []).map((fault) => `${fault.field}: ${fault.message}`);
  return [problem.zh, problem.detail, ...faults].filter(Boolean).join(" ") || String(answer.status);
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
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(form.getAttribute("action"), { method: "POST", headers, body: JSON.stringify(brought) });
  if (!answer.ok) throw new Refused(await reason(answer));
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
    told.textContent = error instanceof Refused ? error.message : TOLD.unreachable;
    button.disabled = false;
  }
});
