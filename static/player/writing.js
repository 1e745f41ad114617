// What is written: words counted at pauses, the model beside the text once it was handed in, and the sum of one's own ticks.

import { h, html } from "./dom.js";
import { showReview, verdictOf } from "./feedback.js";
import { _, count, ngettext } from "./words.js";
import { MODEL, criteriaOf, gradeOf, gradesOf, rightGrade, textsOf, ticksOf } from "./written.js";

const PAUSE = 900;

export const partWords = (name) => ({
  criterion: _("Criterion"), condition: _("Condition"), evidence: _("Evidence"), cause: _("Cause"), effect: _("Effect"), grade: _("Grade"),
})[name] ?? _("Your text");

export function enhanceWritten(form) {
  for (const field of form.querySelectorAll("textarea")) countWords(field);
  form.querySelector(".written").addEventListener("change", () => {
    const sum = form.querySelector(".feedback__sum b"), rows = [...form.querySelectorAll(".written [data-points]")];
    if (!sum || !rows.length) return;
    const every = Number(form.dataset.points) || 0, earned = rows.reduce((all, row) => all + (row.querySelector("input")?.checked ?? true ? Number(row.dataset.points) : 0), 0);
    sum.textContent = ngettext("%(earned)s of %(num)s point", "%(earned)s of %(num)s points", every, { earned: count(earned) });
  });
}

function countWords(field) {
  const said = h("span", { class: "small quiet", role: "status" });
  let waiting = null;
  field.after(said);
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const words = field.value.trim().split(/\s+/).filter(Boolean).length;
    waiting = setTimeout(() => { said.textContent = ngettext("%(num)s word", "%(num)s words", words); }, PAUSE);
  });
}

/** What was compared: the sum of one's own ticks above, the model and its boxes below. */
export function showCompared(form, question, answer, told, { quiet = true, locked = false } = {}) {
  showReview(form, told, { quiet: true });
  showModel(form, question, answer, locked);
  if (!quiet) form.querySelector(".feedback__sum").focus();
}

/** Yours beside the model, with a box for each criterion: the same markup that templates/components/written.html writes. */
function showModel(form, question, answer, locked) {
  const { task } = question, { lang, dir } = form.querySelector(".slip__prompt"), ticked = ticksOf(task, answer);
  const own = lang ? { lang, dir } : {}, hidden = (value) => h("input", { type: "hidden", name: "answer", value });
  const box = ({ key, text, points = 1 }) => h("li", { class: "choice choice--plain", "data-key": key, "data-points": points }, h("label", {},
    h("input", { type: "checkbox", name: "answer", value: key, checked: ticked.includes(key), disabled: locked }),
    h("span", {}, h("span", own, html(text)), ` (${ngettext("%(num)s point", "%(num)s points", points)})`)));
  const parts = task.parts ?? [{ name: "", model: task.model }];
  const shown = parts.flatMap(({ name, model = "" }, at) => [
    h("dl", { class: "facts" }, h("div", {}, h("dt", {}, `${partWords(name)}: ${_("Yours")}`), h("dd", { dir: "auto" }, answer[at] ?? "")),
      h("div", {}, h("dt", {}, _("Model")), h("dd", own, html(model)))),
    h("ul", { class: "choices" }, criteriaOf(task).filter(({ part = "" }) => part === name).map(box)),
  ]);
  const kept = locked ? [] : [...answer.slice(0, textsOf(task)), MODEL].map(hidden);
  form.querySelector(".written").replaceChildren(...kept, ...shown, ...(gradesOf(task).length ? gradeRows(task, answer, own) : []));
}

function gradeRows(task, answer, own) {
  const grade = gradeOf(task, answer), right = grade === rightGrade(task), word = right ? "right" : grade ? "wrong" : "missed";
  const text = (key) => html(gradesOf(task).find((each) => each.key === key)?.text ?? "");
  const told = h("span", {}, right ? _("Right") : _("Right: %(piece)s", { piece: text(rightGrade(task)).textContent }));
  return [
    h("dl", { class: "facts" }, h("div", {}, h("dt", {}, `${partWords("grade")}: ${_("Yours")}`), h("dd", own, grade ? text(grade) : _("Left open")))),
    h("ol", { class: "verdicts" }, h("li", { "data-verdict": word, "data-points": right ? task.grade_points ?? 1 : null }, verdictOf(word, told))),
  ];
}
