// <button data-confirm="…">: asks before it sends; without JavaScript the server's page asks.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button.dataset.confirmed) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  const words = Object.assign(document.createElement("p"), { textContent: button.dataset.confirm });
  const row = Object.assign(document.createElement("div"), { className: "buttons" });
  const yes = Object.assign(document.createElement("button"), {
    className: "primary", textContent: button.textContent.trim(), autofocus: true,
  });
  const no = Object.assign(document.createElement("button"), {
    textContent: document.documentElement.lang === "en" ? "Cancel" : "取消",
  });
  yes.addEventListener("click", () => {
    dialog.close();
    button.dataset.confirmed = "1";
    button.click();
    delete button.dataset.confirmed;
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { dialog.remove(); button.focus(); });
  row.append(yes, no);
  dialog.append(words, row);
  document.body.append(dialog);
  dialog.showModal();
});
