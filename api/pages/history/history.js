// The filters: on a desk a choice is shown at once; on a phone they fold, and wait for the button.
(() => {
  const narrow = matchMedia("(max-width: 760px)");

  // Only what was chosen goes into the address.
  function drop(form) {
    const own = form.when.value === form.dataset.own;
    for (const field of form.elements) {
      const idle = !field.value || (field.name === "when" && (own || field.value === form.dataset.usual));
      const day = field.name === "from" || field.name === "to";
      if (idle || (day && !own)) field.disabled = true;
    }
  }

  function changed(form, field) {
    const own = form.when.value === form.dataset.own;
    form.querySelector(".own").hidden = !own;
    if (field.name === "site") for (const name of ["merchant", "camera"]) form[name].value = "";
    if (field.name === "when" && own) form.from.focus();
    else if (!narrow.matches) form.requestSubmit();
  }

  function begin() {
    const form = document.getElementById("filters");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "true";
    if (narrow.matches) form.closest("details").open = false;
    form.addEventListener("submit", () => drop(form));
    form.addEventListener("change", (event) => changed(form, event.target));
  }

  // Back from another page the browser shows the form as it was left: fields that were put aside are taken up again.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  new MutationObserver(begin).observe(document.documentElement, { childList: true, subtree: true });
  begin();
})();
