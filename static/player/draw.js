// Which questions an attempt gets, and in which order, all from one seed of 32 bits: the twin of app/assessment/draw.py.

import { keysOf } from "./grading.js";

export function fnv1a(name) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

/** A function that gives the next unsigned 32-bit number each time. */
export function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return (word ^ (word >>> 14)) >>> 0;
  };
}

export function shuffled(keys, seed, name) {
  const row = [...keys].sort(), next = mulberry32((seed ^ fnv1a(name)) >>> 0);
  for (let index = row.length - 1; index > 0; index -= 1) {
    const other = Math.floor((next() * (index + 1)) / 2 ** 32);
    [row[index], row[other]] = [row[other], row[index]];
  }
  return row;
}

/**
 * The ids of the questions of one attempt. A quiz is {id, shuffle, items, blueprint, candidates}: an item is {question: id} or
 * {pool: id, pick, ids, unseen}; a line of the blueprint is {pick, ids}: who may be drawn was worked out at export.
 */
export function paper(quiz, seed, seen = new Set()) {
  const taken = [];
  for (const item of quiz.items) taken.push(...(item.question ? [item.question] : drawn(item, `pool:${item.pool}`, seed, seen, taken)));
  (quiz.blueprint ?? []).forEach((line, index) => taken.push(...drawn(line, `blueprint:${quiz.id}/${index + 1}`, seed, seen, taken)));
  return quiz.shuffle ? shuffled(taken, seed, `questions:${quiz.id}`) : taken;
}

function drawn({ pick, ids, unseen }, name, seed, seen, taken) {
  const free = ids.filter((id) => !taken.includes(id));
  if (free.length < pick) throw new RangeError(name);
  const row = shuffled(free, seed, name);
  return (unseen ? [...row.filter((id) => !seen.has(id)), ...row.filter((id) => seen.has(id))] : row).slice(0, pick);
}

/** The keys of a question's choices, items or pieces in the order they are shown; empty where nothing has an order. */
export function orderOf(question, seed, shuffle) {
  const { task, id } = question;
  if (task.options) return choices(task, id, seed, shuffle && task.kind !== "truefalse");
  if (task.kind === "match") return shuffled(keysOf(task.pieces), seed, `items:${id}`);
  if (task.kind !== "order") return [];
  const right = keysOf(task.items), mixed = shuffled(right, seed, `items:${id}`);
  return mixed.join() === right.join() ? [...mixed.slice(1), mixed[0]] : mixed;
}

function choices(task, id, seed, shuffle) {
  if (!shuffle) return keysOf(task.options);
  const last = task.options.filter((option) => option.last);
  return [...shuffled(keysOf(task.options.filter((option) => !option.last)), seed, `choices:${id}`), ...keysOf(last)];
}
