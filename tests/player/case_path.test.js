// The path through a case: the rule of the budget as the vectors say, which bind app/learning/cases.py too, and how it is kept.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Reader, Writer } from "../../static/player/bits.js";
import { leftOf, readPath, stepsOf, usedOf, withOpened, writePath } from "../../static/player/case_path.js";

const { files } = JSON.parse(readFileSync(new URL("../vectors/cases.json", import.meta.url), "utf-8"));

for (const { name, budget, costs, moves, path: expected } of files) {
  test(`a case goes as the vectors say: ${name}`, () => {
    const file = { budget, documents: Object.entries(costs).map(([key, cost]) => ({ key, cost })) };
    let path = [];
    for (const move of moves) {
      const next = withOpened(file, path, move.open);
      assert.equal(next !== null, move.taken, move.open);
      path = next ?? path;
      assert.deepEqual([usedOf(file, path), leftOf(file, path)], [move.used, move.left], move.open);
    }
    assert.deepEqual(path, expected);
    assert.equal(stepsOf(file, path).at(-1).used, usedOf(file, path));
  });
}

const keys = ["e1", "e2", "e3", "e4"];
const kept = (path, all = keys) => { const out = new Writer(); writePath(out, all, path); return String(out); };

function everyPath(left, path = []) {
  return [path, ...left.flatMap((key) => everyPath(left.filter((each) => each !== key), [...path, key]))];
}

test("every path of a file comes back, and no two are kept alike", () => {
  const paths = everyPath(keys), seen = new Set(paths.map((path) => kept(path)));
  for (const path of paths) assert.deepEqual(readPath(new Reader(kept(path)), keys), path);
  assert.equal(paths.length, 65);
  assert.equal(seen.size, 65);
});

test("sixty documents in any order take 47 characters, a path of none takes one", () => {
  const all = Array.from({ length: 60 }, (_, index) => `e${String(index).padStart(2, "0")}`), mixed = [...all].reverse();
  assert.equal(kept(mixed, all).length, 47);
  assert.equal(kept([], all).length, 1);
  assert.deepEqual(readPath(new Reader(kept(mixed, all)), all), mixed);
  assert.equal(kept([], []), "");
});

test("a path that cannot be is a state that cannot be read", () => {
  assert.throws(() => readPath(new Reader(String(new Writer().put(7, 3).put(0, 40))), keys), RangeError);
});
