// A strict SCORM 1.2 LMS that writes down every call and every breach of the standard. Written from the standard alone.
// `profile` says how this LMS behaves; `stored` is what it has from earlier sessions. Result: {api, log, faults, stored}.

const PROFILES = {
  strict12: {},
  "always-true": { alwaysTrue: true },
  flaky: { refusedCommits: 3 },
  "flaky-for-ever": { refusedCommits: Infinity },
  "review-mode": { mode: "review", credit: "no-credit" },
  "browse-mode": { mode: "browse" },
  "empty-mode": { mode: "" },
  "late-api": { late: 3000 },
  "mandatory-only": { optional: false },
  "refuses-start": { refusesStart: true },
  throws: { throws: true },
  "throws-always": { throws: true, throwsAtOnce: true },
  booleans: { reply: (value) => ({ true: true, false: false })[value] ?? value, code: Number },
  numbers: { reply: (value) => ({ true: 1, false: 0 })[value] ?? (value !== "" && !Number.isNaN(Number(value)) ? Number(value) : value), code: Number },
  "says-nothing": { reply: (value) => ({ true: "", false: "" })[value] ?? value },
  brightspace12: {},
  "no-unload": {},
};

const STATUS = ["passed", "completed", "failed", "incomplete", "browsed"];
const TYPES = ["true-false", "choice", "fill-in", "matching", "performance", "sequencing", "likert", "numeric"];
const TIMESPAN = /^\d{2,4}:[0-5]\d:[0-5]\d(\.\d{1,2})?$/;
const DECIMAL = /^-?\d{0,3}(\.\d*)?$/;

const text = (most) => (value) => value.length <= most;
const oneOf = (words) => (value) => words.includes(value);
const score = (value) => value === "" || (DECIMAL.test(value) && Number(value) >= 0 && Number(value) <= 100);
const RESPONSE = {
  "true-false": /^[tf01]$/, choice: /^([a-z0-9](,[a-z0-9])*)?$/, "fill-in": /^[^]{0,255}$/, numeric: /^-?\d*(\.\d*)?$/, likert: /^[a-z0-9]$/,
  matching: /^([a-z0-9]\.[a-z0-9](,[a-z0-9]\.[a-z0-9])*)?$/, sequencing: /^([a-z0-9](,[a-z0-9])*)?$/, performance: /^[^]{0,255}$/,
};

/** Element: [may be read, may be written, check, mandatory]. */
const MODEL = {
  "core.student_id": [1, 0], "core.student_name": [1, 0], "core.credit": [1, 0], "core.entry": [1, 0], "core.total_time": [1, 0],
  "core.lesson_location": [1, 1, text(255)], "core.lesson_status": [1, 1, oneOf(STATUS)],
  "core.score.raw": [1, 1, score], "core.score.min": [1, 1, score], "core.score.max": [1, 1, score],
  "core.exit": [0, 1, oneOf(["time-out", "suspend", "logout", ""])], "core.session_time": [0, 1, (value) => TIMESPAN.test(value)],
  suspend_data: [1, 1, text(4096)], launch_data: [1, 0], "core.lesson_mode": [1, 0],
  comments: [1, 1, text(4096)], comments_from_lms: [1, 0],
  "student_data.mastery_score": [1, 0], "student_data.max_time_allowed": [1, 0], "student_data.time_limit_action": [1, 0],
};
const INTERACTION = {
  id: text(255), time: (value) => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,2})?$/.test(value), type: oneOf(TYPES), weighting: (value) => DECIMAL.test(value),
  student_response: text(255), result: (value) => ["correct", "wrong", "unanticipated", "neutral"].includes(value) || DECIMAL.test(value), latency: (value) => TIMESPAN.test(value),
};
const KEYWORD = /_(children|count|version)$/;

function createRecorder(name, stored = {}, changes = {}) {
  const profile = { mode: "normal", credit: "credit", optional: true, refusedCommits: 0, ...PROFILES[name], ...changes };
  const log = [], faults = [], rows = [], began = performance.now();
  const data = {
    "core.student_id": "ada-1", "core.student_name": "Lovelace, Ada", "core.credit": profile.credit, "core.lesson_mode": profile.mode,
    "core.entry": "ab-initio", "core.total_time": "0000:00:00.00", "core.lesson_status": "not attempted", ...stored,
  };
  if (stored["core.exit"] === "suspend") data["core.entry"] = "resume";
  let open = false, finished = false, error = "0", committed = { ...data }, refused = 0, grade = null;

  function fault(words) { faults.push(words); }

  function done(call, values, reply, code = "0") {
    error = code;
    log.push({ call, values, reply: String(reply), error: code, at: Math.round(performance.now() - began) });
    if (profile.alwaysTrue) return call === "LMSGetValue" ? "" : "true";
    return profile.reply ? profile.reply(reply) : reply;
  }

  function strings(call, values, wanted) {
    if (values.length !== wanted) fault(`${call} was called with ${values.length} arguments`);
    if (!values.every((value) => typeof value === "string")) fault(`${call} was called with what is no string: ${JSON.stringify(values)}`);
    if (profile.throws && (profile.throwsAtOnce || call !== "LMSInitialize")) throw new Error("this LMS is broken");
  }

  function interaction(element, value) {
    const [, index, part] = element.match(/^interactions\.(\d+)\.(.+)$/) ?? [];
    if (index === undefined) { fault(`no such element: ${element}`); return "201"; }
    if (Number(index) > rows.length) { fault(`a gap: ${element} while there are ${rows.length}`); return "201"; }
    if (Number(index) === rows.length) {
      if (part !== "id") { fault(`${element} before its id`); return "201"; }
      rows.push({});
    }
    const row = rows[Number(index)], pattern = part.match(/^correct_responses\.(\d+)\.pattern$/);
    if (pattern) {
      if (!row.type) fault(`${element} before its type`);
      else if (!RESPONSE[row.type].test(value)) fault(`${row.type} pattern: ${value}`);
      if (Number(pattern[1]) > (row.patterns ?? 0)) fault(`a gap: ${element}`);
      row.patterns = Math.max(row.patterns ?? 0, Number(pattern[1]) + 1);
      row.pattern = value;
      return "0";
    }
    if (!INTERACTION[part]) { fault(`no such element: ${element}`); return "201"; }
    if (!INTERACTION[part](value)) { fault(`${element} = ${value}`); return "405"; }
    if (part === "student_response" && !RESPONSE[row.type]?.test(value)) fault(`${row.type} response: ${value}`);
    if (part === "id" && /\s/.test(value)) fault(`an id with a space: ${value}`);
    row[part] = value;
    return "0";
  }

  function write(element, value) {
    if (KEYWORD.test(element)) { fault(`a keyword: ${element}`); return "402"; }
    if (/^(interactions|objectives)\./.test(element)) return profile.optional ? interaction(element, value) : "401";
    const row = MODEL[element];
    if (!row) { fault(`no such element: ${element}`); return "201"; }
    if (!row[1]) { fault(`${element} may only be read`); return "403"; }
    if (!row[2](value)) { fault(`${element} = ${value.slice(0, 300)}`); return "405"; }
    if (element === "core.lesson_status") watchStatus(value);
    if (element === "core.score.raw" && Number(value) < Number(data[element] || -1)) fault(`the score went down from ${data[element]} to ${value}`);
    if (element === "core.exit" && value === "logout") fault("exit is logout");
    if (element === "suspend_data" && !/^[\x20-\x7e]*$/.test(value)) fault("suspend_data is not ASCII");
    data[element] = value;
    return "0";
  }

  const HEIGHT = { "not attempted": 0, browsed: 1, incomplete: 1, failed: 2, completed: 3, passed: 4 };
  function watchStatus(value) {
    const before = data["core.lesson_status"];
    if (["passed", "completed"].includes(before) && HEIGHT[value] < HEIGHT[before]) fault(`the status went down from ${before} to ${value}`);
  }

  function read(element) {
    if (element === "interactions._count") return profile.optional ? [String(rows.length), "0"] : ["", "401"];
    const row = MODEL[element];
    if (/^interactions\.\d/.test(element)) fault(`${element} may only be written`);
    else if (!row && !KEYWORD.test(element)) fault(`no such element: ${element}`);
    if (!row) return ["", KEYWORD.test(element) ? "401" : "201"];
    if (!row[0]) { fault(`${element} may only be written`); return ["", "404"]; }
    return [data[element] ?? "", "0"];
  }

  const api = {
    LMSInitialize(...values) {
      strings("LMSInitialize", values, 1);
      if (log.length) fault("LMSInitialize was not the first call, or came twice");
      if (values[0] !== "") fault("LMSInitialize has a value");
      if (open || (profile.refusesAgain && finished)) return done("LMSInitialize", values, "false", "101");
      if (profile.refusesStart) return done("LMSInitialize", values, "false", "101");
      open = true;
      return done("LMSInitialize", values, "true");
    },
    LMSFinish(...values) {
      strings("LMSFinish", values, 1);
      if (finished) fault("LMSFinish came twice");
      if (!open) fault("LMSFinish without a session");
      if (values[0] !== "") fault("LMSFinish has a value");
      finished = true;
      open = false;
      if (!("core.session_time" in data)) fault("the session ended without a session_time");
      committed = { ...data };
      if ((data["core.score.raw"] ?? "") !== "" && Number(data["core.score.max"]) > 0) grade = (100 * Number(data["core.score.raw"])) / Number(data["core.score.max"]);
      return done("LMSFinish", values, profile.refusesFinish ? "false" : "true", profile.refusesFinish ? "101" : "0");
    },
    LMSGetValue(...values) {
      strings("LMSGetValue", values, 1);
      if (!open) { fault(`read outside a session: ${values[0]}`); return done("LMSGetValue", values, "", "301"); }
      const [value, code] = read(values[0].replace(/^cmi\./, ""));
      return done("LMSGetValue", values, value, code);
    },
    LMSSetValue(...values) {
      strings("LMSSetValue", values, 2);
      if (!open) { fault(`written outside a session: ${values[0]}`); return done("LMSSetValue", values, "false", "301"); }
      const code = write(values[0].replace(/^cmi\./, ""), String(values[1]));
      return done("LMSSetValue", values, code === "0" ? "true" : "false", code);
    },
    LMSCommit(...values) {
      strings("LMSCommit", values, 1);
      if (values[0] !== "") fault("LMSCommit has a value");
      if (!open) { fault("commit outside a session"); return done("LMSCommit", values, "false", "301"); }
      if (refused < profile.refusedCommits) { refused += 1; return done("LMSCommit", values, "false", "101"); }
      committed = { ...data };
      return done("LMSCommit", values, "true");
    },
    LMSGetLastError: () => (profile.alwaysTrue ? "0" : (profile.code ?? String)(error)),
    LMSGetErrorString: () => "",
    LMSGetDiagnostic: () => "",
  };
  return { api, log, faults, rows, late: profile.late ?? 0, get data() { return data; }, get committed() { return committed; }, get open() { return open; }, get grade() { return grade; }, get finished() { return finished; } };
}
