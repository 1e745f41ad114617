// Kinds of question that are written and marked by their writer: the twin of app/assessment/written.py.

import { ZERO, fraction } from "./fraction.js";
import { LONGEST_TEXT, isAnswered } from "./lines.js";
import { length } from "./wording.js";

/** Stands behind the texts once they were handed in to be compared with the model: from then on they stay as they are. */
export const MODEL = "model";

export const isWritten = ({ kind }) => kind === "essay" || kind === "finding";
export const gradesOf = (task) => task.grades ?? [];
export const criteriaOf = (task) => task.criteria ?? [];
export const textsOf = (task) => (task.kind === "essay" ? 1 : task.parts.length + (gradesOf(task).length ? 1 : 0));

export const isCompared = (task, answer) => answer[textsOf(task)] === MODEL;
export const ticksOf = (task, answer) => (isCompared(task, answer) ? answer.slice(textsOf(task) + 1) : []);
export const gradeOf = (task, answer) => (gradesOf(task).length ? answer[textsOf(task) - 1] ?? "" : "");
export const rightGrade = (task) => gradesOf(task).find((grade) => grade.correct)?.key ?? "";

const pointsOf = (rows) => rows.reduce((sum, { points = 1 }) => sum + points, 0);

export function writtenCredit(task, answer) {
  if (!isCompared(task, answer)) return ZERO;
  const keys = ticksOf(task, answer), grade = gradesOf(task).length ? task.grade_points ?? 1 : 0;
  const graded = grade && gradeOf(task, answer) === rightGrade(task) ? grade : 0;
  return fraction(pointsOf(criteriaOf(task).filter(({ key }) => keys.includes(key))) + graded, pointsOf(criteriaOf(task)) + grade);
}

export function writtenObjection(task, answer) {
  const width = textsOf(task);
  if (task.kind === "finding" && answer.length >= width && !["", ...gradesOf(task).map(({ key }) => key)].includes(gradeOf(task, answer))) return "unknown-choice";
  if (!answer.length) return null;
  if (answer.length < width) return "wrong-length";
  if (answer.slice(0, width).some((text) => length(text) > LONGEST_TEXT)) return "too-long";
  if (answer.length === width) return null;
  if (!isCompared(task, answer)) return "unknown-choice";
  if (!isAnswered(answer.slice(0, width))) return "write-first";
  const keys = ticksOf(task, answer), offered = criteriaOf(task).map(({ key }) => key);
  if (!keys.every((key) => offered.includes(key))) return "unknown-choice";
  return new Set(keys).size !== keys.length ? "twice" : null;
}
