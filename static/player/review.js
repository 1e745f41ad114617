// What a learner is told about an answer, part by part: the twin of app/assessment/review.py.

import { ONE, positive, same, text } from "./fraction.js";
import { blankAccepts, credit, given, isAnswered, lineOf, uncounted, weight } from "./grading.js";
import { judged } from "./judgements.js";
import { accepted, shownWording } from "./lines.js";
import { singleSpaced } from "./wording.js";
import { criteriaOf, gradeOf, gradesOf, isCompared, rightGrade, ticksOf } from "./written.js";

const RIGHT = "right", PARTLY = "partly", WRONG = "wrong", MISSED = "missed";

/** The verdict on one answer, in the shape in which a server sends it. Holds the key: only for eyes that may see it. */
export function review(question, answer) {
  const earned = credit(question, answer), answered = isAnswered(answer);
  return {
    credit: text(earned),
    points: question.points ?? 1,
    answered,
    verdict: !answered ? "open" : same(earned, ONE) ? RIGHT : positive(earned) ? PARTLY : WRONG,
    parts: PARTS[question.task.kind](question.task, answer),
    explain: question.explain ?? "",
    uncounted: uncounted(question),
  };
}

const part = (key, verdict, more = {}) => ({ key, verdict, text: "", given: "", right: "", ...more });

function ofChoice(task, answer) {
  return task.options.flatMap((option) => {
    const ticked = answer.includes(option.key);
    if (!ticked && !option.correct) return [];
    const verdict = ticked ? (option.correct ? RIGHT : WRONG) : MISSED;
    return [part(option.key, verdict, { text: option.feedback ?? "", given: ticked ? option.key : "" })];
  });
}

function ofLine(task, answer) {
  const line = lineOf(task, answer), typed = answer[0] ?? "";
  const verdict = line && positive(weight(line)) ? RIGHT : singleSpaced(typed) ? WRONG : MISSED;
  return [part("01", verdict, { text: line?.feedback ?? "", given: typed, right: rightLine(task) })];
}

export function rightLine(task) {
  return task.kind === "text" ? shownWording(task.lines) : accepted(task.lines)[0].shown;
}

const byItem = (pairs) => new Map(pairs.map((pair) => [pair.split(".")[0], pair.split(".").slice(1).join(".")]));

function ofMatch(task, answer) {
  const pieces = byItem(given(answer)), right = byItem(task.pairs);
  return task.items.map(({ key }) => {
    const piece = pieces.get(key) ?? "";
    return part(key, !piece ? MISSED : piece === right.get(key) ? RIGHT : WRONG, { given: piece, right: right.get(key) });
  });
}

function ofOrder(task, answer) {
  return task.items.map(({ key }, index) => {
    const place = answer.indexOf(key) + 1;
    return part(key, place === index + 1 ? RIGHT : place ? WRONG : MISSED, { given: place ? String(place) : "", right: String(index + 1) });
  });
}

function ofCloze(task, answer) {
  return task.blanks.map((blank, index) => {
    const typed = answer[index] ?? "", open = singleSpaced(typed) === "";
    const right = blank.options ? blank.options.find((option) => option.correct).key : shownWording(blank.accepted ?? []);
    const verdict = open ? MISSED : blankAccepts(blank, typed, task.keep_case) ? RIGHT : WRONG;
    return part(blank.name, verdict, { given: typed, right });
  });
}

/** Of a row that was judged: all its entries together, joined by dots. */
function ofRows(task, answer) {
  return judged(task, answer).map((row) => {
    if (!isAnswered(row.given)) return part(row.key, MISSED, { right: row.right });
    const verdict = same(row.credit, ONE) ? RIGHT : positive(row.credit) ? PARTLY : WRONG;
    return part(row.key, verdict, { given: row.given.join("."), right: row.right });
  });
}

/** Each criterion, right when its writer ticked it, and the grade; nothing before the texts were compared. */
function ofWritten(task, answer) {
  if (!isCompared(task, answer)) return [];
  const keys = ticksOf(task, answer), grade = gradeOf(task, answer), right = rightGrade(task);
  const parts = criteriaOf(task).map(({ key }) => part(key, keys.includes(key) ? RIGHT : MISSED));
  return gradesOf(task).length ? [...parts, part("grade", grade === right ? RIGHT : grade ? WRONG : MISSED, { given: grade, right })] : parts;
}

const PARTS = {
  single: ofChoice, multiple: ofChoice, truefalse: ofChoice, numeric: ofLine, text: ofLine, match: ofMatch, order: ofOrder, cloze: ofCloze,
  evidence: ofRows, rating: ofRows, riskmatrix: ofRows, essay: ofWritten, finding: ofWritten,
};
