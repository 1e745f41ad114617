// Ordering by arrows, by position or by dragging the grip: always said, always undone with one act.

import { orderRows } from "./answers.js";
import { h, icon, plainText } from "./dom.js";
import { _ } from "./words.js";

const rows = (form) => [...form.querySelectorAll(".seq__row")];
const keys = (form) => rows(form).map((row) => row.dataset.key);
const nameOf = (row) => plainText(row.children[row.querySelector(".seq__grip") ? 2 : 1]);

export function enhanceOrder(form, changed) {
  const said = form.querySelector(".seq__said");
  let moving = false;

  function settle() {
    rows(form).forEach((row, index, all) => {
      row.querySelector(".seq__place").textContent = String(index + 1);
      const select = row.querySelector('[name="position"]');
      if (select) select.value = String(index + 1);
      const [up, down] = row.querySelectorAll('[name="move"]');
      if (index === 0) up?.setAttribute("aria-disabled", "true");
      else up?.removeAttribute("aria-disabled");
      if (index === all.length - 1) down?.setAttribute("aria-disabled", "true");
      else down?.removeAttribute("aria-disabled");
    });
  }

  function place(key, target) {
    const before = keys(form), next = before.filter((each) => each !== key);
    next.splice(Math.max(0, Math.min(target, next.length)), 0, key);
    if (next.join() === before.join()) return;
    moving = true;  // a row that is moved loses the focus, which must not count as leaving its position
    orderRows(form, next);
    moving = false;
    settle();
    const row = rows(form).find((each) => each.dataset.key === key);
    rows(form).forEach((each) => each.toggleAttribute("data-moved", each === row));
    say(row, before);
    changed();
  }

  function say(row, before) {
    const undo = h("button", { type: "button", class: "linklike" }, _("Undo"));
    undo.addEventListener("click", () => {
      orderRows(form, before);
      settle();
      said.replaceChildren(_("Put back."));
      changed();
    });
    const words = _("“%(name)s” is now %(place)s of %(all)s.", { name: nameOf(row), place: keys(form).indexOf(row.dataset.key) + 1, all: rows(form).length });
    said.replaceChildren(words, " ", undo);
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest('[name="move"]');
    if (!button) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    const [way, key] = button.value.split(".");
    place(key, keys(form).indexOf(key) + (way === "up" ? -1 : 1));
    const twin = button.getAttribute("aria-disabled") ? [...button.parentElement.querySelectorAll('[name="move"]')].find((each) => each !== button) : button;
    twin.focus();
  });
  const give = (select) => place(select.closest(".seq__row").dataset.key, Number(select.value) - 1);
  form.addEventListener("focusout", (event) => { if (event.target.name === "position" && !moving) give(event.target); });
  form.addEventListener("keydown", (event) => {
    if (event.target.name !== "position" || event.key !== "Enter") return;
    event.preventDefault();
    give(event.target);
    event.target.focus();
  });

  for (const row of rows(form)) addGrip(row, form, place);
  settle();
}

function addGrip(row, form, place) {
  const grip = h("span", { class: "seq__grip", "aria-hidden": "true" }, icon("grip-vertical"));
  row.prepend(grip);
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    if (!row.querySelector(".seq__acts")) return event.preventDefault();
    event.dataTransfer.setData("text/plain", row.dataset.key);
    event.dataTransfer.effectAllowed = "move";
    return undefined;
  });
  row.addEventListener("dragover", (event) => event.preventDefault());
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    const key = event.dataTransfer.getData("text/plain");
    if (keys(form).includes(key)) place(key, keys(form).indexOf(row.dataset.key));
  });
}
