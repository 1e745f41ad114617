// The lines by which typed texts are judged: the twin of app/assessment/lines.py.

import { parse, positive } from "./fraction.js";
import { folded, matches, singleSpaced } from "./wording.js";

export const LONGEST_TEXT = 2000;

export const weight = (line) => parse(line.weight ?? "1");
export const isAnswered = (answer) => answer.some((entry) => singleSpaced(entry) !== "");

/** The first line that takes this wording, after spaces and letters are made alike. */
export function textLine(lines, typed, keepCase = false) {
  const text = folded(typed ?? "", keepCase);
  if (!text) return undefined;
  return lines.find((line) => (line.pattern ? matches(line.value, text, keepCase) : folded(line.value, keepCase) === text));
}

export const accepted = (lines) => lines.filter((line) => positive(weight(line)));

/** The first accepted wording that is no pattern, else the first accepted line as it is. */
export function shownWording(lines) {
  const kept = accepted(lines);
  return (kept.find((line) => !line.pattern) ?? kept[0]).value;
}
