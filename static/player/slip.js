// One slip, made quick: what is given is kept as it is given, the button checks or saves, an objection is said at the field.

import { answerOf, lock } from "./answers.js";
import { h, icon } from "./dom.js";
import { figures } from "./fraction.js";
import { enhanceRating } from "./judging.js";
import { enhanceMatch } from "./matching.js";
import { readNumber } from "./numbers.js";
import { enhanceOrder } from "./sequence.js";
import { _ } from "./words.js";
import { enhanceWritten } from "./writing.js";

const PAUSE = 900;

/**
 * `draft(answer)` hears each change, typed ones at pauses; `submit(answer, button)` hears the main button.
 * `compare(answer)` hears the button that shows a model; without it the page's own form is posted, as for all that is written.
 * All may be missing. Returns {flush}, which gives a change that still waits for its pause.
 */
export function enhanceSlip(form, { draft = () => {}, submit, compare, decimal = "." } = {}) {
  let waiting = null;

  function flush() {
    if (waiting === null) return;
    clearTimeout(waiting);
    waiting = null;
    draft(answerOf(form));
  }

  function changed(pause = 0) {
    clearTimeout(waiting);
    waiting = setTimeout(flush, pause);
  }

  if (form.querySelector(".seq__acts")) enhanceOrder(form, changed);
  if (form.dataset.kind === "match" && form.querySelector("select:not([disabled])")) enhanceMatch(form, changed);
  if (form.dataset.kind === "rating") enhanceRating(form);
  if (form.querySelector(".written")) enhanceWritten(form);
  if (form.dataset.kind === "numeric") echoNumber(form, decimal);
  form.addEventListener("change", (event) => { if (event.target.name === "answer") changed(); });
  form.addEventListener("input", (event) => { if (event.target.matches('input[type="text"], textarea')) changed(PAUSE); });
  form.addEventListener("submit", (event) => {
    if (form.querySelector(".written") && !compare) return;
    if (!submit || event.submitter?.hasAttribute("formaction") || event.submitter?.name === "move") return;
    event.preventDefault();
    if (event.submitter?.getAttribute("aria-disabled")) return;
    clearTimeout(waiting);
    waiting = null;
    if (event.submitter?.name === "answer") compare([...answerOf(form), event.submitter.value]);
    else submit(answerOf(form), event.submitter);
  });
  return { flush };
}

/** A number typed with the other sign is read back before it counts. */
function echoNumber(form, decimal) {
  const input = form.querySelector('input[name="answer"]'), note = h("span", { role: "status" });
  const say = form.querySelector(".entry + p.small");
  if (!say || input.disabled) return;
  say.append(" ", note);
  input.addEventListener("input", () => {
    const { value } = readNumber(input.value, decimal), typed = input.value.trim();
    const read = value ? figures(value) : typed;
    note.textContent = read !== typed ? _("You typed %(typed)s: read as %(read)s.", { typed, read }) : "";
  });
}

const OBJECTIONS = {
  nothing: () => _("Give an answer first."),
  "ambiguous-number": () => _("This can be read as two numbers. Leave the thousands sign out."),
  "not-a-number": () => _("This is not a number. Write figures only, say 12.5."),
  "too-long": () => _("This is too long. Keep it under 2,000 characters."),
  "write-first": () => _("Write your text first, then compare it with the model."),
  "incomplete-order": () => _("Give each line a position."),
  twice: () => _("Something was given twice. Choose each once."),
  "one-only": () => _("Choose one answer only."),
};

/** Say why an answer could not be taken, and lead to the field. */
export function showObjection(form, word) {
  clearObjection(form);
  const input = form.querySelector('[name="answer"]:not([type="hidden"])'), id = `${form.id}-error`;
  const words = (OBJECTIONS[word] ?? (() => _("This answer does not fit the question. Load the page again.")))();
  form.querySelector(".slip__prompt").after(h("p", { class: "field__error", id, role: "alert" }, icon("octagon-alert"), words));
  input?.setAttribute("aria-invalid", "true");
  input?.setAttribute("aria-describedby", `${form.id}-prompt ${id}`);
  input?.focus();
}

export function clearObjection(form) {
  form.querySelector(`#${CSS.escape(form.id)}-error`)?.remove();
  form.querySelectorAll('[aria-invalid="true"]').forEach((each) => {
    each.removeAttribute("aria-invalid");
    each.setAttribute("aria-describedby", `${form.id}-prompt`);
  });
}

/** No further change: inputs off, hints gone. */
export function closeSlip(form) {
  lock(form);
  form.querySelectorAll(".hints, .seq__acts, .seq__grip, .slip__say, .seq__said").forEach((each) => each.remove());
}
