// From credits to one number: the twin of app/assessment/marks.py. A mark is {earned: fraction, possible: whole number}.

import { ZERO, add, fraction } from "./fraction.js";

/** floor(100 x earned / possible + 1/2), a whole number; 0 where nothing is possible. */
export function percent({ earned, possible }) {
  if (!possible) return 0;
  const { n, d } = add(fraction(100n * earned.n, earned.d * BigInt(possible)), fraction(1, 2));
  return Number(n / d);
}

export const passes = (mark, passMark) => percent(mark) >= passMark;

export function total(marks) {
  return marks.reduce((sum, mark) => ({ earned: add(sum.earned, mark.earned), possible: sum.possible + mark.possible }), { earned: ZERO, possible: 0 });
}

/** What is left of a credit at the first, second … try: of three 1, 2/3, 1/3; past the last 0. */
export const shareOfTry = (number, tries) => fraction(Math.max(0, tries - number + 1), tries);

const passed = (quiz) => quiz.best !== null && passes(quiz.best, quiz.passMark);

/** The result of a course; `status` is what an LMS is told: passed, failed, completed, or null while it is open. */
export function courseResult(finished, quizzes) {
  const all = quizzes.every(passed), final = quizzes.filter((quiz) => quiz.final);
  const score = total((final.length ? final : quizzes).map((quiz) => quiz.best ?? { earned: ZERO, possible: quiz.possible }));
  return {
    finished, passed: all && finished, percent: percent(score), taken: quizzes.some((quiz) => quiz.best !== null),
    status: finished && all ? (quizzes.length ? "passed" : "completed") : quizzes.some(lost) ? "failed" : null,
  };
}

const lost = (quiz) => !passed(quiz) && quiz.attemptsLeft === 0;
