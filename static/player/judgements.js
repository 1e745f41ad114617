// Kinds of question that are judged row by row: the twin of app/assessment/judgements.py.

import { ONE, ZERO, add, fraction, times } from "./fraction.js";
import { LONGEST_TEXT, shownWording, textLine } from "./lines.js";
import { length } from "./wording.js";

export const SAYS = ["supports", "contradicts", "silent"];
export const BANDS = ["low", "medium", "high", "critical"];
const MARKS = ["1", "2", "3", "4", "5"], CONTROLS = ["0", "1", "2", "3", "4"];
const FEWEST_EXPERTS = 10;
const HALF = fraction(1, 2);

const ROWS = { evidence: (task) => task.claims, rating: (task) => task.risks, riskmatrix: (task) => task.spots };
const OFFERED = {
  evidence: (task) => (task.place ? [SAYS, null] : [SAYS]),
  rating: () => [MARKS, MARKS, CONTROLS],
  riskmatrix: () => [MARKS, MARKS],
};
const JUDGE = { evidence: claimed, rating: rated, riskmatrix: placed };

export const isJudged = ({ kind }) => kind in ROWS;
export const rowsOf = (task) => ROWS[task.kind](task);
export const widthOf = (task) => OFFERED[task.kind](task).length;

/** Too few experts stand behind it, so that its credit is shown and never counts. */
export const isTraining = ({ kind, experts = 0 }) => kind === "riskmatrix" && experts > 0 && experts < FEWEST_EXPERTS;

/** Each row as {key, given, right, credit}. */
export function judged(task, answer) {
  const rows = rowsOf(task), width = widthOf(task), whole = answer.length === rows.length * width;
  return rows.map((row, at) => {
    const given = whole ? answer.slice(at * width, (at + 1) * width) : Array(width).fill("");
    return { key: row.key, given, ...JUDGE[task.kind](row, given, task) };
  });
}

export function judgedCredit(task, answer) {
  const rows = judged(task, answer);
  return times(rows.reduce((sum, row) => add(sum, row.credit), ZERO), fraction(1, rows.length));
}

export function judgedObjection(task, answer) {
  const offered = OFFERED[task.kind](task);
  if (answer.length && answer.length !== rowsOf(task).length * offered.length) return "wrong-length";
  for (const [place, entry] of answer.entries()) {
    const choices = offered[place % offered.length];
    if (choices === null && length(entry) > LONGEST_TEXT) return "too-long";
    if (choices !== null && entry && !choices.includes(entry)) return "unknown-choice";
  }
  return null;
}

function claimed({ says, places = [] }, [said, place], task) {
  const wanted = Boolean(task.place && places.length), right = wanted ? `${says}.${shownWording(places)}` : says;
  if (said !== says) return { right, credit: ZERO };
  return { right, credit: !wanted || textLine(places, place) ? ONE : HALF };
}

export const residualInTenths = (likelihood, impact, control) => likelihood * impact * (10 - 2 * control);
export const bandOf = (likelihood, impact, control) => Math.min(Math.floor(residualInTenths(likelihood, impact, control) / 50), 3);

const isWhole = (given, task) => given.every((mark, place) => OFFERED[task.kind](task)[place].includes(mark));
const bySteps = (steps) => [ONE, HALF][steps] ?? ZERO;

function rated({ likelihood, impact, control }, given, task) {
  const marks = [likelihood, impact, control], right = marks.join(".");
  if (!isWhole(given, task)) return { right, credit: ZERO };
  const mine = given.map(Number), near = mine.every((mark, place) => Math.abs(mark - marks[place]) <= 1);
  return { right, credit: near ? bySteps(Math.abs(bandOf(...mine) - bandOf(...marks))) : ZERO };
}

function placed({ cell = "", votes = [] }, given, task) {
  const right = cell || votes[0].cell;
  if (!isWhole(given, task)) return { right, credit: ZERO };
  if (cell) return { right, credit: bySteps(Math.max(...cell.split(".").map((mark, place) => Math.abs(mark - given[place])))) };
  const chose = votes.find((each) => each.cell === given.join("."))?.experts ?? 0;
  return { right, credit: fraction(chose, Math.max(...votes.map((each) => each.experts))) };
}
