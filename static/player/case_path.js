// The path through a case: what was opened, in which order, what it cost and what is left. The rule is that of app/learning/cases.py.

import { width } from "./bits.js";

const costOf = ({ documents }, key) => documents.find((each) => each.key === key).cost;

export const usedOf = (file, path) => path.reduce((sum, key) => sum + costOf(file, key), 0);
export const leftOf = (file, path) => Math.max(0, file.budget - usedOf(file, path));

/** What was opened stays open and costs nothing again; anything else must fit into what is left. */
export const canOpen = (file, path, key) => path.includes(key) || costOf(file, key) <= leftOf(file, path);

/** The path with one more document; the same one where it was opened before, null where it would pass the budget. */
export function withOpened(file, path, key) {
  if (!canOpen(file, path, key)) return null;
  return path.includes(key) ? path : [...path, key];
}

/** The path step by step: each {key, cost, used}, `used` with all before it. */
export function stepsOf(file, path) {
  let used = 0;
  return path.map((key) => ({ key, cost: costOf(file, key), used: (used += costOf(file, key)) }));
}

/** How many ways there are to open `steps` of `all` documents one after the other. */
function ways(all, steps) {
  let product = 1n;
  for (let each = 0; each < steps; each += 1) product *= BigInt(all - each);
  return product;
}

/** How many steps, then which one of all paths of that length: no shorter text tells them apart. `keys` are sorted. */
export function writePath(out, keys, path) {
  const left = [...keys];
  const number = path.reduce((sum, key) => {
    const place = left.indexOf(key), choices = BigInt(left.length);
    left.splice(place, 1);
    return sum * choices + BigInt(place);
  }, 0n);
  out.put(path.length, width(keys.length)).put(number, width(ways(keys.length, path.length) - 1n));
}

export function readPath(from, keys) {
  const steps = from.get(width(keys.length)), left = [...keys], places = [];
  if (steps > keys.length) throw new RangeError("a path that is longer than its file");
  let number = from.big(width(ways(keys.length, steps) - 1n));
  for (let step = steps - 1; step >= 0; step -= 1) {
    const choices = BigInt(keys.length - step);
    places.unshift(Number(number % choices));
    number /= choices;
  }
  return places.map((place) => left.splice(place, 1)[0]);
}
