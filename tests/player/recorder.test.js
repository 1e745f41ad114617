// The recorder itself: each thing that SCORM 1.2 forbids is a fault, and a session that keeps to it has none.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const source = readFileSync(new URL("lms/recorder.js", import.meta.url), "utf-8");
const createRecorder = vm.runInNewContext(`${source}; createRecorder`, { performance });

/** The faults of a session in which these are written; each is [element, value]. */
function written(...pairs) {
  const { api, faults } = createRecorder("strict12");
  api.LMSInitialize("");
  for (const [element, value] of pairs) api.LMSSetValue(`cmi.${element}`, value);
  return [...faults];
}

const row = (...pairs) => [["interactions.0.id", "q-1"], ["interactions.0.type", "choice"], ...pairs.map(([part, value]) => [`interactions.0.${part}`, value])];

test("a session that keeps to the standard has no fault", () => {
  const lms = createRecorder("strict12"), { api, faults } = lms;
  api.LMSInitialize("");
  for (const [element, value] of [
    ["core.lesson_status", "incomplete"], ["core.exit", "suspend"], ["core.lesson_location", "a"], ["suspend_data", "1abc"],
    ...row(["time", "23:59:59"], ["correct_responses.0.pattern", "a,c"], ["weighting", "1"], ["student_response", "b"], ["result", "0.5"], ["latency", "0000:00:01.50"]),
    ["core.score.min", "0"], ["core.score.max", "100"], ["core.score.raw", "85"], ["core.lesson_status", "passed"], ["core.session_time", "0120:00:00.00"],
  ]) assert.equal(api.LMSSetValue(`cmi.${element}`, value), "true", element);
  assert.equal(api.LMSCommit(""), "true");
  assert.equal(api.LMSFinish(""), "true");
  assert.deepEqual([...faults], []);
  assert.equal(lms.committed["core.lesson_status"], "passed");
});

for (const [words, pairs] of Object.entries({
  "the status “not attempted”": [["core.lesson_status", "not attempted"]],
  "a status that goes down": [["core.lesson_status", "passed"], ["core.lesson_status", "failed"]],
  "a score above 100": [["core.score.raw", "101"]],
  "a score with an exponent": [["core.score.raw", "1e2"]],
  "a score with a comma": [["core.score.raw", "85,5"]],
  "a score that goes down": [["core.score.raw", "90"], ["core.score.raw", "80"]],
  "a place of 256 signs": [["core.lesson_location", "a".repeat(256)]],
  "a state of 4097 signs": [["suspend_data", "a".repeat(4097)]],
  "a state that is not ASCII": [["suspend_data", "ü"]],
  "logging out": [["core.exit", "logout"]],
  "an exit of its own": [["core.exit", "normal"]],
  "a time without hours": [["core.session_time", "05:30"]],
  "a time of 65 minutes": [["core.session_time", "0000:65:00"]],
  "what may only be read": [["core.student_id", "x"]],
  "a keyword": [["interactions._count", "1"]],
  "an element that is none": [["core.success_status", "passed"]],
  "an element of 2004": [["completion_status", "completed"]],
  "a row with a gap": [["interactions.1.id", "q"]],
  "a row without its id": [["interactions.0.type", "choice"]],
  "an id with a space": [["interactions.0.id", "q 1"]],
  "a kind that is none": [["interactions.0.id", "q"], ["interactions.0.type", "other"]],
  "the result “incorrect”": row(["result", "incorrect"]),
  "a choice in words": row(["student_response", "The broker"]),
  "a pattern in words": row(["correct_responses.0.pattern", "The broker"]),
  "patterns with a gap": row(["correct_responses.1.pattern", "a"]),
  "a time of day of its own": row(["time", "10:00"]),
  "a number instead of a string": [["core.score.raw", 85]],
})) test(`${words} is a fault`, () => assert.notDeepEqual(written(...pairs), []));

test("an order that is wrong is a fault", () => {
  for (const play of [
    (api) => api.LMSGetValue("cmi.core.entry"),
    (api) => api.LMSSetValue("cmi.core.exit", ""),
    (api) => api.LMSCommit(""),
    (api) => api.LMSFinish(""),
    (api) => { api.LMSInitialize(""); api.LMSInitialize(""); },
    (api) => api.LMSInitialize(),
    (api) => api.LMSInitialize("x"),
    (api) => { api.LMSInitialize(""); api.LMSFinish(""); },
    (api) => { api.LMSInitialize(""); api.LMSGetValue("cmi.core.exit"); },
    (api) => { api.LMSInitialize(""); api.LMSGetValue("cmi.interactions.0.id"); },
    (api) => { api.LMSInitialize(""); api.LMSCommit(); },
    (api) => { api.LMSInitialize(""); api.LMSSetValue("cmi.core.session_time", "0000:00:01"); api.LMSFinish(""); api.LMSSetValue("cmi.core.exit", ""); },
    (api) => { api.LMSInitialize(""); api.LMSSetValue("cmi.core.session_time", "0000:00:01"); api.LMSFinish(""); api.LMSFinish(""); },
  ]) {
    const { api, faults } = createRecorder("strict12");
    play(api);
    assert.notDeepEqual([...faults], [], String(play));
  }
});

test("Brightspace writes a grade only at the end, and only where raw and a maximum above nought are there", () => {
  const grade = (...pairs) => {
    const lms = createRecorder("brightspace12");
    lms.api.LMSInitialize("");
    for (const [element, value] of pairs) lms.api.LMSSetValue(`cmi.core.${element}`, value);
    lms.api.LMSCommit("");
    const before = lms.grade;
    lms.api.LMSFinish("");
    return [before, lms.grade];
  };
  assert.deepEqual(grade(["score.raw", "85"]), [null, null]);
  assert.deepEqual(grade(["score.max", "100"]), [null, null]);
  assert.deepEqual(grade(["score.max", "0"], ["score.raw", "0"]), [null, null]);
  assert.deepEqual(grade(["score.max", "100"], ["score.raw", "85"]), [null, 85]);
});
