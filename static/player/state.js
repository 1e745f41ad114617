// A learner's place, marks and open answers as one short ASCII text, and back, by the layout that was made at export.
// Text: "1", the layout's name, the course's sign, what every later package of the course can read, what only this layout can, typed texts.

import { Reader, Writer, width } from "./bits.js";
import { readPath, writePath } from "./case_path.js";
import { fnv1a, paper } from "./draw.js";
import { read, write } from "./fields.js";
import { fraction } from "./fraction.js";
import { percent } from "./marks.js";
import { readTexts, roomFor } from "./texts.js";

export const ROOM = 3900;
const FORM = "1";
const ID = 12, HASHES = 4096, QUIZZES = 8, ATTEMPTS = 8, PERCENT = 7, CLOCK = 32;
const MOST = 255;
const EMPTY = ["null", "undefined"];

const hash = (id) => fnv1a(id) % HASHES;

/** Two signs that tell this course from another one, whose lessons may have the same ids. */
const signOf = ({ id = "" }) => String(new Writer().put(hash(id), ID));

export function fresh(layout) {
  const quizzes = Object.fromEntries(layout.quizzes.map(({ id }) => [id, { attempts: 0, best: null, last: null, closed: 0, seen: new Set(), path: [] }]));
  return { place: "", seen: new Set(), finished: new Set(), practised: new Set(), quizzes, open: null, dropped: false, lost: false };
}

/** {text, unkept}: `unkept` lists the typed texts that found no room, each {question, place}. */
export function pack(state, course) {
  const { layout } = course;
  const own = new Writer(), texts = writeOwn(own, state, course);
  const head = `${FORM}${layout.name}${signOf(course)}.${known(state, course)}.${own}.`;
  const kept = roomFor(texts, ROOM - head.length);
  return { text: head + kept.text, unkept: kept.unkept };
}

/** What a later version of the course can still read: by hashes of ids. */
function known(state, { layout }) {
  const out = new Writer().put(state.place ? hash(state.place) : 0, ID);
  const wanting = new Set(layout.lessons.filter((id) => !state.finished.has(id)).map(hash));
  const finished = [...new Set([...state.finished].map(hash))].filter((each) => !wanting.has(each)).sort((a, b) => a - b);
  writeHashes(out, finished);
  const tried = layout.quizzes.filter(({ id }) => state.quizzes[id].attempts);
  out.put(tried.length, QUIZZES);
  for (const { id } of tried) {
    const { attempts, best } = state.quizzes[id];
    out.put(hash(id), ID).put(Math.min(attempts, MOST), ATTEMPTS).put(best ? 1 : 0, 1).put(best ? percent(best) : 0, PERCENT);
  }
  return out;
}

/** A list while it is shorter than one bit for each hash that there is. */
function writeHashes(out, hashes) {
  const listed = ID * (hashes.length + 1) < HASHES, all = new Set(hashes);
  out.put(listed ? 1 : 0, 1);
  if (listed) [hashes.length, ...hashes].forEach((each) => out.put(each, ID));
  else for (let each = 0; each < HASHES; each += 1) out.put(all.has(each) ? 1 : 0, 1);
}

function readHashes(from) {
  if (from.get(1)) return new Set(Array.from({ length: from.get(ID) }, () => from.get(ID)));
  return new Set(Array.from({ length: HASHES }, (_, each) => (from.get(1) ? each : -1)));
}

function writeOwn(out, state, course) {
  const { layout } = course;
  out.put(layout.places.indexOf(state.place) + 1, width(layout.places.length));
  for (const id of layout.lessons) out.put(state.seen.has(id) ? 1 : 0, 1).put(state.finished.has(id) ? 1 : 0, 1);
  for (const id of layout.practice) out.put(state.practised.has(id) ? 1 : 0, 1);
  for (const rules of layout.quizzes) writeQuiz(out, rules, state.quizzes[rules.id]);
  const { open } = state, place = open ? layout.quizzes.findIndex(({ id }) => id === open.quiz) : -1;
  out.put(place + 1, width(layout.quizzes.length));
  return open ? writeOpen(out, layout.quizzes[place], open, course) : [];
}

const bestWidths = ({ unit, possible }) => [width(BigInt(unit) * BigInt(possible)), width(possible)];

function writeQuiz(out, rules, { attempts, best, last, closed, seen, path }) {
  const [earned, possible] = bestWidths(rules), unit = BigInt(rules.unit);
  out.put(Math.min(attempts, MOST), ATTEMPTS).put(best ? 1 : 0, 1);
  if (best) {
    out.put(best.carried ? 1 : 0, 1);
    if (best.carried) out.put(percent(best), PERCENT);
    else out.put((best.earned.n * unit) / best.earned.d, earned).put(best.possible, possible);
  }
  out.put(last === null ? 0 : 1, 1).put(last ?? 0, PERCENT);
  if (rules.wait) out.put(closed, CLOCK);
  for (const id of rules.pool) out.put(seen.has(id) ? 1 : 0, 1);
  writePath(out, rules.documents, path);
}

function writeOpen(out, rules, open, { layout }) {
  out.put(open.seed, 32).put(open.started, CLOCK);
  let field = 0;
  const texts = [];
  for (const id of [...open.paper].sort()) {
    out.put(open.flags.has(id) ? 1 : 0, 1).put(open.checks[id] ?? 0, width(rules.checks));
    const held = open.answers[id];
    for (const { place, text } of write(layout.fields[id], held, out)) texts.push({ field: field + place, text, at: held.at ?? 0, question: id, place });
    field += layout.fields[id].length;
  }
  return texts.sort((a, b) => b.at - a.at);
}

/**
 * The state that was kept. What another version of the course wrote, or what was cut off, gives place, finished lessons and best marks;
 * what is damaged further or comes from another course gives a fresh one that is marked as lost.
 */
export function unpack(text, course) {
  if (!text || EMPTY.includes(text)) return fresh(course.layout);
  const [head, ...parts] = text.split("."), named = head.slice(0, 1) === FORM && head.slice(5) === signOf(course);
  const own = named && head.slice(1, 5) === course.layout.name && parts.length === 3;
  return (own && attempt(() => readOwn(parts, course)))
    || (named && parts.length > 1 && attempt(() => readKnown(new Reader(parts[0]), course)))
    || { ...fresh(course.layout), lost: true };
}

/** Signs that are no state end in a RangeError; a layout that meets foreign bits may end in a TypeError. */
function attempt(read) {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

function readKnown(from, { layout, quizzes }) {
  const state = { ...fresh(layout), dropped: true }, place = from.get(ID), finished = readHashes(from);
  state.place = layout.places.find((id) => place && hash(id) === place) ?? "";
  layout.lessons.filter((id) => finished.has(hash(id))).forEach((id) => state.finished.add(id) && state.seen.add(id));
  for (let left = from.get(QUIZZES); left > 0; left -= 1) {
    const id = from.get(ID), attempts = from.get(ATTEMPTS), taken = from.get(1), best = from.get(PERCENT);
    const rules = layout.quizzes.find((each) => hash(each.id) === id);
    if (rules) Object.assign(state.quizzes[rules.id], { attempts, best: taken ? carried(best, quizzes[rules.id].points) : null });
  }
  return state;
}

function readOwn([, own, texts], course) {
  const { layout } = course, from = new Reader(own), state = fresh(layout);
  state.place = ["", ...layout.places][from.get(width(layout.places.length))] ?? "";
  for (const id of layout.lessons) {
    if (from.get(1)) state.seen.add(id);
    if (from.get(1)) state.finished.add(id);
  }
  for (const id of layout.practice) if (from.get(1)) state.practised.add(id);
  for (const rules of layout.quizzes) readQuiz(from, rules, state.quizzes[rules.id], course.quizzes[rules.id]);
  const rules = layout.quizzes[from.get(width(layout.quizzes.length)) - 1];
  if (rules) state.open = readOpen(from, rules, state, course, new Reader(texts));
  return state;
}

/** A best mark of an earlier version: of its points only the per cent is known. */
const carried = (percent, points) => ({ earned: fraction(percent * points, 100), possible: points, carried: true });

function readQuiz(from, rules, quiz, { points }) {
  const [earned, possible] = bestWidths(rules);
  quiz.attempts = from.get(ATTEMPTS);
  if (from.get(1)) {
    quiz.best = from.get(1) ? carried(from.get(PERCENT), points)
      : { earned: fraction(from.big(earned), BigInt(rules.unit)), possible: from.get(possible) };
  }
  const has = from.get(1), last = from.get(PERCENT);
  quiz.last = has ? last : null;
  if (rules.wait) quiz.closed = from.get(CLOCK);
  for (const id of rules.pool) if (from.get(1)) quiz.seen.add(id);
  quiz.path = readPath(from, rules.documents);
}

function readOpen(from, rules, state, { layout, quizzes }, texts) {
  const seed = from.get(32), open = { quiz: rules.id, seed, started: from.get(CLOCK), answers: {}, flags: new Set(), checks: {} };
  open.paper = paper(quizzes[rules.id], seed, state.quizzes[rules.id].seen);
  const places = [];
  for (const id of [...open.paper].sort()) {
    if (from.get(1)) open.flags.add(id);
    open.checks[id] = from.get(width(rules.checks));
    const held = read(layout.fields[id], from);
    if (held.entries.length || Object.keys(held.lines).length) open.answers[id] = held;
    layout.fields[id].forEach((_, place) => places.push([id, place]));
  }
  readTexts(texts, open, places);
  return open;
}
