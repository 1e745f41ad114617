// Read a number as people type it: the twin of app/assessment/numbers.py.

import { parse } from "./fraction.js";
import { asciiFigures, length, singleSpaced, withoutUnseen } from "./wording.js";

const LONGEST = 40;
const GAP = /[\u0020\u00a0\u2009\u202f'’٬]/;
const GAPS = new RegExp(GAP.source, "g");
const SPACED = new RegExp(`^[+-]?[1-9]\\d{0,2}(?:${GAP.source}\\d{3})+(?:[.,]\\d*)?$`);
const GROUPED = /^[+-]?[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})+$/;
const MIXED = /^[+-]?[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*(?!\1)[.,]\d+$/;
const PLAIN = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)$/;
const DOUBTFUL = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

export const AMBIGUOUS = "ambiguous-number";
export const NOT_A_NUMBER = "not-a-number";

/** {value} as an exact fraction, or {problem}. `decimal` is the sign of the language, "." or ",". */
export function readNumber(raw, decimal = ".") {
  const plain = plainNumber(raw);
  if (plain === null) return { problem: NOT_A_NUMBER };

  const sure = plain.includes("٫") || GAP.test(plain);
  const text = plain.replace(GAPS, "").replaceAll("٫", ".");
  if (GROUPED.test(text)) return { value: parse(text.replace(/[.,]/g, "")) };
  if (MIXED.test(text)) {
    const parts = text.split(/[.,]/);
    const rest = parts.pop();
    return { value: parse(`${parts.join("")}.${rest}`) };
  }
  if (!PLAIN.test(text)) return { problem: NOT_A_NUMBER };
  if (DOUBTFUL.test(text) && !sure && !text.includes(decimal)) return { problem: AMBIGUOUS };
  return { value: parse(text.replace(",", ".")) };
}

function plainNumber(raw) {
  const text = asciiFigures(singleSpaced(withoutUnseen(raw)).replace(/ ?[%٪]$/, "")).replaceAll("−", "-");
  if (!text || length(text) > LONGEST) return null;
  return GAP.test(text) && !SPACED.test(text.replaceAll("٫", ".")) ? null : text;
}
