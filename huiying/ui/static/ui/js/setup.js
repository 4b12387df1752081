// htmx sends the CSRF token; what it swaps in is announced by focus where a form had errors.
document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});

// A link of the error summary leads to where one can type, also when the select behind it is hidden.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  const field = target.hidden ? target.closest(".combobox")?.querySelector("input") : target;
  if (!field) return;
  event.preventDefault();
  for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  field.focus();
  field.closest(".field")?.scrollIntoView({ block: "nearest" });
});

const showErrors = (root) => root.querySelector?.(".error-summary")?.focus();
document.body.addEventListener("htmx:afterSwap", (event) => showErrors(event.detail.target));
showErrors(document);

// A select or checkbox marked data-submit sends its form when it changes.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A box marked data-check-all checks all boxes of that name in its form.
document.addEventListener("change", (event) => {
  const name = event.target.dataset.checkAll;
  if (!name) return;
  for (const box of event.target.form.elements) {
    if (box.name === name) box.checked = event.target.checked;
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
