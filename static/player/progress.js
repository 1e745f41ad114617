// What a learner has done and may do next, from the course as it was exported and the state that was kept.

import { compare } from "./fraction.js";
import { courseResult, passes, percent } from "./marks.js";

export const lessonsOf = (course) => course.modules.flatMap((module) => module.lessons);
export const findLesson = (course, id) => lessonsOf(course).find((lesson) => lesson.id === id);
export const moduleOf = (course, id) => course.modules.find((module) => module.lessons.some((lesson) => lesson.id === id));

export function neighbours(course, id) {
  const row = lessonsOf(course), place = row.findIndex((lesson) => lesson.id === id);
  return [row[place - 1] ?? null, row[place + 1] ?? null];
}

export function attemptsLeft(quiz, state) {
  return quiz.attempts === null ? null : Math.max(0, quiz.attempts - state.quizzes[quiz.id].attempts);
}

export function isPassed(course, state, id) {
  const { best } = state.quizzes[id];
  return best !== null && passes(best, course.quizzes[id].pass);
}

/** none, seen, finished, passed or failed: the mark before a line. */
export function markAt(course, state, lesson) {
  if (lesson.kind === "lesson") return state.finished.has(lesson.id) ? "finished" : state.seen.has(lesson.id) ? "seen" : "none";
  if (isPassed(course, state, lesson.id)) return "passed";
  return state.quizzes[lesson.id].best !== null ? "failed" : "none";
}

const isDone = (course, state, lesson) =>
  (lesson.kind === "lesson" ? !lesson.required || state.finished.has(lesson.id) : !course.quizzes[lesson.id].graded || isPassed(course, state, lesson.id));

export const isModuleDone = (course, state, module) => module.lessons.every((lesson) => isDone(course, state, lesson));

/** What a locked module waits for: the counted one before it, as the server says it too; null where the way is free. */
export function moduleLock(course, state, module) {
  if (course.order !== "locked" || module.elective) return null;
  const before = course.modules.slice(0, course.modules.indexOf(module)).filter((each) => !each.elective);
  return before.every((each) => isModuleDone(course, state, each)) ? null : before.at(-1);
}

/** {module} or {lessons} that have to be done first, or null where a lesson is open. */
export function lockOf(course, state, lesson) {
  if (course.order !== "locked") return null;
  const module = moduleOf(course, lesson.id), locking = moduleLock(course, state, module);
  if (locking) return { module: locking };
  if (lesson.kind === "lesson" || !course.quizzes[lesson.id].graded || module.elective) return null;
  const before = module.lessons.slice(0, module.lessons.indexOf(lesson));
  const open = before.filter((each) => each.kind === "lesson" && each.required && !state.finished.has(each.id));
  return open.length ? { lessons: open } : null;
}

/** Practice questions of a lesson that were not tried yet. */
export const untried = (state, lesson) => lesson.practice.filter((id) => !state.practised.has(id));

export function resultOf(course, state) {
  const counted = course.modules.filter((module) => !module.elective).flatMap((module) => module.lessons);
  const finished = counted.filter((lesson) => lesson.kind === "lesson" && lesson.required).every((lesson) => state.finished.has(lesson.id));
  const quizzes = counted.filter((lesson) => lesson.kind !== "lesson" && course.quizzes[lesson.id].graded).map(({ id }) => {
    const quiz = course.quizzes[id];
    return { best: state.quizzes[id].best, possible: quiz.points, passMark: quiz.pass, attemptsLeft: attemptsLeft(quiz, state), final: quiz.final };
  });
  return courseResult(finished, quizzes);
}

/** Where to go on: the place that was left, if it is open, else the first line that is open and not done. */
export function nextOf(course, state) {
  const open = lessonsOf(course).filter((lesson) => !lockOf(course, state, lesson));
  const here = open.find((lesson) => lesson.id === state.place);
  const undone = (lesson) => !["finished", "passed"].includes(markAt(course, state, lesson));
  return here && undone(here) ? here : open.find(undone) ?? here ?? open[0];
}

export const minutesLeft = (course, state, lessons) =>
  lessons.filter((lesson) => !["finished", "passed"].includes(markAt(course, state, lesson))).reduce((sum, lesson) => sum + lesson.minutes, 0);

/** Keep the result of a closed attempt: the best mark stays. `now` is in minutes. */
export function close(state, attempt, mark, now) {
  const quiz = state.quizzes[attempt.quiz];
  quiz.last = percent(mark);
  quiz.closed = now;
  attempt.paper.forEach((id) => quiz.seen.add(id));
  const share = ({ earned, possible }) => ({ n: earned.n, d: earned.d * BigInt(possible || 1) });
  if (quiz.best === null || compare(share(mark), share(quiz.best)) > 0) quiz.best = mark;
  state.open = null;
}

/** Whether a stored status needs no "incomplete" any more: an LMS may have written "failed" by itself. */
export function isFinal(course, state, status) {
  if (status === "passed" || status === "completed") return true;
  return status === "failed" && resultOf(course, state).status === "failed";
}
