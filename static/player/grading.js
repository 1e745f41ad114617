// What an answer earns: the twin of app/assessment/questions.py, on the same compiled data (defaults are left out of it).

import { ONE, ZERO, compare, fraction, parse, positive } from "./fraction.js";
import { isTraining, judgedCredit, judgedObjection } from "./judgements.js";
import { LONGEST_TEXT, isAnswered, textLine, weight } from "./lines.js";
import { readNumber } from "./numbers.js";
import { length } from "./wording.js";
import { isWritten, writtenCredit, writtenObjection } from "./written.js";

export { isAnswered, textLine, weight };

export const keysOf = (rows) => (rows ?? []).map((row) => row.key);
export const rightKeys = (options) => keysOf(options.filter((option) => option.correct));
export const given = (answer) => answer.filter((pair) => pair !== "");

/** From 0 to 1, exact. An empty answer earns 0. */
export function credit(question, answer) {
  return isAnswered(answer) ? CREDIT[question.task.kind](question.task, answer) : ZERO;
}

/** Why its credit is only shown and never counts: "self" marked, "training" with too few experts; empty where it does count. */
export const uncounted = ({ task }) => (isWritten(task) ? "self" : isTraining(task) ? "training" : "");

/** The points that it adds to what is possible. */
export const worth = (question) => (uncounted(question) ? 0 : question.points ?? 1);

/** Why this cannot be an answer to this question (a word such as "unknown-choice"), or null when it can. */
export function objection(question, answer) {
  return OBJECTION[question.task.kind](question.task, answer);
}

function choiceCredit(task, answer) {
  const picked = new Set(answer), right = new Set(rightKeys(task.options));
  const hits = [...picked].filter((key) => right.has(key)).length, misses = picked.size - hits;
  if (task.scoring === "proportional") return fraction(Math.max(0, hits - misses), right.size);
  if (task.scoring === "no-wrong") return misses ? ZERO : fraction(hits, right.size);
  return !misses && hits === right.size ? ONE : ZERO;
}

/** The first line that takes this number, or undefined, also when it cannot be read as one. */
export function numberLine(task, answer) {
  const { value } = readNumber(answer[0] ?? "", task.decimal ?? ".");
  return value && task.lines.find((line) => compare(parse(line.low), value) <= 0 && compare(value, parse(line.high)) <= 0);
}

export function lineOf(task, answer) {
  return task.kind === "numeric" ? numberLine(task, answer) : textLine(task.lines, answer[0], task.keep_case);
}

function lineCredit(task, answer) {
  const line = lineOf(task, answer);
  return line ? weight(line) : ZERO;
}

function matchCredit(task, answer) {
  const pairs = given(answer);
  const hits = new Set(pairs.filter((pair) => task.pairs.includes(pair))).size;
  if (task.scoring === "exact") return hits === task.pairs.length && pairs.length === hits ? ONE : ZERO;
  return fraction(hits, task.pairs.length);
}

function orderCredit(task, answer) {
  const right = keysOf(task.items);
  if ([...answer].sort().join() !== [...right].sort().join()) return ZERO;
  if (task.scoring !== "pairs") return answer.join() === right.join() ? ONE : ZERO;
  let hits = 0, all = 0;
  right.forEach((before, index) => right.slice(index + 1).forEach((after) => {
    all += 1;
    hits += answer.indexOf(before) < answer.indexOf(after) ? 1 : 0;
  }));
  return fraction(hits, all);
}

export function blankAccepts(blank, typed, keepCase) {
  if (blank.options) return blank.options.some((option) => option.correct && option.key === typed);
  const line = textLine(blank.accepted ?? [], typed, keepCase);
  return line !== undefined && positive(weight(line));
}

function clozeCredit(task, answer) {
  const hits = task.blanks.filter((blank, index) => index < answer.length && blankAccepts(blank, answer[index], task.keep_case));
  return fraction(hits.length, task.blanks.length);
}

function keysObjection(answer, offered) {
  if (!answer.every((key) => offered.includes(key))) return "unknown-choice";
  return new Set(answer).size !== answer.length ? "twice" : null;
}

function choiceObjection(task, answer) {
  if (task.kind !== "multiple" && answer.length > 1) return "one-only";
  return keysObjection(answer, keysOf(task.options));
}

function numberObjection(task, answer) {
  if (answer.length > 1) return "one-only";
  return isAnswered(answer) ? readNumber(answer[0], task.decimal ?? ".").problem ?? null : null;
}

function textObjection(_task, answer) {
  if (answer.length > 1) return "one-only";
  return answer.length && length(answer[0]) > LONGEST_TEXT ? "too-long" : null;
}

function matchObjection(task, answer) {
  const pairs = given(answer), items = pairs.map((pair) => pair.split(".")[0]);
  if (new Set(items).size !== items.length) return "twice";
  return keysObjection(pairs, keysOf(task.items).flatMap((item) => keysOf(task.pieces).map((piece) => `${item}.${piece}`)));
}

function orderObjection(task, answer) {
  const keys = keysOf(task.items);
  return keysObjection(answer, keys) ?? (answer.length && answer.length !== keys.length ? "incomplete-order" : null);
}

function clozeObjection(task, answer) {
  if (answer.length && answer.length !== task.blanks.length) return "wrong-length";
  for (const [index, typed] of answer.entries()) {
    const { options } = task.blanks[index];
    if (options && typed && !keysOf(options).includes(typed)) return "unknown-choice";
    if (length(typed) > LONGEST_TEXT) return "too-long";
  }
  return null;
}

const CREDIT = {
  single: choiceCredit, multiple: choiceCredit, truefalse: choiceCredit, numeric: lineCredit, text: lineCredit,
  match: matchCredit, order: orderCredit, cloze: clozeCredit, evidence: judgedCredit, rating: judgedCredit, riskmatrix: judgedCredit,
  essay: writtenCredit, finding: writtenCredit,
};
const OBJECTION = {
  single: choiceObjection, multiple: choiceObjection, truefalse: choiceObjection, numeric: numberObjection, text: textObjection,
  match: matchObjection, order: orderObjection, cloze: clozeObjection, evidence: judgedObjection, rating: judgedObjection, riskmatrix: judgedObjection,
  essay: writtenObjection, finding: writtenObjection,
};
