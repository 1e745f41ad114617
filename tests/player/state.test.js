// What stands in suspend_data, and what a later version of the course makes of it.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Reader, Writer, width } from "../../static/player/bits.js";
import { rank, unrank } from "../../static/player/fields.js";
import { fraction } from "../../static/player/fraction.js";
import { percent } from "../../static/player/marks.js";
import { fresh, pack, unpack } from "../../static/player/state.js";

const quiz = (id) => ({ id, unit: "6", possible: 10, checks: 0, wait: false, pool: [], documents: [] });
function course(name, { lessons = ["alpha", "beta", "gamma"], quizzes = ["check"] } = {}) {
  return {
    layout: { name, places: [...lessons, ...quizzes].sort(), lessons, practice: ["q-p"], quizzes: quizzes.map(quiz), fields: { "q-1": [["c", 3]], "q-t": [["t", 1]] } },
    quizzes: Object.fromEntries(quizzes.map((id) => [id, { id, points: 10, shuffle: false, items: [{ question: "q-1" }, { question: "q-t" }] }])),
  };
}

function learner(of) {
  const state = fresh(of.layout);
  state.place = "beta";
  ["alpha", "beta"].forEach((id) => state.seen.add(id) && state.finished.add(id));
  Object.assign(state.quizzes.check, { attempts: 2, best: { earned: fraction(17, 2), possible: 10 }, last: 50 });
  return state;
}

test("bits are written and read back", () => {
  const out = new Writer().put(5, 3).put(0, 0).put(2n ** 70n, 71).put(1, 1);
  const from = new Reader(String(out));
  assert.deepEqual([from.get(3), from.get(0), from.big(71), from.get(1)], [5, 0, 2n ** 70n, 1]);
  assert.deepEqual([0, 1, 2, 3, 4, 255, 256].map((each) => width(each)), [0, 1, 2, 2, 3, 8, 9]);
  assert.throws(() => from.get(20), RangeError);
  assert.throws(() => new Reader("%"), RangeError);
});

test("every order has its number", () => {
  const seen = new Set();
  for (let number = 0n; number < 24n; number += 1n) {
    const order = unrank(number, 4);
    assert.equal(rank(order), number);
    seen.add(order.join());
  }
  assert.equal(seen.size, 24);
});

test("a later version keeps place, finished lessons, attempts and best marks, and gives the open attempt up", () => {
  const old = course("aaaa"), later = course("bbbb", { lessons: ["alpha", "beta", "delta", "gamma"], quizzes: ["check", "more"] });
  const state = learner(old);
  state.open = { quiz: "check", seed: 1, started: 2, paper: ["q-1", "q-t"], answers: {}, flags: new Set(), checks: {} };

  const again = unpack(pack(state, old).text, later);

  assert.equal(again.dropped, true);
  assert.equal(again.open, null);
  assert.equal(again.place, "beta");
  assert.deepEqual([...again.finished].sort(), ["alpha", "beta"]);
  assert.equal(again.quizzes.check.attempts, 2);
  assert.equal(percent(again.quizzes.check.best), 85);
  assert.equal(again.quizzes.more.best, null);
});

test("a best mark that was carried over survives being kept again", () => {
  const later = course("bbbb"), again = unpack(pack(learner(course("aaaa")), course("aaaa")).text, later);

  const twice = unpack(pack(again, later).text, later);

  assert.equal(percent(twice.quizzes.check.best), 85);
  assert.equal(twice.quizzes.check.best.carried, true);
});

test("two lessons whose hashes meet never finish each other in a later version", () => {
  const ids = [];
  const hash = (id) => { let value = 0x811c9dc5; for (const byte of new TextEncoder().encode(id)) value = Math.imul(value ^ byte, 0x01000193) >>> 0; return value % 4096; };
  for (let n = 0; ids.length < 2; n += 1) if (hash(`lesson-${n}`) === hash("lesson-0")) ids.push(`lesson-${n}`);
  const of = course("aaaa", { lessons: ids }), state = fresh(of.layout);
  state.finished.add(ids[0]);

  assert.deepEqual([...unpack(pack(state, of).text, course("bbbb", { lessons: ids })).finished], []);
  assert.deepEqual([...unpack(pack(state, of).text, of).finished], [ids[0]]);
});

test("what nobody wrote, or what is broken, gives a fresh learner", () => {
  const of = course("aaaa");
  for (const text of ["", null, undefined, "undefined", "null", "{}", "1aaaa", "1aaaaXF...", "1aaaaXF.%.%.", "2aaaa.A.A.A", "1aaaaXF.AA.AA.AA", "1bbbbXF.A.A.", "\u0000".repeat(4096), ".".repeat(4096), "ختم"]) {
    const state = unpack(text, of);
    assert.equal(state.place, "", String(text));
    assert.equal(state.open, null);
    assert.equal(state.lost, Boolean(text) && !["undefined", "null"].includes(text), String(text));
  }
});

const full = (of) => {
  const state = learner(of);
  state.open = { quiz: "check", seed: 1, started: 2, paper: ["q-1", "q-t"], flags: new Set(["q-1"]), checks: {}, answers: { "q-1": { entries: ["02"], lines: {}, at: 1 }, "q-t": { entries: ["a seal register"], lines: { 0: 2 }, at: 9 } } };
  return pack(state, of).text;
};

test("a state of another course gives a fresh learner, though its lessons have the same names", () => {
  const ours = { ...course("aaaa"), id: "seals" }, theirs = { ...course("bbbb"), id: "gates" };

  const state = unpack(full(theirs), ours);

  assert.equal(state.lost, true);
  assert.deepEqual([...state.finished], []);
  assert.equal(state.quizzes.check.attempts, 0);
});

test("a state that was cut anywhere gives what is whole, and never an error", () => {
  const of = course("aaaa"), whole = full(of), [head, known, own] = whole.split(".");
  for (let length = 0; length < whole.length; length += 1) {
    const state = unpack(whole.slice(0, length), of), parts = whole.slice(0, length).split(".").length;
    assert.deepEqual([...state.finished], parts > 2 ? ["alpha", "beta"] : [], String(length));
    assert.equal(Boolean(state.open), length > `${head}.${known}.${own}`.length, String(length));
  }
});

test("whatever the bits are, nothing breaks", () => {
  const of = course("aaaa"), whole = full(of), signs = "AZaz09-_.";
  for (let place = 0; place < whole.length; place += 1) {
    for (const sign of signs) {
      const state = unpack(whole.slice(0, place) + sign + whole.slice(place + 1), of);
      assert.ok(state.quizzes.check.attempts <= 255);
    }
  }
});

test("a text that finds no room keeps its mark and is named, the newest is kept first", () => {
  const of = course("aaaa"), state = fresh(of.layout);
  state.open = { quiz: "check", seed: 1, started: 2, paper: ["q-1", "q-t"], flags: new Set(), checks: {}, answers: { "q-t": { entries: ["x".repeat(3000)], lines: { 0: 2 }, at: 9 } } };

  const { text, unkept } = pack(state, of), again = unpack(text, of);

  assert.deepEqual(unkept, [{ question: "q-t", place: 0 }]);
  assert.ok(text.length < 200);
  assert.deepEqual(again.open.answers["q-t"].lines, { 0: 2 });
});
