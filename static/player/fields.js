// One question's answer as bits: exactly, but for typed texts, of which the answer line is kept, and the text as room allows.
// A held answer is {entries, lines}: `lines` has, by place, the number of the answer line that took what was typed there.

import { width } from "./bits.js";
import { lineOf, textLine } from "./grading.js";
import { SAYS } from "./judgements.js";
import { MODEL, gradesOf, isWritten, textsOf } from "./written.js";

const NUMBER_KEPT = 12;
const NUMBER_SIGNS = "0123456789.,+-−% ٫٬٪'’\u00a0\u2009\u202f٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";
const LONG = 15;

const key = (place) => String(place).padStart(2, "0");

function factorial(n) {
  let product = 1n;
  for (let each = 2n; each <= BigInt(n); each += 1n) product *= each;
  return product;
}

/** The place of an order among all orders of its keys, and back. */
export function rank(order) {
  const left = [...order].sort();
  return order.reduce((sum, each) => {
    const place = left.indexOf(each);
    left.splice(place, 1);
    return sum + BigInt(place) * factorial(left.length);
  }, 0n);
}

export function unrank(number, size) {
  const left = Array.from({ length: size }, (_, index) => key(index + 1)), order = [];
  while (left.length) {
    const step = factorial(left.length - 1);
    order.push(...left.splice(Number(number / step), 1));
    number %= step;
  }
  return order;
}

/** What is held of an answer to this question. A line is 1 where none took the text, 2 for the first line, … */
export function hold({ task }, entries) {
  const lines = {};
  const note = (place, rows, line) => { lines[place] = line ? rows.indexOf(line) + 2 : 1; };
  if (task.kind === "numeric" || task.kind === "text") {
    if (entries[0]) note(0, task.lines, lineOf(task, entries));
  } else if (task.kind === "cloze") {
    task.blanks.forEach((blank, place) => {
      if (!blank.options && entries[place]) note(place, blank.accepted, textLine(blank.accepted, entries[place], task.keep_case));
    });
  } else if (task.kind === "evidence" && task.place) {
    task.claims.forEach(({ places = [] }, row) => {
      const place = 2 * row + 1;
      if (entries[place]) note(place, places, textLine(places, entries[place]));
    });
  }
  if (isWritten(task)) {
    const texts = textsOf(task) - (gradesOf(task).length ? 1 : 0);
    for (let place = 0; place < texts; place += 1) if (entries[place]) lines[place] = 1;
  }
  return { entries: [...entries], lines };
}

/** Write the exact part; returns the typed texts, each {place, text}, that want room. */
export function write(fields, { entries = [], lines = {} } = {}, out) {
  return fields.flatMap(([code, size], place) => {
    const typed = WRITE[code](out, size, entries, place, lines[place] ?? 0);
    return typed ? [{ place, text: typed }] : [];
  });
}

const WRITE = {
  c: (out, size, entries) => { out.put(Number(entries[0] ?? 0), width(size)); },
  m: (out, size, entries) => { for (let each = 1; each <= size; each += 1) out.put(Number(entries.includes(key(each))), 1); },
  o: (out, size, entries) => { out.put(entries.length === size ? rank(entries) + 1n : 0n, width(factorial(size))); },
  p: (out, size, entries, place) => { out.put(Number(entries.find((pair) => pair.startsWith(`${key(place + 1)}.`))?.slice(3) ?? 0), width(size)); },
  g: (out, size, entries, place) => { out.put(Number(entries[place] || 0), width(size)); },
  d: (out, size, entries, place) => { out.put(entries[place] ? Number(entries[place]) + 1 : 0, width(size + 1)); },
  e: (out, size, entries, place) => { out.put(SAYS.indexOf(entries[place]) + 1, width(size)); },
  k(out, size, entries, place) {
    const keys = entries.slice(place);
    out.put(Number(keys[0] === MODEL), 1);
    for (let each = 1; each <= size; each += 1) out.put(Number(keys.includes(key(each))), 1);
  },
  n(out, size, entries, place, line) {
    const typed = entries[0] ?? "", signs = [...typed].map((sign) => NUMBER_SIGNS.indexOf(sign));
    if ((typed || !line) && signs.length <= NUMBER_KEPT && !signs.includes(-1)) {
      out.put(signs.length, 4);
      signs.forEach((sign) => out.put(sign, 6));
      return "";
    }
    out.put(LONG, 4).put(line, width(size + 1));
    return typed;
  },
  t(out, size, entries, place, line) {
    out.put(line, width(size + 1));
    return entries[place];
  },
};
WRITE.w = WRITE.t;

/** The held answer again. Texts come later: until then their entries are empty. */
export function read(fields, from) {
  const held = { entries: [], lines: {} };
  fields.forEach(([code, size], place) => READ[code](from, size, held, place));
  if (fields.length && "gwde".includes(fields[0][0]) && isOpen(held)) held.entries = [];
  return held;
}

const isOpen = ({ entries, lines }) => entries.every((entry) => !entry) && !Object.keys(lines).length;

const READ = {
  c(from, size, { entries }) {
    const value = from.get(width(size));
    if (value) entries.push(key(value));
  },
  m(from, size, { entries }) {
    for (let each = 1; each <= size; each += 1) if (from.get(1)) entries.push(key(each));
  },
  o(from, size, { entries }) {
    const value = from.big(width(factorial(size)));
    if (value) entries.push(...unrank(value - 1n, size));
  },
  p(from, size, { entries }, place) {
    const value = from.get(width(size));
    if (value) entries.push(`${key(place + 1)}.${key(value)}`);
  },
  g(from, size, { entries }) {
    const value = from.get(width(size));
    entries.push(value ? key(value) : "");
  },
  d(from, size, { entries }) {
    const value = from.get(width(size + 1));
    entries.push(value ? String(value - 1) : "");
  },
  e(from, size, { entries }) {
    const value = from.get(width(size));
    entries.push(value ? SAYS[value - 1] : "");
  },
  k(from, size, { entries }) {
    if (from.get(1)) entries.push(MODEL);
    for (let each = 1; each <= size; each += 1) if (from.get(1)) entries.push(key(each));
  },
  n(from, size, { entries, lines }) {
    const signs = from.get(4);
    if (signs === LONG) lines[0] = from.get(width(size + 1));
    else if (signs) entries.push(Array.from({ length: signs }, () => NUMBER_SIGNS[from.get(6)]).join(""));
  },
  t(from, size, { lines }, place) {
    const line = from.get(width(size + 1));
    if (line) lines[place] = line;
  },
  w(from, size, { entries, lines }, place) {
    READ.t(from, size, { lines }, place);
    entries.push("");
  },
};
