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

// Words ready to be said go into the answer, never over what somebody wrote.
let sample = "";
const say = (found) => {
  const words = form.elements.text;
  if (!found || (words.value.trim() && words.value !== sample)) return;
  sample = found.textContent;
  words.value = sample;
  words.closest("details").open = true;
  words.dispatchEvent(new Event("input", { bubbles: true }));
};

form?.elements.way?.addEventListener("change", (event) => {
  say(form.querySelector(`[data-sample="${CSS.escape(event.target.value)}"]`));
});

// An article of the knowledge base: F2 looks for one, choosing it brings its words.
document.addEventListener("change", (event) => {
  if (!event.target.matches("input[name='articles']") || !event.target.checked) return;
  say(document.querySelector(`[data-told="${CSS.escape(event.target.value)}"]`));
});
document.addEventListener("keydown", (event) => {
  const search = document.getElementById("id_know");
  if (event.key !== "F2" || !search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// A call rings: its screen opens by itself while the form is empty; otherwise F4 opens it. What
// was typed stays as a draft.
if (document.getElementById("on-line")) form?.elements.title?.focus();
const ringing = document.getElementById("ringing");
const page = document.title;
const typed = () =>
  ["phone", "name", "title", "body", "address"].some((name) => form?.elements[name]?.value.trim());
ringing?.addEventListener("htmx:afterSettle", () => {
  const call = ringing.querySelector("[data-ringing]");
  document.title = call ? call.dataset.title : page;
  if (!call) return;
  if (typed()) call.querySelector("[data-busy]").hidden = false;
  else call.querySelector("form").requestSubmit();
});
document.addEventListener("keydown", (event) => {
  const call = ringing?.querySelector("[data-ringing] form");
  if (event.key !== "F4" || !call) return;
  event.preventDefault();
  call.requestSubmit();
});

// A caller was put through: the fields are empty for the next, so that none is recorded twice.
const transfers = document.getElementById("transfers");
let through = transfers?.querySelectorAll("input").length;
transfers?.addEventListener("htmx:afterSettle", () => {
  const now = transfers.querySelectorAll("input").length;
  if (now > through) {
    document.getElementById("transfer-to").value = "";
    document.getElementById("transfer-why").value = "";
  }
  through = now;
});
