// htmx sends the CSRF token; what it swaps in is announced by focus where a form had errors.
document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
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
