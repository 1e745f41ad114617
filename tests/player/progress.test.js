// What a learner of a package has done and may do next, and one sitting of one quiz.
import assert from "node:assert/strict";
import { test } from "node:test";

import { begin, creditOf, earnedAt, give, isClosed, markOf, timeLeft } from "../../static/player/attempt.js";
import { fraction, text } from "../../static/player/fraction.js";
import { attemptsLeft, close, isFinal, lockOf, markAt, minutesLeft, moduleLock, neighbours, nextOf, resultOf, untried } from "../../static/player/progress.js";
import { fresh } from "../../static/player/state.js";

const lesson = (id, number, more = {}) => ({ id, number, title: id, kind: "lesson", minutes: 5, required: true, practice: [], ...more });
const quiz = (id, number) => lesson(id, number, { kind: "quiz", minutes: 8 });
const rules = (id, more = {}) => ({ id, graded: true, pass: 80, attempts: 3, wait: null, timeLimit: null, feedback: "at-end", tries: 1, final: false, points: 10, items: [], ...more });

function course({ order = "locked", first = {}, second = {} } = {}) {
  return {
    order,
    modules: [
      { id: "one", number: "1", elective: false, lessons: [lesson("a", "1.1", { practice: ["q-p"] }), lesson("b", "1.2", { required: false }), quiz("qa", "1.3")] },
      { id: "extra", number: "2", elective: true, lessons: [lesson("x", "2.1"), quiz("qx", "2.2")] },
      { id: "two", number: "3", elective: false, lessons: [lesson("c", "3.1"), quiz("qc", "3.2")] },
    ],
    quizzes: { qa: rules("qa", first), qx: rules("qx"), qc: rules("qc", second) },
    layout: { quizzes: ["qa", "qc", "qx"].map((id) => ({ id })) },
  };
}
const learner = (of) => fresh(of.layout);
const best = (points, possible = 10) => ({ earned: fraction(points), possible });
const at = (of, id) => of.modules.flatMap((module) => module.lessons).find((each) => each.id === id);

test("a module opens when the counted one before it is done, electives always", () => {
  const of = course(), state = learner(of);
  assert.equal(moduleLock(of, state, of.modules[2]).id, "one");
  assert.equal(moduleLock(of, state, of.modules[1]), null);
  assert.deepEqual(lockOf(of, state, at(of, "c")).module.id, "one");
  assert.equal(lockOf(of, state, at(of, "qx")), null);
  state.finished.add("a");
  state.quizzes.qa.best = best(8);
  assert.equal(moduleLock(of, state, of.modules[2]), null);
});

test("a graded quiz opens when the required lessons before it are finished", () => {
  const of = course(), state = learner(of);
  assert.deepEqual(lockOf(of, state, at(of, "qa")).lessons.map((each) => each.id), ["a"]);
  state.finished.add("a");
  assert.equal(lockOf(of, state, at(of, "qa")), null);
  assert.equal(lockOf(course({ order: "free" }), learner(of), at(of, "qa")), null);
  const practice = course({ first: { graded: false } });
  assert.equal(lockOf(practice, learner(practice), at(practice, "qa")), null);
});

test("marks tell seen, finished, passed and not passed apart", () => {
  const of = course(), state = learner(of);
  assert.equal(markAt(of, state, at(of, "a")), "none");
  state.seen.add("a");
  assert.equal(markAt(of, state, at(of, "a")), "seen");
  state.finished.add("a");
  assert.equal(markAt(of, state, at(of, "a")), "finished");
  assert.equal(markAt(of, state, at(of, "qa")), "none");
  state.quizzes.qa.best = best(7);
  assert.equal(markAt(of, state, at(of, "qa")), "failed");
  state.quizzes.qa.best = best(8);
  assert.equal(markAt(of, state, at(of, "qa")), "passed");
});

test("electives never count, and every counted quiz has to be passed", () => {
  const of = course(), state = learner(of);
  ["a", "c"].forEach((id) => state.finished.add(id));
  state.quizzes.qx.best = best(0);
  state.quizzes.qa.best = best(9);
  assert.deepEqual([resultOf(of, state).status, resultOf(of, state).percent], [null, 45]);
  state.quizzes.qc.best = best(8);
  assert.deepEqual([resultOf(of, state).status, resultOf(of, state).percent], ["passed", 85]);
});

test("a failed that our own state does not know is not final", () => {
  const of = course(), state = learner(of);
  assert.deepEqual(["passed", "completed", "failed", "incomplete", ""].map((status) => isFinal(of, state, status)), [true, true, false, false, false]);
  Object.assign(state.quizzes.qa, { attempts: 3, best: best(1) });
  assert.equal(isFinal(of, state, "failed"), true);
});

test("it goes on where the learner stopped, else at the first open line that is not done", () => {
  const of = course(), state = learner(of);
  assert.equal(nextOf(of, state).id, "a");
  state.place = "b";
  assert.equal(nextOf(of, state).id, "b");
  ["a", "b"].forEach((id) => state.finished.add(id));
  assert.equal(nextOf(of, state).id, "qa");
  ["x", "c"].forEach((id) => state.finished.add(id));
  for (const id of ["qa", "qx", "qc"]) state.quizzes[id].best = best(10);
  assert.equal(nextOf(of, state).id, "b");
  assert.equal(minutesLeft(of, state, of.modules[0].lessons), 0);
});

test("neighbours, open practice and attempts that are left", () => {
  const of = course(), state = learner(of);
  assert.deepEqual(neighbours(of, "a").map((each) => each?.id ?? null), [null, "b"]);
  assert.deepEqual(neighbours(of, "qc").map((each) => each?.id ?? null), ["c", null]);
  assert.deepEqual(untried(state, at(of, "a")), ["q-p"]);
  state.quizzes.qa.attempts = 5;
  assert.equal(attemptsLeft(of.quizzes.qa, state), 0);
  assert.equal(attemptsLeft({ ...of.quizzes.qa, attempts: null }, state), null);
});

test("of several attempts the best share counts", () => {
  const of = course(), state = learner(of), attempt = { quiz: "qa", paper: ["q-1"] };
  close(state, attempt, best(6, 10), 1);
  close(state, attempt, best(2, 3), 2);
  close(state, attempt, best(1, 10), 3);
  assert.deepEqual([text(state.quizzes.qa.best.earned), state.quizzes.qa.last, state.quizzes.qa.closed, [...state.quizzes.qa.seen]], ["2", 10, 3, ["q-1"]]);
});

const single = { id: "q-1", points: 2, task: { kind: "single", options: [{ key: "01", correct: true }, { key: "02" }] } };
const typed = { id: "q-2", task: { kind: "text", lines: [{ value: "seal" }, { value: "lock", weight: "0.5" }] } };
const cloze = { id: "q-3", task: { kind: "cloze", blanks: [{ accepted: [{ value: "a" }] }, { options: [{ key: "01", correct: true }] }] } };

test("each further try takes an equal share, and a right answer closes", () => {
  const of = rules("qa", { tries: 3, items: [{ question: "q-1" }] }), attempt = begin(of, 1, new Set(), 100);
  give(attempt, single, ["02"], 1);
  attempt.checks["q-1"] = 1;
  assert.equal(isClosed(of, single, attempt), false);
  give(attempt, single, ["01"], 2);
  attempt.checks["q-1"] = 2;
  assert.equal(isClosed(of, single, attempt), true);
  assert.equal(text(earnedAt(of, single, attempt)), "4/3");
  assert.deepEqual(markOf(of, { "q-1": single }, attempt).possible, 2);
});

test("a text that the LMS did not keep keeps its mark", () => {
  const attempt = begin(rules("qa"), 1, new Set(), 100);
  attempt.answers["q-2"] = { entries: [], lines: { 0: 3 } };
  attempt.answers["q-3"] = { entries: ["", "01"], lines: { 0: 2 } };
  assert.equal(text(creditOf(typed, attempt)), "1/2");
  assert.equal(text(creditOf(cloze, attempt)), "1");
  const seals = { id: "q-4", task: { kind: "evidence", place: "half", claims: [{ key: "01", says: "supports", places: [{ value: "6.4" }] }, { key: "02", says: "silent" }] } };
  attempt.answers["q-4"] = { entries: ["supports", "", "silent", ""], lines: { 1: 2, 3: 1 } };
  assert.equal(text(creditOf(seals, attempt)), "1");
  attempt.answers["q-4"].lines[1] = 1;
  assert.equal(text(creditOf(seals, attempt)), "3/4");
  const essay = { id: "q-5", points: 4, task: { kind: "essay", criteria: [{ key: "01" }, { key: "02", points: 3 }] } };
  attempt.answers["q-5"] = { entries: ["", "model", "02"], lines: { 0: 1 } };
  assert.equal(text(creditOf(essay, attempt)), "3/4");
  attempt.answers["q-2"].lines[0] = 1;
  assert.equal(text(creditOf(typed, attempt)), "0");
});

test("an emptied answer is none, and time only runs where there is a limit", () => {
  const attempt = begin(rules("qa"), 1, new Set(), 100);
  give(attempt, typed, ["seal"], 1);
  give(attempt, typed, [" "], 2);
  assert.deepEqual(attempt.answers, {});
  assert.equal(timeLeft(rules("qa"), attempt, 105), null);
  assert.equal(timeLeft(rules("qa", { timeLimit: 60 }), attempt, 105), 55);
  assert.equal(timeLeft(rules("qa", { timeLimit: 60 }), attempt, 500), 0);
});
