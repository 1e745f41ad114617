// The time left is counted from what the server says, on a clock that nobody can set.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const SCRIPTS = ["timer.js", "server_store.js", "entry-server.js"];

test("reliability:Q16 no script of a running attempt asks the clock of the device", () => {
  for (const name of SCRIPTS) {
    const text = readFileSync(new URL(`../../static/player/${name}`, import.meta.url), "utf8");
    assert.doesNotMatch(text, /Date\.now|new Date|getTime\(/, name);
  }
});
