// Read what a learner gave on a slip, and put an answer back: the contract stands in templates/components/slip.html.

import { singleSpaced } from "./wording.js";

const inputs = (form) => [...form.querySelectorAll('[name="answer"]:not(button)')];

/** The answer as strings, just as the form would post it, without the lines that were left open. */
export function answerOf(form) {
  const all = inputs(form);
  if (["single", "multiple", "truefalse"].includes(form.dataset.kind)) return all.filter((input) => input.checked).map((input) => input.value);
  if (form.querySelector(".written")) return written(all);
  const values = all.map((input) => input.value);
  if (form.dataset.kind === "match") return values.filter((value) => value);
  return values.some((value) => singleSpaced(value)) ? values : [];
}

/** Texts, and once they were compared the word that says so and the ticks. */
function written(all) {
  const given = all.filter((input) => input.type !== "checkbox" || input.checked).map((input) => input.value);
  return given.some((value) => singleSpaced(value)) ? given : [];
}

export function putAnswer(form, answer) {
  const { kind } = form.dataset;
  if (kind === "order") return orderRows(form, answer);
  inputs(form).forEach((input, place) => {
    if (input.type === "radio" || input.type === "checkbox") input.checked = answer.includes(input.value);
    else if (kind === "match") input.value = answer.find((pair) => pair.startsWith(`${input.dataset.item}.`)) ?? "";
    else input.value = answer[place] ?? "";
  });
  return undefined;
}

/** Put the rows of a list in the order of these keys. */
export function orderRows(form, keys) {
  const list = form.querySelector(".seq");
  for (const key of keys) list.append(list.querySelector(`[data-key="${CSS.escape(key)}"]`));
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
export const letter = (index) => LETTERS[index] ?? String(index + 1);

/** Show choices, pieces or rows in the order that was drawn; letters stay with the places. */
export function arrange(form, keys) {
  const { kind } = form.dataset;
  if (!keys.length) return;
  if (kind === "order") orderRows(form, keys);
  else if (kind === "match") arrangePieces(form, keys);
  else {
    const list = form.querySelector(".choices");
    keys.forEach((key, index) => {
      const row = list.querySelector(`[data-key="${CSS.escape(key)}"]`);
      row.querySelector(".choice__letter").textContent = letter(index);
      list.append(row);
    });
  }
}

function arrangePieces(form, keys) {
  const bank = form.querySelector(".bank ol");
  keys.forEach((key, index) => {
    const row = bank.querySelector(`[data-key="${CSS.escape(key)}"]`), sign = letter(index).toLowerCase();
    row.querySelector(".bank__letter").textContent = sign;
    bank.append(row);
    for (const select of form.querySelectorAll("select[data-item]")) {
      const option = [...select.options].find((each) => each.value === `${select.dataset.item}.${key}`);
      option.textContent = `${sign} ${option.textContent.trim().replace(/^\S+\s/, "")}`;
      select.append(option);
    }
  });
}

export function lock(form, locked = true) {
  for (const input of form.querySelectorAll('[name="answer"], [name="position"], [name="move"]')) input.disabled = locked && input.type !== "hidden";
}
