// <button data-confirm="…">: asks before it sends; without JavaScript the server's page asks.
// The dialog comes from the template #hy-confirm, so that its words are translated.
const shape = document.getElementById("hy-confirm");

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || !shape || button.dataset.confirmed) return;
  event.preventDefault();
  event.stopPropagation();
  const dialog = shape.content.firstElementChild.cloneNode(true);
  const [yes, no] = dialog.querySelectorAll("button");
  dialog.querySelector("p").textContent = button.dataset.confirm;
  const verb = button.cloneNode(true);
  for (const part of verb.querySelectorAll("[aria-hidden]")) part.remove();
  yes.textContent = verb.textContent.trim();
  yes.addEventListener("click", () => {
    dialog.close();
    button.dataset.confirmed = "1";
    button.click();
    delete button.dataset.confirmed;
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); button.focus(); });
  document.body.append(dialog);
  dialog.showModal();
}, { capture: true });
