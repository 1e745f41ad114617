// Make typed texts alike before they are compared: the twin of app/assessment/wording.py.

export const LONGEST_MATCHED = 200;

const ZEROS = "\u0660\u06f0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\u1810\uff10";
const FIGURES = new Map([...ZEROS].flatMap((zero) =>
  Array.from({ length: 10 }, (_, value) => [String.fromCodePoint(zero.codePointAt(0) + value), String(value)])));
const FIGURE = new RegExp(`[${[...FIGURES.keys()].join("")}]`, "gu");
const UNSEEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

export const withoutUnseen = (text) => text.replace(UNSEEN, "");
export const asciiFigures = (text) => text.replace(FIGURE, (figure) => FIGURES.get(figure));
export const singleSpaced = (text) => text.replace(SPACES, " ").replace(/^ | $/g, "");
export const length = (text) => [...text].length;

const lowered = (text) => text.toUpperCase().toLowerCase().replaceAll("ς", "σ");

/** Trimmed, spaces joined, NFKC, figures of all scripts alike and, unless the case counts, raised and lowered. */
export function folded(text, keepCase = false) {
  const plain = asciiFigures(singleSpaced(withoutUnseen(text).normalize("NFKC")));
  return keepCase ? plain : lowered(plain).normalize("NFKC");
}

/** Whether a pattern takes the whole of a folded text. One that this browser cannot read takes nothing. */
export function matches(pattern, text, keepCase = false) {
  if (length(text) > LONGEST_MATCHED) return false;
  const spelled = pattern.replace(/(\\[^])|([^\\]+)/gu, (_, escape, plain) => (escape ? escaped(escape) : keepCase ? plain : lowered(plain)));
  try {
    return new RegExp(`^(?:${spelled})$`, "u").test(text);
  } catch {
    return false;
  }
}

/** Python lets any sign be escaped, JavaScript only some: an escaped sign is written by its number. */
function escaped(pair) {
  return /[A-Za-z0-9]/.test(pair[1]) ? pair : `\\u{${pair.codePointAt(1).toString(16)}}`;
}
