// The store of SCORM 1.2 against small LMSs: what is sent, in which order, and what never is.
import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { findApi, waitForApi } from "../../static/player/api.js";
import { Clock, timespan } from "../../static/player/clock.js";
import { decimal, interaction } from "../../static/player/interactions12.js";
import { fraction, parse } from "../../static/player/fraction.js";
import { scorm12Store, untrackedStore } from "../../static/player/scorm12.js";

function lms(data = {}, { commit = () => "true", set = () => "true", error = "0" } = {}) {
  const log = [];
  const api = {
    LMSInitialize: () => { log.push(["init"]); return "true"; },
    LMSFinish: () => { log.push(["finish"]); return "true"; },
    LMSGetValue: (element) => data[element] ?? "",
    LMSSetValue: (element, value) => { log.push([element.replace("cmi.", ""), value]); return set(element, value); },
    LMSCommit: () => { log.push(["commit"]); return commit(); },
    LMSGetLastError: () => error,
  };
  return { api, log };
}

const never = () => false;
const clock = () => new Clock(() => 0);
function opened(data, options, more = {}) {
  const { api, log } = lms(data, options), store = scorm12Store(api, { clock: clock(), ...more });
  store.open(never);
  clearInterval(store.pulse);
  log.length = 0;
  return { store, log };
}

test("a status rises and never falls, a score likewise, and the status comes last", () => {
  const { store, log } = opened({});
  store.settle({ percent: 40, status: null });
  store.settle({ percent: 90, status: "passed" });
  store.settle({ percent: 20, status: "failed" });
  store.settle({ percent: 95, status: "completed" });
  assert.deepEqual(log.filter(([element]) => element !== "commit"), [
    ["core.score.min", "0"], ["core.score.max", "100"], ["core.score.raw", "40"],
    ["core.score.raw", "90"], ["core.lesson_status", "passed"], ["core.score.raw", "95"],
  ]);
  store.leave();
});

test("a stored score is never lowered", () => {
  const { store, log } = opened({ "cmi.core.score.raw": "80" });
  store.settle({ percent: 79, status: null });
  assert.deepEqual(log, []);
  store.leave();
});

test("a stored score that is no number is none", () => {
  for (const said of ["null", "undefined", "-", "n/a"]) {
    const { store, log } = opened({ "cmi.core.score.raw": said });
    store.settle({ percent: 60, status: null });
    assert.deepEqual(log.filter(([element]) => element === "core.score.raw"), [["core.score.raw", "60"]], said);
    store.leave();
  }
});

test("words of an LMS count in whatever letters they come", () => {
  const { store, log } = opened({ "cmi.core.lesson_mode": " Review", "cmi.core.lesson_status": "Passed" });
  store.settle({ percent: 100, status: "failed" });
  assert.deepEqual(log, []);
  store.leave();
});

test("what the LMS has already is not sent again", () => {
  const { store, log } = opened({});
  store.save("1abcd...", "a", true);
  store.save("1abcd...", "a", true);
  assert.deepEqual(log, [["suspend_data", "1abcd..."], ["core.lesson_location", "a"], ["commit"]]);
  store.leave();
});

test("nothing is sent after the session has ended, which it does once", () => {
  const { store, log } = opened({});
  store.leave();
  store.leave();
  store.save("x", "a", true);
  store.settle({ percent: 100, status: "passed" });
  store.answered({ id: "q" });
  store.hide();
  assert.deepEqual(log.map(([element]) => element), ["core.session_time", "finish"]);
});

test("whether the LMS took the end of the session is told", () => {
  const { api } = lms(), store = scorm12Store(api, { clock: clock() });
  store.open(never);
  api.LMSFinish = () => "false";
  assert.equal(store.leave(), false);
  assert.equal(store.leave(), true);
});

test("a place that is longer than 255 signs is cut", () => {
  const { store, log } = opened({});
  store.save("x", "a".repeat(300), true);
  assert.equal(log[1][1].length, 255);
  store.leave();
});

test("an LMS that refuses the state is told of", () => {
  const { store } = opened({}, { set: (element) => (element === "cmi.suspend_data" ? "false" : "true") });
  assert.equal(store.save("x", "a", true), false);
  store.leave();
});

test("the first refused wording ends the rows, nothing else", () => {
  const { store, log } = opened({}, { set: (element) => (element.includes("interactions") ? "false" : "true"), error: "0" });
  store.answered({ id: "q", type: "choice" });
  store.answered({ id: "q", type: "choice" });
  assert.deepEqual(log, [["interactions.0.id", "q"]]);
  store.leave();
});

test("rows go on from the count that the LMS has", () => {
  const { store, log } = opened({ "cmi.interactions._count": "3" });
  store.answered({ id: "q", type: "choice", response: "a", pattern: "b", result: "wrong", weighting: "1", latency: 1500, time: "10:00:00" });
  assert.deepEqual(log[0], ["interactions.3.id", "q"]);
  assert.deepEqual(log.at(-1), ["interactions.3.latency", "0000:00:01.50"]);
  store.leave();
});

test("a refused commit is tried after 2, 4, 8, 16 and 32 seconds, then the learner is told", () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const said = [], { api, log } = lms({}, { commit: () => "false" });
  const store = scorm12Store(api, { clock: clock(), told: (kind) => said.push(kind) });
  store.open(never);
  for (const seconds of [2, 4, 8, 16]) mock.timers.tick(seconds * 1000);
  assert.equal(log.filter(([element]) => element === "commit").length, 5);
  assert.ok(!said.includes("kept"));
  mock.timers.tick(32_000);
  assert.ok(said.includes("kept"));
  store.leave();
  mock.timers.reset();
});

test("while it is in view it keeps in touch every nine minutes", () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const { api, log } = lms({}), store = scorm12Store(api, { clock: clock() });
  store.open(never);
  log.length = 0;
  mock.timers.tick(9 * 60_000);
  assert.deepEqual(log, [["core.session_time", "0000:00:00.00"], ["commit"]]);
  store.hide();
  log.length = 0;
  mock.timers.tick(9 * 60_000);
  assert.deepEqual(log, []);
  store.leave();
  mock.timers.reset();
});

test("an LMS that lets no session begin gives none", () => {
  const { api } = lms({}, { error: "101" });
  api.LMSInitialize = () => "false";
  assert.equal(scorm12Store(api).open(never), null);
});

test("answers of LMSs that are no strings are understood", () => {
  for (const reply of [true, "true", 1, undefined, null, ""]) {
    const { api } = lms({}, { commit: () => reply, set: () => reply });
    api.LMSInitialize = () => reply;
    const store = scorm12Store(api, { clock: clock() });
    assert.equal(store.open(never), "", String(reply));
    assert.equal(store.save("x", "a", true), true);
    store.leave();
  }
});

test("an error code is nought as a number, as nothing and with words behind it", () => {
  for (const error of [0, "0", "", null, undefined, "0 - no error", false]) {
    const { api } = lms({}, { error, commit: () => "", set: () => "" });
    api.LMSInitialize = () => "";
    const store = scorm12Store(api, { clock: clock() });
    assert.equal(store.open(never), "", String(error));
    assert.equal(store.save("x", "a", true), true, String(error));
    store.leave();
  }
});

test("a code above nought beside an empty answer is a refusal", () => {
  const { api } = lms({}, { error: 101 });
  api.LMSInitialize = () => "";
  assert.equal(scorm12Store(api).open(never), null);
});

test("without an LMS everything may be called", () => {
  const store = untrackedStore();
  assert.equal(store.open(), "");
  assert.equal(store.save("x", "a", true), true);
  assert.equal(store.place(), "");
  assert.equal(store.leave(), true);
  for (const name of ["answered", "settle", "hide", "show"]) assert.equal(store[name]({}), undefined);
});

test("the clock counts what was in view", () => {
  let now = 0;
  const watch = new Clock(() => now);
  now = 1000; watch.pause(); now = 9000; watch.pause(); watch.resume(); watch.resume(); now = 9500;
  assert.equal(watch.elapsed, 1500);
});

test("a timespan has four figures of hours and two of hundredths", () => {
  assert.equal(timespan(0), "0000:00:00.00");
  assert.equal(timespan(3_723_456), "0001:02:03.46");
  assert.equal(timespan(59_999), "0001:00:00.00".replace("0001:00", "0000:01"));
  assert.equal(timespan(-5), "0000:00:00.00");
  assert.equal(timespan(1e12), "9999:00:00.00");
  assert.equal(timespan(100 * 3_600_000 + 61_500), "0100:01:01.50");
  for (const hours of [99, 100, 999, 1000, 9998]) assert.match(timespan(hours * 3_600_000 + 59_999), /^\d{4}:[0-5]\d:[0-5]\d\.\d\d$/);
});

const throwing = () => new Proxy({}, { get() { throw new Error("another origin"); } });

test("the API is looked for upwards and at the openers, and nothing is thrown", () => {
  const API = { LMSInitialize() {} };
  const top = { API }, middle = { parent: top }, leaf = { parent: middle };
  top.parent = top;
  assert.equal(findApi(leaf), API);
  const lone = { opener: leaf };
  lone.parent = lone;
  assert.equal(findApi(lone), API);
  const framed = { parent: {}, top: { opener: leaf } };
  assert.equal(findApi(framed), API);
  assert.equal(findApi({ parent: throwing(), opener: throwing(), get top() { throw new Error("no"); } }), null);
  const far = Array.from({ length: 9 }).reduce((win) => ({ parent: win }), top);
  assert.equal(findApi(far), null);
});

test("an API that comes late is found, and the search ends", async () => {
  const win = {};
  win.parent = { parent: null };
  setTimeout(() => { win.API = { LMSInitialize() {} }; }, 30);
  assert.equal(await waitForApi(win, { patience: 500, step: 10 }), win.API);
  assert.equal(await waitForApi({}, { patience: 30, step: 10 }), null);
});

const options = (...right) => ["01", "02", "03"].map((key) => ({ key, text: `<p>${key === "01" ? "True" : "False"}</p>`, correct: right.includes(key) }));
test("each kind is told as SCORM 1.2 wants it", () => {
  const told = (task, answer, credit = "1", truth = "01") => {
    const { type, response, pattern, result } = interaction({ id: "q", task }, answer, parse(credit), truth);
    return [type, response, pattern, result];
  };
  assert.deepEqual(told({ kind: "single", options: options("02") }, ["02"]), ["choice", "b", "b", "correct"]);
  assert.deepEqual(told({ kind: "multiple", options: options("01", "03") }, ["03", "01"], "1/2"), ["choice", "a,c", "a,c", "0.5"]);
  assert.deepEqual(told({ kind: "truefalse", options: options("01") }, ["02"], "0"), ["true-false", "f", "t", "wrong"]);
  assert.deepEqual(told({ kind: "truefalse", options: options("01") }, [], "0"), ["true-false", "", "t", "wrong"]);
  assert.deepEqual(told({ kind: "truefalse", options: options("01") }, ["01"], "1", "02"), ["true-false", "f", "f", "correct"]);
  assert.deepEqual(told({ kind: "numeric", decimal: ",", lines: [{ low: "4.9", high: "5.1", shown: "5" }] }, ["1 234,50"], "0"), ["numeric", "1234.5", "5", "wrong"]);
  assert.deepEqual(told({ kind: "numeric", lines: [{ low: "4", high: "5", shown: "4 – 5" }] }, ["x"], "0"), ["numeric", "", "4", "wrong"]);
  assert.deepEqual(told({ kind: "text", lines: [{ value: "x".repeat(300) }] }, ["ü".repeat(300)]).map((each) => each.length), [7, 255, 255, 7]);
  assert.deepEqual(told({ kind: "match", pairs: ["01.02"] }, ["01.03"], "2/3"), ["matching", "a.c", "a.b", "0.666"]);
  assert.deepEqual(told({ kind: "order", items: [{ key: "01" }, { key: "02" }] }, ["02", "01"], "1/1000"), ["sequencing", "b,a", "a,b", "wrong"]);
  assert.deepEqual(told({ kind: "cloze", blanks: [{ accepted: [] }, { options: [{ key: "01", text: "<b>minor</b>" }] }, { options: [] }] }, ["x", "01", ""]), ["fill-in", "x; minor; ", "", "correct"]);
  const claims = [{ key: "01", says: "supports" }, { key: "02", says: "silent" }];
  assert.deepEqual(told({ kind: "evidence", claims }, ["contradicts", ""], "0"), ["matching", "a.b", "a.a,b.c", "wrong"]);
  assert.deepEqual(told({ kind: "rating", risks: [{ key: "01", likelihood: 4, impact: 5, control: 1 }] }, ["4", "5", "2"], "1/2"), ["performance", "4.5.2", "4.5.1", "0.5"]);
  assert.deepEqual(told({ kind: "riskmatrix", spots: [{ key: "01", cell: "4.3" }, { key: "02", cell: "5.5" }] }, ["4", "3", "", ""], "1/2"), ["performance", "4.3; .", "4.3; 5.5", "0.5"]);
  assert.deepEqual(told({ kind: "essay", criteria: [{ key: "01" }] }, ["ü".repeat(300), "model", "01"]).map((each) => each.length), [7, 255, 0, 7]);
  assert.deepEqual(told({ kind: "finding", parts: [{ name: "cause" }, { name: "effect" }], grades: [{ key: "01", correct: true }] }, ["a", "b", "01", "model"]), ["fill-in", "a; b", "", "neutral"]);
  assert.equal(interaction({ id: "q", points: 4, task: { kind: "essay", criteria: [] } }, ["x"], fraction(1)).weighting, "0");
  assert.equal(decimal(fraction(-1, 3)), "-0.333333");
  assert.equal(decimal(fraction(7)), "7");
  assert.equal(interaction({ id: "q", task: { kind: "single", options: Array.from({ length: 36 }, (_, n) => ({ key: String(n + 1).padStart(2, "0"), correct: n === 35 })) } }, ["27"], fraction(0)).response, "0");
});
