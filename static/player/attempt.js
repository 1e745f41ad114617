// One sitting of one quiz in a package: which questions, what was given, what it earned.

import { paper } from "./draw.js";
import { hold } from "./fields.js";
import { ONE, ZERO, add, fraction, positive, same, times } from "./fraction.js";
import { credit, isAnswered, weight, worth } from "./grading.js";
import { shareOfTry } from "./marks.js";
import { isWritten } from "./written.js";

/** A new attempt; `seen` are the ids of earlier ones, `now` is in seconds. */
export function begin(quiz, seed, seen, now) {
  return { quiz: quiz.id, seed, started: now, paper: paper(quiz, seed, seen), answers: {}, flags: new Set(), checks: {} };
}

/** Keep an answer; an empty one is none. */
export function give(attempt, question, entries, at) {
  if (isAnswered(entries)) attempt.answers[question.id] = { ...hold(question, entries), at };
  else delete attempt.answers[question.id];
}

export const heldAt = (attempt, id) => attempt.answers[id]?.entries ?? [];
export const isHeld = (attempt, id) => attempt.answers[id] !== undefined;

/** Places of an answer whose text the LMS could not keep: its mark is known, its wording is not. */
export function lostAt(attempt, id) {
  const { entries = [], lines = {} } = attempt.answers[id] ?? {};
  return Object.keys(lines).filter((place) => !entries[place]).map(Number);
}

/** What the last answer earns by itself, from its text or, where that is gone, from the line that took it. */
export function creditOf(question, attempt) {
  const { entries = [], lines = {} } = attempt.answers[question.id] ?? {}, lost = lostAt(attempt, question.id);
  if (!lost.length) return credit(question, entries);
  const { task } = question;
  const earned = (lineNumber, rows) => (lineNumber > 1 ? weight(rows[lineNumber - 2]) : ZERO);
  if (isWritten(task)) return credit(question, entries);
  if (task.kind === "evidence") return credit({ ...question, task: placeless(task, lines, lost) }, entries.map((entry, place) => (lost.includes(place) ? STAND_IN : entry)));
  if (task.kind !== "cloze") return earned(lines[0], task.lines);
  const shown = credit({ ...question, task }, entries.map((entry, place) => (lost.includes(place) ? "" : entry)));
  const hidden = lost.filter((place) => positive(earned(lines[place], task.blanks[place].accepted))).length;
  return add(shown, fraction(hidden, task.blanks.length));
}

const STAND_IN = "x";

/** The task in which a place whose text is gone is right where its text was right, and wrong where it was wrong. */
function placeless(task, lines, lost) {
  const claims = task.claims.map((claim, row) => {
    const place = 2 * row + 1;
    return claim.places && lost.includes(place) ? { ...claim, places: [{ value: lines[place] > 1 ? STAND_IN : `not ${STAND_IN}` }] } : claim;
  });
  return { ...task, claims };
}

/** What a question earns in this attempt, in points: each further try takes an equal share off. */
export function earnedAt(quiz, question, attempt) {
  const checks = attempt.checks[question.id] ?? 0;
  const share = quiz.tries > 1 && checks > 1 ? shareOfTry(checks, quiz.tries) : ONE;
  return times(times(creditOf(question, attempt), share), fraction(question.points ?? 1));
}

export function markOf(quiz, questions, attempt) {
  return {
    earned: attempt.paper.reduce((sum, id) => (worth(questions[id]) ? add(sum, earnedAt(quiz, questions[id], attempt)) : sum), ZERO),
    possible: attempt.paper.reduce((sum, id) => sum + worth(questions[id]), 0),
  };
}

/** Whether a question is closed: checked, and right or without another try. */
export function isClosed(quiz, question, attempt) {
  const checks = attempt.checks[question.id] ?? 0;
  return checks > 0 && (checks >= quiz.tries || same(creditOf(question, attempt), ONE));
}

/** Seconds left, or null where there is no limit. */
export function timeLeft(quiz, attempt, now) {
  return quiz.timeLimit ? Math.max(0, attempt.started + quiz.timeLimit - now) : null;
}
