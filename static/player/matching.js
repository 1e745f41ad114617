// Matching: the bank tells where each piece is, one line says how many lines have one, and a drop only sets the select.

import { letter } from "./answers.js";
import { h } from "./dom.js";
import { _, ngettext } from "./words.js";

export function enhanceMatch(form, changed) {
  const selects = [...form.querySelectorAll("select[data-item]")];
  const bank = form.querySelector(".bank");
  const said = h("p", { class: "small quiet", role: "status" });
  form.querySelector(".match").after(said);

  function places() {
    for (const piece of bank.querySelectorAll("li")) {
      const at = selects.flatMap((select, index) => (select.value === `${select.dataset.item}.${piece.dataset.key}` ? [letter(index)] : []));
      piece.querySelector(".bank__at").textContent = at.length ? _("at %(lines)s", { lines: at.join(_(", ")) }) : "";
    }
  }

  function tell() {
    const chosen = selects.filter((select) => select.value), all = selects.length;
    const twice = [...bank.querySelectorAll("li")].map((piece) => [piece, selects.flatMap((select, index) => (select.value.endsWith(`.${piece.dataset.key}`) ? [letter(index)] : []))]).find(([, at]) => at.length > 1);
    const words = [ngettext("%(num)s of %(all)s lines has a piece.", "%(num)s of %(all)s lines have a piece.", chosen.length, { all })];
    if (twice) words.push(_("%(piece)s is at %(lines)s.", { piece: twice[0].querySelector(".bank__letter").textContent, lines: twice[1].join(_(", ")) }));
    said.textContent = words.join(" ");
  }

  for (const select of selects) {
    select.addEventListener("change", () => {
      places();
      tell();
      changed();
    });
  }
  addDragging(form, bank, selects);
  places();
}

function addDragging(form, bank, selects) {
  const say = bank.querySelector("[data-say]");
  if (say) say.textContent = _("Drag one to a line, or choose it there.");
  for (const piece of bank.querySelectorAll("li")) {
    piece.draggable = true;
    piece.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", piece.dataset.key));
  }
  for (const select of selects) {
    const row = select.closest(".match__row");
    row.addEventListener("dragover", (event) => { if (!select.disabled) event.preventDefault(); });
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      const value = `${select.dataset.item}.${event.dataTransfer.getData("text/plain")}`;
      if (select.disabled || ![...select.options].some((option) => option.value === value)) return;
      select.value = value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
