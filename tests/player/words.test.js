// Words, forms by number, and figures, as the page's language writes them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { _, count, language, minutes, ngettext, percent, readWords, timeOfDay, useWords } from "../../static/player/words.js";

test("English is its own key", () => {
  useWords({});
  assert.equal(language(), "en");
  assert.equal(_("Saved %(time)s", { time: "14:32" }), "Saved 14:32");
  assert.equal(_("%(unknown)s"), "%(unknown)s");
  assert.equal(ngettext("%(num)s point", "%(num)s points", 1), "1 point");
  assert.equal(ngettext("%(num)s point", "%(num)s points", 1.5), "1.5 points");
  assert.equal(percent(83), "83\u202f%");
  assert.deepEqual([5, 60, 107].map(minutes), ["5 min", "1 h", "1 h 47 min"]);
  assert.equal(timeOfDay(new Date(2026, 0, 1, 9, 5)), "09:05");
});

test("a translation is used, each form by its number, with Western figures", () => {
  useWords({ language: "ar", texts: { "%(hour)s:%(minute)s": "%(hour)s.%(minute)s" }, plurals: { "%(num)s point": { zero: "z%(num)s", one: "o", two: "t", few: "f%(num)s", many: "m%(num)s", other: "x%(num)s" } } });
  assert.deepEqual([0, 1, 2, 5, 11, 100].map((number) => ngettext("%(num)s point", "%(num)s points", number)), ["z0", "o", "t", "f5", "m11", "x100"]);
  assert.equal(count(12.8), "12.8");
  assert.equal(timeOfDay(new Date(2026, 0, 1, 9, 5)), "09.05");
  useWords({ language: "fr", plurals: { "%(num)s point": { one: "%(num)s point", other: "%(num)s points" } } });
  assert.equal(ngettext("%(num)s point", "%(num)s points", 0), "0 point");
  assert.equal(count(12.8), "12,8");
});

test("words stand in a data script or in a template", () => {
  const root = (element) => ({ getElementById: () => element });
  readWords(root({ textContent: '{"language":"fr"}' }));
  assert.equal(language(), "fr");
  readWords(root({ textContent: "", content: { textContent: ' {"language":"ar"} ' } }));
  assert.equal(language(), "ar");
  readWords(root(null));
  assert.equal(language(), "ar");
});
