// Exact fractions, and how a number that was typed is read back.
import assert from "node:assert/strict";
import { test } from "node:test";

import { figures, parse } from "../../static/player/fraction.js";

test("a number is read back in plain figures, whole and not rounded", () => {
  for (const typed of ["4711.25", "0", "-3", "12.345678901234567", "0.05", "-0.5", "1000000", "999999999999999999999"]) assert.equal(figures(parse(typed)), typed);
});

test("what needs no figure is left out", () => {
  assert.equal(figures(parse("5.")), "5");
  assert.equal(figures(parse(".50")), "0.5");
  assert.equal(figures(parse("007")), "7");
});
