// The store of a SCORM 1.2 package: the one place that speaks to the LMS. Status is written when the learner did something,
// never because a window closes, and it never goes down. Strings and error codes stop here: inside there are booleans.

import { Clock, timespan } from "./clock.js";

const RETRIES = [2000, 4000, 8000, 16000, 32000];
const LATER = 60000, SOON = 5000, ALIVE = 9 * 60000;
const HEIGHT = { "not attempted": 0, browsed: 1, incomplete: 1, failed: 2, completed: 3, passed: 4 };
const LOCATION = 255;

/** `told` hears "saving", "saved" and, once the LMS has refused again and again, "kept". */
export function scorm12Store(api, { mastery = false, told = () => {}, clock = new Clock() } = {}) {
  const sent = new Map();
  let readOnly = false, status = "", location = "", raw = -1, rows = null, soon = null, refused = 0, unsaved = false, over = false;

  function call(name, ...values) {
    try {
      return api[name](...values);
    } catch {
      return "false";
    }
  }

  /** No error code above nought: some LMSs give numbers, some nothing, some words behind the number. */
  const clean = () => !(Number.parseInt(call("LMSGetLastError"), 10) > 0);
  const taken = (reply) => String(reply) === "true" || (String(reply) !== "false" && clean());

  function get(element) {
    const value = call("LMSGetValue", `cmi.${element}`);
    return value === undefined || value === null || value === "false" ? "" : String(value);
  }

  const word = (element) => get(element).trim().toLowerCase();

  /** Send what the LMS does not have yet; an optional element that it refuses is no fault. */
  function set(element, value) {
    const text = String(value);
    if (over || sent.get(element) === text) return true;
    const done = taken(call("LMSSetValue", `cmi.${element}`, text));
    if (done) sent.set(element, text);
    unsaved ||= done;
    return done;
  }

  /** A commit that would carry nothing new is not made: many LMSs hold the window still while they write. */
  function commit() {
    clearTimeout(soon);
    soon = null;
    if (over) return;
    if (unsaved) told("saving");
    if (!unsaved || taken(call("LMSCommit", ""))) {
      refused = 0;
      unsaved = false;
      told("saved");
      return;
    }
    soon = setTimeout(commit, RETRIES[refused] ?? LATER);
    refused += 1;
    if (refused > RETRIES.length) told("kept");
  }

  function commitSoon() {
    soon ??= setTimeout(commit, SOON);
  }

  function beat() {
    if (!over && clock.since !== null) {
      set("core.session_time", timespan(clock.elapsed));
      commit();
    }
  }

  return {
    tracked: true,

    /** Begin the session; null when the LMS does not let us. `isFinal(status, text)` judges by the stored status and state. */
    open(isFinal) {
      if (!taken(call("LMSInitialize", ""))) return null;
      readOnly = word("core.credit") === "no-credit" || ["browse", "review"].includes(word("core.lesson_mode"));
      status = word("core.lesson_status");
      const score = Number.parseFloat(get("core.score.raw"));
      raw = Number.isNaN(score) ? -1 : score;
      const count = get("interactions._count");
      rows = readOnly || !clean() ? null : Number.parseInt(count || "0", 10) || 0;
      const text = this.load();
      location = get("core.lesson_location");
      if (!readOnly && !isFinal(status, text) && set("core.lesson_status", "incomplete")) status = "incomplete";
      set("core.exit", "suspend");
      commit();
      this.pulse = setInterval(beat, ALIVE);
      return text;
    },

    load: () => get("suspend_data"),

    /** The place by its id, for an LMS that lost the rest. */
    place: () => location,

    /** Keep the state; `now` for what a learner gave, else within seconds. */
    save(text, place, now = false) {
      const kept = set("suspend_data", text);
      set("core.lesson_location", place.slice(0, LOCATION));
      if (now) commit();
      else commitSoon();
      return kept;
    },

    /** One answer, as a row of its own; a wording that the LMS refuses ends the rows, never the course. */
    answered({ id, type, response, pattern, result, weighting, latency, time }) {
      if (rows === null || over) return;
      const row = `interactions.${rows}.`;
      if (!set(`${row}id`, id) || !set(`${row}type`, type)) {
        rows = null;
        return;
      }
      rows += 1;
      set(`${row}time`, time);
      if (pattern) set(`${row}correct_responses.0.pattern`, pattern);
      set(`${row}weighting`, weighting);
      set(`${row}student_response`, response);
      set(`${row}result`, result);
      set(`${row}latency`, timespan(latency));
    },

    /** The result so far; `status` null stays as it is. A score alone is held back where the LMS would judge by it. */
    settle({ percent, status: next }) {
      if (readOnly || over) return;
      const rises = next && (HEIGHT[next] ?? 0) > (HEIGHT[status] ?? 0);
      if (percent !== null && percent > raw && (!mastery || rises)) {
        set("core.score.min", 0);
        set("core.score.max", 100);
        if (set("core.score.raw", percent)) raw = percent;
      }
      if (rises && set("core.lesson_status", next)) status = next;
      commit();
    },

    hide() {
      clock.pause();
      set("core.session_time", timespan(clock.elapsed));
      commit();
    },

    show: () => clock.resume(),

    /** End the session, once; false where the LMS did not take it. */
    leave() {
      if (over) return true;
      set("core.session_time", timespan(clock.elapsed));
      set("core.exit", "suspend");
      over = true;
      clearTimeout(soon);
      clearInterval(this.pulse);
      return taken(call("LMSFinish", ""));
    },
  };
}

/** No LMS: everything works, nothing is recorded. */
export function untrackedStore() {
  const nothing = () => {};
  return { tracked: false, open: () => "", load: () => "", place: () => "", save: () => true, answered: nothing, settle: nothing, hide: nothing, show: nothing, leave: () => true };
}
