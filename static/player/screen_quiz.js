// A quiz in a package before it starts, before it is handed in, and its questions one by one.

import { isHeld, timeLeft } from "./attempt.js";
import { h, html, icon, plainText } from "./dom.js";
import { worth } from "./grading.js";
import { ask, button, callout, crumb, docket, h1, strip, stripSaid } from "./pieces.js";
import { attemptsLeft, moduleOf } from "./progress.js";
import { runSlip } from "./quiz_slip.js";
import { startTimer } from "./timer.js";
import { _, minutes, ngettext, percent } from "./words.js";

export const now = () => Math.floor(Date.now() / 1000);

export function crumbs(course, quiz, last) {
  const module = moduleOf(course, quiz.id);
  return crumb([{ text: course.title, href: "#/" }, { text: _("Module %(number)s", { number: module.number }) }, { text: last }]);
}

/** The page before: all rules in one list, and one button. */
export function before(app, quiz) {
  const { course, state } = app, left = attemptsLeft(quiz, state), held = state.quizzes[quiz.id];
  const time = quiz.timeLimit ? minutes(Math.round(quiz.timeLimit / 60)) : "";
  return {
    title: quiz.title,
    node: h("div", { class: "wrap" }, crumbs(course, quiz, quiz.number), h1(quiz.title), quiz.summary ? h("p", { class: "lede" }, quiz.summary) : "",
      docket([
        [quiz.case ? _("Tasks") : _("Questions"), _("%(questions)s, for %(points)s", { questions: String(quiz.count), points: ngettext("%(num)s point", "%(num)s points", quiz.points) })],
        quiz.graded ? [_("Pass mark"), percent(quiz.pass)] : [_("Counts"), _("Practice, it never counts")],
        [_("Time"), time ? [icon("clock"), " ", time] : _("No limit")],
        [_("Attempts left"), left === null ? _("No limit") : _("%(left)s of %(all)s", { left, all: quiz.attempts })],
        quiz.graded && [_("Counts"), _("Best attempt")],
        quiz.case && [_("Time budget"), minutes(quiz.case.budget)],
        quiz.case && [_("In the file"), ngettext("%(num)s document", "%(num)s documents", quiz.case.documents.length)],
      ]),
      h("div", { class: "split part" }, h("div", {}, h("h2", {}, _("Before you start")), rules(quiz, time), startRow(app, quiz, left, held, time)))),
  };
}

function rules(quiz, time) {
  const rows = [
    quiz.case && [_("The file"), _("It holds papers, visits and interviews. What you open costs time of the budget, once; what would cost more than is left stays closed. What you opened, and in which order, is shown with your result.")],
    time && [_("The clock"), _("It starts with the button and runs on, also while you are away. At the end your answers are handed in as they are.")],
    [_("Your answers"), _("Each one is kept when you give it. You may go back and change it until you check it.")],
    [_("Checking"), quiz.feedback === "at-end" ? _("You see what is right, and why, after you finish.")
      : quiz.tries > 1 ? ngettext("You see at once what is right. You have %(num)s try.", "You see at once what is right. You have %(num)s tries, and each further one earns less.", quiz.tries)
        : _("You see at once what is right, and why.")],
    [_("An open question"), _("gives no points and takes none away.")],
    quiz.wait && [_("Between attempts"), _("Wait %(time)s.", { time: minutes(Math.ceil(quiz.wait / 60)) })],
  ];
  return h("dl", { class: "facts facts--wide" }, rows.filter(Boolean).map(([term, words]) => h("div", {}, h("dt", {}, term), h("dd", {}, words))));
}

function startRow(app, quiz, left, held, time) {
  const waiting = quiz.wait && held.attempts ? held.closed * 60 + quiz.wait - now() : 0, other = app.state.open;
  if (left === 0) return callout("note", _("You have used all %(all)s attempts. Your best result is stored.", { all: quiz.attempts }));
  if (other && other.quiz !== quiz.id) {
    return callout("note", _("Another quiz is still open. Finish it first."), h("p", {}, h("a", { href: `#/${other.quiz}` }, app.course.quizzes[other.quiz].title)));
  }
  if (waiting > 0) return callout("note", _("The next attempt opens in %(time)s.", { time: minutes(Math.ceil(waiting / 60)) }));
  const start = button(time ? _("Start, %(time)s", { time }) : _("Start"), { after: "arrow-right" });
  start.addEventListener("click", () => app.begin(quiz));
  return h("div", {}, h("p", { class: "buttons buttons--stack" }, start),
    h("p", { class: "small quiet pages" }, left === null ? "" : `${_("You use attempt %(number)s of %(all)s.", { number: held.attempts + 1, all: quiz.attempts })} `, h("a", { href: "#/" }, _("Not now, back to the course"))));
}

/** Where a question is asked: on a screen of its own, or on the one page of its case. */
const hrefOf = (quiz, attempt, index) => (quiz.case ? `#/${quiz.id}/~task/q-${attempt.paper[index]}` : `#/${quiz.id}/~${index + 1}`);

const rowsOf = (quiz, attempt, here) => attempt.paper.map((id, index) => (
  { number: index + 1, href: hrefOf(quiz, attempt, index), answered: isHeld(attempt, id), flagged: attempt.flags.has(id), here: index === here }));

/** The frame of a running quiz: nothing but the task. `boxes` go before the time and the saved state. */
function frame(app, quiz, boxes, task, beside) {
  const { attempt } = app, saved = h("span", { class: "saved" }, h("span", {}, _("Nothing yet")));
  const left = timeLeft(quiz, attempt, now()), face = h("span", { class: "timer" });
  const module = moduleOf(app.course, quiz.id);
  const node = h("div", {},
    h("div", { class: "quizhead" }, h("div", { class: "wrap" },
      h("p", { class: "over" }, _("%(course)s, module %(number)s", { course: app.course.title, number: module.number })), h1(quiz.title),
      docket([...boxes, left !== null && [_("Time left"), face], [_("Your answers"), saved]]))),
    h("div", { class: "wrap split split--slip quizbody" }, h("div", {}, task), h("aside", { "aria-label": _("All questions") }, beside)));
  let timer = null;
  return { node, shown: () => { if (left !== null) timer = startTimer(face, left, () => app.handIn(quiz, true)); app.sayAgain(); }, left: () => timer?.stop() };
}

/** One question; `data` holds its slip and its key. */
export function question(app, quiz, index) {
  const { attempt } = app, id = attempt.paper[index], data = app.question(id), form = html(data.slip).firstElementChild;
  const rows = () => rowsOf(quiz, attempt, index), beside = h("div", {});
  const flag = h("button", { type: "button", class: "linklike", "aria-pressed": "false" });
  const screen = frame(app, quiz, [[_("Question"), _("%(number)s of %(all)s", { number: index + 1, all: attempt.paper.length })], [_("Points"), String(worth(data.question))]], form, beside);

  function showBeside() {
    const marked = attempt.flags.has(id);
    flag.setAttribute("aria-pressed", String(marked));
    flag.replaceChildren(marked ? _("Take the mark off question %(number)s", { number: index + 1 }) : _("Mark question %(number)s to look at again", { number: index + 1 }));
    beside.replaceChildren(h("h2", { class: "t-h3" }, _("All questions")), strip(rows()), h("p", { class: "small quiet" }, stripSaid(rows())), h("p", { class: "small" }, icon("flag"), " ", flag), h("hr"),
      h("p", { class: "small" }, h("strong", {}, _("What is safe.")), " ", _("Each answer is kept when you give it. If the line or the power fails, come back: your answers stay.")));
  }
  flag.addEventListener("click", () => { app.flag(id); showBeside(); flag.focus(); });

  const next = index + 1 < attempt.paper.length ? `#/${quiz.id}/~${index + 2}` : `#/${quiz.id}/~finish`;
  app.flush = runSlip(app, quiz, data.question, form, { row: (how) => buttonsOf(quiz, attempt, index, next, how), done: () => app.go(next), changed: showBeside }).flush;
  showBeside();
  return { ...screen, title: `${_("Question %(number)s", { number: index + 1 })} · ${quiz.title}` };
}

/** Check, save or go on; and the way back. */
function buttonsOf(quiz, attempt, index, next, { closed, checking }) {
  const more = index + 1 < attempt.paper.length, words = more ? _("Next question") : _("Go to the end");
  const main = closed ? button(words, { after: "arrow-right", href: next })
    : checking ? button(_("Check my answer"), { type: "submit" }) : button(more ? _("Save, next question") : _("Save, go to the end"), { type: "submit", after: "arrow-right" });
  const skip = checking && !closed ? h("a", { href: next }, words) : "";
  return [main, skip, index > 0 ? button(_("Question %(number)s", { number: index }), { kind: "second", before: "arrow-left", href: `#/${quiz.id}/~${index}` }) : ""];
}

/** Before it is handed in: what is open, what is marked, one button. */
export function finish(app, quiz) {
  const { attempt } = app, rows = rowsOf(quiz, attempt, -1), open = rows.filter((row) => !row.answered), flagged = rows.filter((row) => row.flagged);
  const item = (row, words) => {
    const id = attempt.paper[row.number - 1], slip = html(app.question(id).slip);
    return h("li", {}, h("span", { class: "strip__one", "aria-hidden": "true", "data-answered": row.answered, "data-flagged": row.flagged }, String(row.number)),
      h("span", {}, plainText(slip.querySelector(".slip__prompt")), h("br"), h("span", { class: "small quiet" }, plainText(slip.querySelector(".slip__head b")), _(", "), ngettext("%(num)s point", "%(num)s points", worth(app.question(id).question)))),
      h("a", { href: row.href, "aria-label": _("%(name)s: %(text)s", { name: words, text: _("Question %(number)s", { number: row.number }) }) }, words));
  };
  const list = (title, all, words) => (all.length ? h("section", {}, h("h2", { class: "t-h3" }, title), h("ol", { class: "todo" }, all.map((row) => item(row, words)))) : "");
  const act = quiz.case ? _("Hand in the case") : _("Finish the quiz"), hand = button(act, {});
  hand.addEventListener("click", () => ask({
    title: quiz.case ? _("Hand in the case?") : _("Finish the quiz?"),
    text: open.length ? ngettext("%(num)s question is open and gives no points. After finishing you cannot change an answer.", "%(num)s questions are open and give no points. After finishing you cannot change an answer.", open.length) : _("After finishing you cannot change an answer."),
    safe: _("Go on answering"), act,
  }, () => app.handIn(quiz, false)));
  const last = attempt.paper.length;
  const task = h("div", { class: "slip" }, h("div", { class: "slip__head" }, h("span", {}, h("b", {}, _("Before you finish"))), h("span", {}, quiz.attempts === null ? "" : _("Attempt %(number)s of %(all)s", { number: app.state.quizzes[quiz.id].attempts, all: quiz.attempts }))),
    h("div", { class: "slip__body flow" },
      list(ngettext("Open: %(num)s question", "Open: %(num)s questions", open.length), open, _("Answer it")),
      list(ngettext("Marked to look at again: %(num)s question", "Marked to look at again: %(num)s questions", flagged.length), flagged, _("Look again")),
      open.length ? "" : h("p", {}, _("Every question has an answer.")),
      h("div", { class: "buttons buttons--apart buttons--stack" }, hand, button(_("Question %(number)s", { number: last }), { kind: "second", before: "arrow-left", href: hrefOf(quiz, attempt, last - 1) }))));
  const screen = frame(app, quiz, [[_("Answered"), _("%(number)s of %(all)s", { number: rows.length - open.length, all: rows.length })], [_("Open"), String(open.length)], [_("Marked"), String(flagged.length)]], task,
    h("div", {}, h("h2", { class: "t-h3" }, _("All questions")), strip(rows), h("p", { class: "small quiet" }, stripSaid(rows))));
  return { ...screen, title: `${_("Before you finish")} · ${quiz.title}` };
}
