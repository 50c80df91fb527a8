// The filters of the audit log act at once; what is empty is left out of the address.
document.addEventListener("change", (event) => event.target.closest("form.filters")?.requestSubmit());
document.addEventListener("formdata", (event) => {
  for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
});
