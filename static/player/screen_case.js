// A case in a package: the file with its costs, the document that lies open, the tasks; and the path told back.
// Page, documents and path were made at export (app/packaging/case_pages.py): here they are ticked, filled in and taken from.

import { isHeld, timeLeft } from "./attempt.js";
import { canOpen, leftOf, stepsOf, usedOf } from "./case_path.js";
import { h, html, part, tick } from "./dom.js";
import { button, callout } from "./pieces.js";
import { runSlip } from "./quiz_slip.js";
import { now } from "./screen_quiz.js";
import { startTimer } from "./timer.js";
import { _, minutes } from "./words.js";

const usedWords = (file, path) => _("%(used)s of %(all)s used", { used: minutes(usedOf(file, path)), all: minutes(file.budget) });
const rowsOf = (node) => [...node.querySelectorAll(".case__file li")];

/** A case that runs: opening costs time, every answer is kept as it is given. */
export function runCase(app, quiz, data) {
  const { attempt } = app, node = html(data.page).firstElementChild, slips = tasks(app, quiz, node, showDone);
  const left = timeLeft(quiz, attempt, now()), clock = part(node, "clock"), title = node.querySelector("h1").textContent;
  let timer = null;

  function showDone() {
    const done = attempt.paper.filter((id) => isHeld(attempt, id)).length;
    part(node, "done").textContent = _("%(number)s of %(all)s", { number: done, all: attempt.paper.length });
  }

  function open(key) {
    const file = quiz.case, told = part(node, "told"), taken = app.opened(quiz, key), { path } = app.state.quizzes[quiz.id];
    told.hidden = taken;
    told.replaceChildren(taken ? "" : refusal(file, path, key));
    if (!taken) return told.firstElementChild.focus();
    app.reading = { quiz: quiz.id, key };
    showFile(node, file, path, key);
    return layOpen(app, node, data, key, title).focus();
  }

  for (const row of rowsOf(node)) row.querySelector("button").addEventListener("click", () => open(row.dataset.key));
  part(node, "over").remove();
  if (left === null) clock.closest("dl > div").remove();
  const { path } = app.state.quizzes[quiz.id], again = app.reading?.quiz === quiz.id && path.includes(app.reading.key) ? app.reading.key : "";
  showFile(node, quiz.case, path, again);
  if (again) layOpen(app, node, data, again, title);
  showDone();
  app.flush = () => slips.forEach((slip) => slip.flush());
  return {
    title, node, task: true, open: true,
    shown: () => { if (left !== null) timer = startTimer(clock, left, () => app.handIn(quiz, true)); app.sayAgain(); },
    left: () => timer?.stop(),
  };
}

/** A case that was handed in: what was opened can be read again, and nothing else. */
export function readCase(app, quiz, data, key) {
  const node = html(data.page).firstElementChild, { path } = app.state.quizzes[quiz.id], title = node.querySelector("h1").textContent;
  for (const place of ["clock", "done"]) part(node, place).closest("dl > div").remove();
  node.querySelector(".saved").closest("dl > div").remove();
  node.querySelector(".case__jump").remove();
  part(node, "tasks").remove();
  showFile(node, quiz.case, path, key);
  part(node, "left").textContent = _("This attempt is over. What you opened can be read again.");
  for (const row of rowsOf(node)) shut(row, path.includes(row.dataset.key) ? `#/${quiz.id}/~doc.${row.dataset.key}` : "");
  layOpen(app, node, data, key, title).dataset.first = "";
  return { title, node };
}

/** The line is no button any more: a link to what was opened, else words. */
function shut(row, href) {
  const line = row.querySelector("button"), here = line.getAttribute("aria-current");
  for (const dear of row.querySelectorAll("[data-dear]")) dear.remove();
  line.replaceWith(href ? h("a", { href, "aria-current": here }, ...line.childNodes) : h("span", { class: "quiet" }, ...line.childNodes));
}

/** Ticks, costs and notes of the lines, the budget, and what is left. */
function showFile(node, file, path, here) {
  const used = usedOf(file, path), share = file.budget ? Math.min(100, Math.floor((used * 100) / file.budget)) : 0;
  for (const row of rowsOf(node)) showLine(row, { opened: path.includes(row.dataset.key), dear: !canOpen(file, path, row.dataset.key), here: row.dataset.key === here });
  part(node, "opened").textContent = _("%(number)s of %(all)s", { number: path.length, all: file.documents.length });
  part(node, "left").textContent = _("Left: %(time)s. What is opened costs time once; reading again is free.", { time: minutes(leftOf(file, path)) });
  const bar = node.querySelector("svg.budget"), filled = bar.querySelector(".b-not");
  bar.setAttribute("aria-label", usedWords(file, path));
  bar.previousElementSibling.textContent = usedWords(file, path);
  filled.setAttribute("width", `${share}%`);
  filled.setAttribute("x", `${document.documentElement.dir === "rtl" ? 100 - share : 0}%`);
}

function showLine(row, { opened, dear, here }) {
  const line = row.querySelector("button"), note = row.querySelector("[data-dear]");
  row.querySelector(".tick").replaceWith(tick(opened ? "seen" : "none", opened ? _("Opened") : _("Not opened")));
  line.classList.toggle("quiet", dear);
  line.toggleAttribute("aria-current", here);
  if (here) line.setAttribute("aria-current", "true");
  if (opened) row.querySelector(".rows__end").textContent = "";
  if (dear && !note) row.querySelector("small").append(h("span", { "data-dear": true }, ` · ${_("more than is left")}`));
}

function refusal(file, path, key) {
  const { cost } = file.documents.find((each) => each.key === key);
  const told = callout("error", _("Not opened"), h("p", {}, _("This takes %(cost)s minutes, and %(left)s minutes of the budget are left.", { cost, left: leftOf(file, path) })));
  told.tabIndex = -1;
  return told;
}

/** Lay a document open; returns its heading. */
function layOpen(app, node, data, key, title) {
  const place = part(node, "document"), about = node.querySelector(".case__text");
  place.replaceChildren(html(data.documents[key]));
  about?.removeAttribute("open");
  const heading = place.querySelector("h2");
  heading.tabIndex = -1;
  if (node.isConnected) app.document.title = `${heading.textContent.trim()} – ${title} – ${app.course.title}`;
  return heading;
}

/** Every task on the page, each saved by itself; where answers are checked each has its button. */
function tasks(app, quiz, node, changed) {
  const place = part(node, "slips");
  return app.attempt.paper.map((id, index) => {
    const { question, slip } = app.question(id), form = html(slip).firstElementChild;
    form.querySelector(".slip__head b").prepend(`${index + 1}. `);
    place.append(form);
    const row = ({ closed, checking }) => (checking && !closed ? [button(_("Check my answer"), { type: "submit", kind: "second" })] : []);
    return runSlip(app, quiz, question, form, { row, done: () => {}, changed });
  });
}

/** The path of an attempt: `markup` holds every document as a step and as one that stayed closed. */
export function walked(file, path, markup) {
  const root = h("div", {}, html(markup)), [said] = root.children, table = root.querySelector("table"), closed = root.querySelector("p.pages");
  const rows = new Map([...root.querySelectorAll("tbody tr")].map((row) => [row.dataset.key, row]));
  const unopened = [...closed.querySelectorAll("[data-key]")].filter((each) => !path.includes(each.dataset.key));
  said.textContent = `${usedWords(file, path)}.`;
  table.tBodies[0].replaceChildren(...stepsOf(file, path).map(({ key, used }, index) => {
    const row = rows.get(key);
    row.firstElementChild.textContent = String(index + 1);
    row.lastElementChild.textContent = minutes(used);
    return row;
  }));
  if (!path.length) table.replaceWith(h("p", {}, _("Nothing was opened.")));
  closed.replaceChildren(closed.firstChild, ...unopened.flatMap((each, index) => [index ? _(", ") : "", each]), ".");
  if (!unopened.length) closed.remove();
  return root;
}
