// Two texts to be joined: each open place is settled by a button or by editing; the joined text can be saved when none is left.

import { tabs } from "./tabs.js";

const form = document.querySelector("[data-join]"), plain = form.querySelector("[data-plain]"), pieces = form.querySelector("[data-pieces]");
const places = [...form.querySelectorAll("[data-place]")], still = form.querySelector("[data-still]");
const button = form.querySelector('.clash__acts button[type="submit"]:not([form])');
const settled = new Set();

/** The text of all pieces; one without lines adds none, also not an empty one. */
const joined = () => [...pieces.querySelectorAll("[data-piece]")]
  .filter((piece) => !("nothing" in piece.dataset) && !(piece.closest("[data-place]") && piece.value === ""))
  .map((piece) => piece.value).join("\n");

function look() {
  const open = places.filter((place) => !settled.has(place));
  button.setAttribute("aria-disabled", String(open.length > 0));
  if (!open.length) still.textContent = places.length ? still.dataset.none : "";
  else still.textContent = open.length === 1 ? still.dataset.one.replace("{line}", open[0].dataset.line) : still.dataset.more.replace("{count}", open.length);
}

function settle(place, pressed = null) {
  settled.add(place);
  place.classList.add("place--settled");
  for (const each of place.querySelectorAll("[data-take]")) each.setAttribute("aria-pressed", String(each === pressed));
  look();
}

function fit(field) {
  field.rows = Math.max(1, field.value.split("\n").length);
}

for (const place of places) {
  const field = place.querySelector("[data-piece]");
  field.addEventListener("input", () => { fit(field); settle(place); });
  for (const take of place.querySelectorAll("[data-take]")) {
    take.setAttribute("aria-pressed", "false");
    take.addEventListener("click", () => { field.value = take.dataset.take; fit(field); settle(place, take); });
  }
}

/** F8 goes to the next open place, with Shift to the one before. */
function step(back) {
  const open = places.filter((place) => !settled.has(place)), from = places.findIndex((place) => place.contains(document.activeElement));
  const rows = back ? [...open].reverse() : open;
  const next = rows.find((place) => (back ? places.indexOf(place) < from : places.indexOf(place) > from)) ?? rows[0];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}

addEventListener("keydown", (event) => {
  if (event.key !== "F8") return;
  event.preventDefault();
  step(event.shiftKey);
});

form.addEventListener("submit", (event) => {
  if (settled.size < places.length) { event.preventDefault(); step(false); return; }
  form.elements.text.value = joined();
});

plain.hidden = true;
pieces.hidden = false;
const first = document.querySelector("[data-first]");
if (first) first.hidden = false;
first?.addEventListener("click", (event) => { event.preventDefault(); shown?.show("part-joined"); step(false); });
const shown = tabs(document.querySelector('[role="tablist"]'));
look();
document.querySelector(".clash__strip").focus();
