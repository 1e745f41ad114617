// What a learner is told about an answer, part by part: the twin of app/assessment/review.py.

import { ONE, positive, same, text } from "./fraction.js";
import { blankAccepts, credit, given, isAnswered, lineOf, weight } from "./grading.js";
import { singleSpaced } from "./wording.js";

const RIGHT = "right", WRONG = "wrong", MISSED = "missed";

/** The verdict on one answer, in the shape in which a server sends it. Holds the key: only for eyes that may see it. */
export function review(question, answer) {
  const earned = credit(question, answer), answered = isAnswered(answer);
  return {
    credit: text(earned),
    points: question.points ?? 1,
    answered,
    verdict: !answered ? "open" : same(earned, ONE) ? RIGHT : positive(earned) ? "partly" : WRONG,
    parts: PARTS[question.task.kind](question.task, answer),
    explain: question.explain ?? "",
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

const accepted = (lines) => lines.filter((line) => positive(weight(line)));

function wording(lines) {
  const kept = accepted(lines);
  return (kept.find((line) => !line.pattern) ?? kept[0]).value;
}

export function rightLine(task) {
  return task.kind === "text" ? wording(task.lines) : accepted(task.lines)[0].shown;
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
    const right = blank.options ? blank.options.find((option) => option.correct).key : wording(blank.accepted ?? []);
    const verdict = open ? MISSED : blankAccepts(blank, typed, task.keep_case) ? RIGHT : WRONG;
    return part(blank.name, verdict, { given: typed, right });
  });
}

const PARTS = {
  single: ofChoice, multiple: ofChoice, truefalse: ofChoice, numeric: ofLine, text: ofLine, match: ofMatch, order: ofOrder, cloze: ofCloze,
};
