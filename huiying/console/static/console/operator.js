// The operator's form: Enter goes on to the next field, Ctrl+Enter files the case,
// a suggested category is taken with one click, a lawful refusal brings its sample words.
const form = document.getElementById("register");

const shown = (field) => field.offsetParent !== null && !field.disabled && field.type !== "hidden";

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.primary"));
    return;
  }
  if (!event.target.matches("input") || event.defaultPrevented) return;
  event.preventDefault();
  const fields = [...form.querySelectorAll("input, select, textarea, button")].filter(shown);
  const next = fields.slice(fields.indexOf(event.target) + 1).find(
    (field) => field.name !== event.target.name || field.type !== "radio",
  );
  next?.focus();
});

document.addEventListener("click", (event) => {
  const hint = event.target.closest("[data-choose]");
  if (!hint) return;
  const select = document.getElementById(hint.dataset.choose);
  select.value = hint.dataset.value;
  select.dispatchEvent(new Event("input", { bubbles: true }));
  select.dispatchEvent(new Event("change", { bubbles: true }));
});

let sample = "";
form?.elements.way?.addEventListener("change", (event) => {
  const words = form.elements.text;
  const found = form.querySelector(`[data-sample="${CSS.escape(event.target.value)}"]`);
  if (!found || (words.value.trim() && words.value !== sample)) return;
  sample = found.textContent;
  words.value = sample;
  words.dispatchEvent(new Event("input", { bubbles: true }));
});
