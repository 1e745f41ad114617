// What a handed-in quiz earned, what to read again, and all answers with their reasons.

import { arrange, putAnswer } from "./answers.js";
import { lessonData } from "./lessons.js";
import { attemptsLeft, isPassed } from "./progress.js";
import { walked } from "./screen_case.js";
import { earnedAt, heldAt } from "./attempt.js";
import { h, html, tick } from "./dom.js";
import { orderOf } from "./draw.js";
import { showReview } from "./feedback.js";
import { ZERO, add, same, fraction, positive } from "./fraction.js";
import { worth } from "./grading.js";
import { passes, percent as percentOf } from "./marks.js";
import { button, callout, docket, h1, meter, squares, stamp } from "./pieces.js";
import { heldReview } from "./quiz_slip.js";
import { crumbs } from "./screen_quiz.js";
import { closeSlip } from "./slip.js";
import { showCompared } from "./writing.js";
import { isWritten } from "./written.js";
import { _, count, ngettext, percent } from "./words.js";

const number = ({ n, d }) => Math.round((Number(n) / Number(d)) * 100) / 100;

/** `held` is what this session knows of the attempt: {mark, attempt, timeUp}; without it only marks are known. */
export function result(app, quiz, held) {
  const { course, state } = app, stored = state.quizzes[quiz.id], mark = held?.mark ?? stored.best;
  const value = held ? percentOf(mark) : stored.last ?? percentOf(mark), passed = held ? passes(mark, quiz.pass) : value >= quiz.pass;
  const left = attemptsLeft(quiz, state), best = percentOf(stored.best), graded = quiz.graded;
  const rows = held ? readAgain(app, quiz, held.attempt) : [];
  const node = h("div", { class: "wrap scored" }, crumbs(course, quiz, _("Result")),
    held?.timeUp ? callout("note", _("The time was up. Your answers were handed in as they were.")) : "",
    h("div", { class: "score-head" }, h("div", {}, h1(quiz.title),
      passed || !graded ? "" : h("p", { class: "outcome" }, tick("failed"), h("span", {}, _("Not passed yet"))),
      h("p", { class: "score" }, percent(value)),
      held ? h("p", {}, pointsLine(mark, quiz, passed)) : "",
      graded ? meter(value, quiz.pass, passed) : ""), passed && graded ? stamp(_("Passed"), "", true) : ""),
    docket([
      [_("Attempts left"), left === null ? _("No limit") : _("%(left)s of %(all)s", { left, all: quiz.attempts })],
      graded && [_("Counts"), _("Best attempt, %(score)s", { score: percent(best) })],
      held && [_("Answered"), _("%(number)s of %(all)s", { number: Object.keys(held.attempt.answers).length, all: held.attempt.paper.length })],
    ]),
    h("div", { class: "split part" }, h("div", {},
      h("section", {}, !passed && rows.length ? readFirst(rows) : "", h("p", { class: "buttons buttons--stack" }, acts(quiz, left, passed, rows, graded))),
      held ? topics(app, quiz, held.attempt) : "",
      held ? marks(app, quiz, held.attempt) : "",
      quiz.case && stored.last !== null ? h("section", { id: "path" }, h("h2", {}, _("Your path")), walked(quiz.case, stored.path, lessonData(quiz.id).path)) : ""),
    h("aside", { "aria-label": _("What happens now") }, h("section", { class: "flow small" }, h("h2", { class: "t-h3" }, _("What happens now")), h("p", {}, happens(app, quiz, left, passed))))));
  return { title: `${_("Result")} · ${quiz.title}`, node };
}

function pointsLine(mark, quiz, passed) {
  const words = ngettext("%(earned)s of %(num)s point.", "%(earned)s of %(num)s points.", mark.possible, { earned: count(number(mark.earned)) });
  if (passed || !quiz.graded) return words;
  const needed = Math.ceil((quiz.pass / 100) * mark.possible - number(mark.earned) - 1e-9);
  return `${words} ${ngettext("The pass mark is %(mark)s, so about %(num)s point more.", "The pass mark is %(mark)s, so about %(num)s points more.", Math.max(1, needed), { mark: percent(quiz.pass) })}`;
}

function acts(quiz, left, passed, rows, graded) {
  const again = left === 0 || (passed && graded) ? "" : button(quiz.case ? _("Take the case again") : _("Take the quiz again"), { kind: rows.length || passed ? "second" : "", href: `#/${quiz.id}/~before` });
  if (!passed && rows.length) return [button(_("Read %(text)s", { text: rows[0].see.title.split(" ", 1)[0] }), { after: "arrow-right", href: rows[0].see.href }), again];
  return [passed ? button(_("Continue"), { after: "arrow-right", href: "#/" }) : "", again];
}

function happens(app, quiz, left, passed) {
  if (!quiz.graded) return quiz.case ? _("Practice, it never counts") : _("This quiz is for practice. It never counts.");
  if (passed) return _("Your result is recorded. You may go on.");
  if (isPassed(app.course, app.state, quiz.id)) return _("You have passed already. The best attempt counts.");
  if (left === 0) return _("You have used all %(all)s attempts. Your best result is stored. Ask your instructor what comes next.", { all: quiz.attempts });
  return left === null ? _("Nothing is lost. You may try again as often as you like. The best attempt counts.")
    : ngettext("Nothing is lost. You have %(num)s attempt left. The best one counts.", "Nothing is lost. You have %(num)s attempts left. The best one counts.", left);
}

/** Where points were lost, most first: each {see, lost}. */
function readAgain(app, quiz, attempt) {
  const places = new Map();
  for (const id of attempt.paper) {
    const { question, see } = app.question(id), earned = earnedAt(quiz, question, attempt), lost = worth(question) && worth(question) - number(earned);
    if (!see || lost <= 0) continue;
    const row = places.get(see.href) ?? { see, lost: 0 };
    places.set(see.href, { ...row, lost: row.lost + lost });
  }
  return [...places.values()].sort((a, b) => b.lost - a.lost);
}

const readFirst = (rows) => h("div", {}, h("h2", {}, _("Read this first")), h("p", { class: "small quiet" }, _("In this order: where you lost most points comes first.")),
  h("ol", { class: "toc" }, rows.map(({ see, lost }, index) => h("li", {}, h("span", { class: "toc__number", "aria-hidden": "true" }, String(index + 1)),
    h("h3", { class: "toc__title" }, h("a", { href: see.href }, see.title)), h("span", { class: "rows__end" }, ngettext("%(lost)s point lost", "%(lost)s points lost", Math.round(lost), { lost: count(Math.round(lost * 100) / 100) }))))));

function topics(app, quiz, attempt) {
  const rows = new Map();
  for (const id of attempt.paper) {
    const { question, see } = app.question(id), topic = (question.tags ?? []).find((tag) => app.course.topics[tag]);
    if (!topic || !worth(question)) continue;
    const row = rows.get(topic) ?? { earned: ZERO, possible: 0, again: new Map() }, earned = earnedAt(quiz, question, attempt);
    if (see && !same(earned, fraction(question.points ?? 1))) row.again.set(see.href, see);
    rows.set(topic, { ...row, earned: add(row.earned, earned), possible: row.possible + (question.points ?? 1) });
  }
  if (!rows.size) return "";
  const line = ([topic, { earned, possible, again }]) => h("tr", {}, h("th", { scope: "row" }, app.course.topics[topic]),
    h("td", { "data-label": _("Points") }, squares(number(earned), possible), " ", _("%(earned)s of %(possible)s", { earned: count(number(earned)), possible: count(possible) })),
    h("td", { "data-label": _("Read again") }, again.size ? [...again.values()].flatMap((see, index) => [index ? _(", ") : "", h("a", { href: see.href }, see.title)]) : _("Nothing")));
  return h("section", {}, h("h2", {}, _("By topic")), h("table", { class: "records" }, h("caption", { class: "visually-hidden" }, _("By topic")),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, _("Topic")), h("th", { scope: "col" }, _("Points")), h("th", { scope: "col" }, _("Read again")))),
    h("tbody", {}, [...rows].map(line))));
}

function marks(app, quiz, attempt) {
  const mark = (id) => {
    const { question } = app.question(id), earned = earnedAt(quiz, question, attempt);
    return same(earned, fraction(question.points ?? 1)) ? ["finished", _("all points")] : positive(earned) ? ["seen", _("some points")] : ["failed", _("no points")];
  };
  const item = (id, index) => {
    const [sign, words] = mark(id);
    return h("li", {}, h("a", { href: `#/${quiz.id}/~review#q-${id}`, "aria-label": `${_("Question %(number)s", { number: index + 1 })}${_(", ")}${words}` }, String(index + 1), tick(sign)));
  };
  return h("section", {}, h("h2", {}, _("Your answers")), h("ol", { class: "strip strip--marks" }, attempt.paper.map(item)),
    h("p", { class: "small quiet" }, _("Tick: all points. Stroke: some points. Cross: none."), " ", h("a", { href: `#/${quiz.id}/~review` }, _("Review all answers with the reasons"))));
}

/** All slips of a closed attempt, each with its verdict and its reason. */
export function reviewAll(app, quiz, { attempt }) {
  const slips = attempt.paper.map((id, index) => {
    const { question, slip } = app.question(id), form = html(slip).firstElementChild;
    arrange(form, orderOf(question, attempt.seed, quiz.shuffle));
    if (heldAt(attempt, id).length && !isWritten(question.task)) putAnswer(form, heldAt(attempt, id));
    form.querySelector(".slip__head b").prepend(`${index + 1}. `);
    closeSlip(form);
    form.querySelector(".buttons")?.remove();
    const told = app.told(id, heldReview(quiz, question, attempt));
    if (isWritten(question.task)) showCompared(form, question, heldAt(attempt, id), told, { locked: true });
    else showReview(form, told, { quiet: true });
    return form;
  });
  const node = h("div", { class: "wrap" }, crumbs(app.course, quiz, _("Review")), h1(quiz.title), h("p", { class: "lede" }, _("All answers with the reasons.")),
    h("div", { class: "part" }, slips), h("p", { class: "buttons" }, button(_("Back to the result"), { kind: "second", before: "arrow-left", href: `#/${quiz.id}/~result` })));
  return { title: `${_("Review")} · ${quiz.title}`, node };
}
