// Called by pytest: pack and unpack many random learners of an exported course; says how long the longest state was.
// node roundtrip.mjs FILE SEED COUNT; the file holds {course, questions}, as a package carries them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { begin, give, lostAt, markOf, creditOf } from "../../static/player/attempt.js";
import { mulberry32 } from "../../static/player/draw.js";
import { fraction, text } from "../../static/player/fraction.js";
import { isAnswered, keysOf, objection } from "../../static/player/grading.js";
import { fresh, pack, ROOM, unpack } from "../../static/player/state.js";

const [file, seed, count, mode = "random"] = process.argv.slice(2);
const { course, questions } = JSON.parse(readFileSync(file, "utf-8"));
const next = mulberry32(Number(seed)), upTo = (number) => Math.floor((next() / 2 ** 32) * number), maybe = () => (mode === "most" ? true : upTo(2) === 1);
const pick = (row) => row[upTo(row.length)];

function shuffled(row) {
  return row.map((each) => [next(), each]).sort((a, b) => a[0] - b[0]).map(([, each]) => each);
}

const WORDS = ["seal", "ختم", "печать", "x".repeat(20), "印章 register", "condition", "effect", "SAQ", "a b  c", "“quoted”"];
const NUMBERS = ["5", "-12,5", "0.05", "١٢٫٨", "1 234 567,8", "12 %", "123456789012", "1234567890123", "99"];

const ANSWER = {
  single: ({ options }) => [pick(keysOf(options))],
  truefalse: ({ options }) => [pick(keysOf(options))],
  multiple: ({ options }) => keysOf(options).filter(() => mode === "most" || upTo(2)),
  numeric: () => [mode === "most" ? "123456789012" : pick(NUMBERS)],
  text: () => [mode === "most" ? "x".repeat(20) : pick(WORDS)],
  match: ({ items, pieces }) => keysOf(items).filter(() => mode === "most" || upTo(3)).map((item) => `${item}.${pick(keysOf(pieces))}`),
  order: ({ items }) => shuffled(keysOf(items)),
  cloze: ({ blanks }) => blanks.map((blank) => (blank.options ? pick(keysOf(blank.options)) : mode === "most" ? "x".repeat(20) : pick(["", ...WORDS]))),
  evidence: ({ claims, place }) => claims.flatMap(({ says, places = [] }) => [pick(["", "supports", "contradicts", "silent", says]), ...(place ? [typed(places)] : [])]),
  rating: ({ risks }) => risks.flatMap(() => [pick("12345"), pick("12345"), pick(["", ..."01234"])]),
  essay: ({ criteria }) => [typed([]) || "x", ...ticks(criteria)],
  finding: ({ parts, grades, criteria }) => [...parts.map(() => typed([])), pick(["", ...keysOf(grades)]), ...ticks(criteria)],
  riskmatrix: ({ spots }) => spots.flatMap(() => [pick("12345"), pick(["", ..."12345"])]),
};

const ticks = (criteria) => (mode === "most" || upTo(2) ? ["model", ...keysOf(criteria).filter(() => mode === "most" || upTo(2))] : []);
const typed = (places) => (mode === "most" ? "x".repeat(20) : pick(["", ...WORDS, ...places.map((line) => line.value)]));

function learner() {
  const { layout } = course, state = fresh(layout);
  if (maybe()) state.place = pick(layout.places);
  for (const id of layout.lessons) if (maybe()) { state.seen.add(id); if (maybe()) state.finished.add(id); }
  for (const id of layout.practice) if (maybe()) state.practised.add(id);
  for (const rules of layout.quizzes) {
    const quiz = state.quizzes[rules.id], { points } = course.quizzes[rules.id];
    if (!maybe()) continue;
    quiz.attempts = upTo(4) + 1;
    quiz.last = upTo(101);
    quiz.best = maybe() ? { earned: fraction(BigInt(upTo(2 ** 31)) % (BigInt(rules.unit) * BigInt(points) + 1n), BigInt(rules.unit)), possible: points } : { earned: fraction(quiz.last * points, 100), possible: points, carried: true };
    if (rules.wait) quiz.closed = upTo(2 ** 31);
    for (const id of rules.pool) if (maybe()) quiz.seen.add(id);
    quiz.path = shuffled(rules.documents).filter(() => mode === "most" || upTo(2));
  }
  if (maybe()) openAttempt(state);
  return state;
}

function openAttempt(state) {
  if (!course.layout.quizzes.length) return;
  const rules = mode === "most" ? course.layout.quizzes.reduce((a, b) => (reach(a) > reach(b) ? a : b)) : pick(course.layout.quizzes);
  const quiz = course.quizzes[rules.id];
  state.open = begin(quiz, next(), state.quizzes[quiz.id].seen, 1795000000 + upTo(1000));
  state.open.paper.forEach((id, index) => {
    const question = questions[id], answer = ANSWER[question.task.kind](question.task);
    if (maybe()) state.open.flags.add(id);
    if (maybe() && isAnswered(answer) && objection(question, answer) === null) give(state.open, question, answer, 1795000000 + index);
    state.open.checks[id] = rules.checks ? upTo(rules.checks + 1) : 0;
  });
}

const reach = (rules) => course.quizzes[rules.id].count;

/** What must come back: all but texts that found no room, of which the mark must. */
function told(state, unkept) {
  const lost = (id, place) => unkept.some((each) => each.question === id && each.place === place);
  const answers = Object.entries(state.open?.answers ?? {}).map(([id, { entries, lines }]) => {
    const kept = entries.map((entry, place) => (lost(id, place) ? "" : entry));
    const exact = questions[id].task.kind === "numeric" && kept[0];  // a number that is kept as typed needs no line
    return [id, kept.join("\0"), exact ? "" : JSON.stringify(lines), text(creditOf(questions[id], state.open))];
  });
  const quizzes = Object.entries(state.quizzes).map(([id, { attempts, best, last, closed, seen, path }]) => [id, attempts, best && [text(best.earned), best.possible, Boolean(best.carried)], last, closed, [...seen].sort(), path]);
  const open = state.open && [state.open.quiz, state.open.seed, state.open.started, state.open.paper, [...state.open.flags].sort(), Object.entries(state.open.checks).sort(), answers.sort()];
  return JSON.stringify([state.place, [...state.seen].sort(), [...state.finished].sort(), [...state.practised].sort(), quizzes, open]);
}

let longest = 0, dropped = 0;
for (let turn = 0; turn < Number(count); turn += 1) {
  const state = learner(), { text: packed, unkept } = pack(state, course), again = unpack(packed, course);
  assert.match(packed, /^[\x20-\x7e]*$/);
  assert.ok(packed.length <= ROOM, `${packed.length} characters`);
  assert.equal(told(again, []), told(state, unkept));
  for (const { question, place } of unkept) assert.ok(lostAt(again.open, question).includes(place));
  if (state.open) {
    const all = (one) => text(markOf(course.quizzes[one.open.quiz], questions, one.open).earned);
    assert.equal(all(again), all(state));
  }
  assert.equal(pack(again, course).text, packed);
  longest = Math.max(longest, packed.length);
  dropped += unkept.length;
}
console.log(JSON.stringify({ longest, dropped }));
