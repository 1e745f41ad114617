// The vectors that bind the Python and the JavaScript grader, run against JavaScript.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fnv1a, mulberry32, orderOf, paper } from "../../static/player/draw.js";
import { parse, text } from "../../static/player/fraction.js";
import { credit, objection, uncounted, worth } from "../../static/player/grading.js";
import { courseResult, percent, shareOfTry } from "../../static/player/marks.js";
import { readNumber } from "../../static/player/numbers.js";
import { review } from "../../static/player/review.js";
import { folded, matches } from "../../static/player/wording.js";

const vectors = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf-8"));
const grading = vectors("grading"), draws = vectors("draw");

test("a typed number is read as the vectors say", () => {
  for (const row of grading.numbers) {
    const { value, problem } = readNumber(row.typed, row.decimal);
    assert.equal(problem ?? text(value), row.problem ?? text(parse(row.value)), JSON.stringify(row));
  }
});

test("two texts are alike as the vectors say", () => {
  for (const row of grading.folding) assert.equal(folded(row.a, row.keep_case) === folded(row.b, row.keep_case), row.same, JSON.stringify(row));
});

test("a pattern takes a text as the vectors say", () => {
  for (const row of grading.patterns) {
    assert.equal(matches(row.pattern, folded(row.typed, row.keep_case), row.keep_case), row.matches, JSON.stringify(row));
  }
});

test("a question counts as the vectors say", () => {
  for (const { name, question, uncounted: why = "" } of grading.questions) {
    assert.equal(uncounted(question), why, name);
    assert.equal(review(question, []).uncounted, why, name);
    assert.equal(worth(question), why ? 0 : question.points ?? 1, name);
  }
});

for (const { name, question, answers } of grading.questions) {
  test(`an answer earns what the vectors say: ${name}`, () => {
    for (const row of answers) {
      const told = review(question, row.answer), where = JSON.stringify(row.answer).slice(0, 80);
      assert.equal(text(credit(question, row.answer)), text(parse(row.credit)), where);
      assert.equal(objection(question, row.answer), row.objection ?? null, where);
      assert.equal(told.verdict, row.verdict, where);
      const parts = told.parts.map((part) => Object.fromEntries(Object.entries(part).filter(([, value]) => value)));
      assert.deepEqual(parts, row.parts, where);
    }
  });
}

test("a mark is rounded once and half up", () => {
  for (const row of grading.marks) assert.equal(percent({ earned: parse(row.earned), possible: row.possible }), row.percent, JSON.stringify(row));
});

test("each further try takes an equal share", () => {
  for (const row of grading.tries) assert.equal(text(shareOfTry(row.number, row.tries)), text(parse(row.share)), JSON.stringify(row));
});

test("the result of a course is what the vectors say", () => {
  for (const row of grading.courses) {
    const quizzes = row.quizzes.map((quiz) => ({
      best: quiz.best === null ? null : { earned: parse(quiz.best), possible: quiz.possible },
      possible: quiz.possible, passMark: quiz.pass_mark, attemptsLeft: quiz.attempts_left, final: quiz.final,
    }));
    const { name, finished, quizzes: _, ...expected } = row;
    assert.deepEqual(courseResult(finished, quizzes), { finished, ...expected }, name);
  }
});

test("names are hashed and numbers drawn as the vectors say", () => {
  for (const row of draws.hashes) assert.equal(fnv1a(row.name), row.hash, row.name);
  for (const row of draws.numbers) {
    const next = mulberry32(row.seed);
    assert.deepEqual(row.numbers.map(() => next()), row.numbers, String(row.seed));
  }
});

test("choices and items come in the order of the vectors", () => {
  for (const row of draws.orders) assert.deepEqual(orderOf(row.question, row.seed, row.shuffle), row.order, row.name);
});

/** The quiz as an export hands it over: who may be drawn is worked out beforehand. */
function exported(quiz) {
  const candidates = quiz.candidates ?? [];
  const fits = (tag, level) => candidates.filter((each) => (!tag || each.tags?.includes(tag)) && [0, each.level ?? 0].includes(level ?? 0)).map((each) => each.id);
  return {
    id: quiz.id,
    shuffle: quiz.policy.shuffle ?? true,
    items: (quiz.items ?? []).map((item) => (item.pick
      ? { pool: item.id, pick: item.pick, unseen: item.prefer_unseen ?? false, ids: item.source ? fits(item.source.slice(4), item.level) : item.questions.map((each) => each.id) }
      : { question: item.id })),
    blueprint: (quiz.blueprint ?? []).map((line) => ({ pick: line.pick, ids: fits(line.tag, line.level) })),
  };
}

test("a paper is drawn as the vectors say", () => {
  for (const row of draws.papers) {
    const draw = () => paper(exported(row.quiz), row.seed, new Set(row.seen ?? []));
    if (row.unfillable) assert.throws(draw, { message: row.unfillable }, row.name);
    else assert.deepEqual(draw(), row.paper, row.name);
  }
});
