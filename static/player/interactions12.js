// One answer as SCORM 1.2 wants it told: short ids, one sign for a choice, and "wrong", never "incorrect".

import { ONE, compare, fraction, positive, same } from "./fraction.js";
import { keysOf, rightKeys, uncounted, worth } from "./grading.js";
import { SAYS, judged, rowsOf } from "./judgements.js";
import { readNumber } from "./numbers.js";
import { rightLine } from "./review.js";
import { gradesOf, textsOf } from "./written.js";

const SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789";
const TEXT = 255;

const sign = (key) => SIGNS[Number(key) - 1] ?? SIGNS[35];
const signs = (keys) => keys.map(sign).join(",");
const pairs = (rows) => rows.map((row) => row.split(".").map(sign).join(".")).join(",");
const short = (text) => [...text].slice(0, TEXT).join("");

/** A fraction as a plain decimal of at most six places: no exponent, no comma. */
export function decimal({ n, d }) {
  const scaled = (n * 10n ** 6n) / d, size = scaled < 0n ? -scaled : scaled;
  const rest = String(size % 10n ** 6n).padStart(6, "0").replace(/0+$/, "");
  return `${scaled < 0n ? "-" : ""}${size / 10n ** 6n}${rest ? `.${rest}` : ""}`;
}

const tf = (key, truth) => (key === truth ? "t" : "f");

const TELL = {
  single: (task, answer) => ["choice", signs(answer), signs(rightKeys(task.options))],
  multiple: (task, answer) => ["choice", signs([...answer].sort()), signs(rightKeys(task.options))],
  truefalse: (task, [given = ""], truth) => ["true-false", given && tf(given, truth), tf(rightKeys(task.options)[0], truth)],
  numeric: (task, answer) => ["numeric", number(answer[0] ?? "", task.decimal), number(rightLine(task), task.decimal) || task.lines[0].low],
  text: (task, answer) => ["fill-in", short(answer[0] ?? ""), short(rightLine(task))],
  match: (task, answer) => ["matching", pairs(answer), pairs(task.pairs)],
  order: (task, answer) => ["sequencing", signs(answer), signs(keysOf(task.items))],
  cloze: (task, answer) => ["fill-in", short(answer.map((entry, place) => shownAt(task.blanks[place], entry)).join("; ")), ""],
  essay: (task, [text = ""]) => ["fill-in", short(text), ""],
  finding: (task, answer) => ["fill-in", short(answer.slice(0, textsOf(task) - (gradesOf(task).length ? 1 : 0)).join("; ")), ""],
  evidence: says, rating: marks, riskmatrix: marks,
};

/** What each document does to its claim as pairs: the row's sign, and a, b or c for supports, contradicts, silent. */
function says(task, answer) {
  const pair = (key, word) => (word ? [`${sign(key)}.${SIGNS[SAYS.indexOf(word)]}`] : []);
  return ["matching", judged(task, answer).flatMap(({ key, given }) => pair(key, given[0])).join(","), rowsOf(task).flatMap(({ key, says: word }) => pair(key, word)).join(",")];
}

/** Marks of a row joined by dots, rows by semicolons: "4.5.1; 2.3.3". */
function marks(task, answer) {
  const rows = judged(task, answer);
  return ["performance", short(rows.map(({ given }) => given.join(".")).join("; ")), short(rows.map(({ right }) => right).join("; "))];
}

const shownAt = (blank, entry) => (blank.options ? blank.options.find((option) => option.key === entry)?.text.replace(/<[^>]*>/g, "") ?? "" : entry);

function number(typed, sign) {
  const { value } = readNumber(typed, sign ?? ".");
  return value ? decimal(value) : "";
}

/** {id, type, response, pattern, result, weighting} of an answer that earned `credit`; `truth` is the key of the choice "true". */
export function interaction(question, answer, credit, truth) {
  const [type, response, pattern] = TELL[question.task.kind](question.task, answer, truth);
  const result = uncounted(question) ? "neutral" : same(credit, ONE) ? "correct" : positive(credit) && compare(credit, fraction(1, 100)) >= 0 ? decimal(credit).slice(0, 5) : "wrong";
  return { id: question.id, type, response, pattern, result, weighting: String(worth(question)) };
}

