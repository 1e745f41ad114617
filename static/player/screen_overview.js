// The first screen of a package: where the learner is, what comes next, the map of modules, what the marks mean.

import { h, html, icon, tick } from "./dom.js";
import { badge, button, docket, h1, lessonRows, markWord, stamp } from "./pieces.js";
import { isModuleDone, lockOf, markAt, minutesLeft, moduleLock, moduleOf, nextOf, resultOf } from "./progress.js";
import { percent as percentOf } from "./marks.js";
import { _, list, minutes, ngettext, percent } from "./words.js";

export function overview({ course, state }) {
  const next = nextOf(course, state), result = resultOf(course, state);
  return {
    title: "",
    node: h("div", { class: "wrap" },
      h("div", { class: "split" },
        h("div", {}, h1(course.title), course.summary ? h("p", { class: "lede" }, course.summary) : "", facts(course, state, result)),
        result.passed ? done(result, course) : next ? goOn(course, state, next) : ""),
      h("div", { class: "split part" },
        h("div", {}, map(course, state, next)),
        h("aside", { "aria-label": _("What the marks mean") }, needs(course, state), legend(course), welcome(course)))),
  };
}

function facts(course, state, result) {
  const counted = course.modules.filter((module) => !module.elective), finished = counted.filter((module) => isModuleDone(course, state, module)).length;
  const left = minutesLeft(course, state, counted.flatMap((module) => module.lessons));
  return docket([
    [_("Done"), ngettext("%(done)s of %(num)s module", "%(done)s of %(num)s modules", counted.length, { done: finished })],
    [_("Time left"), left ? _("about %(time)s", { time: minutes(left) }) : _("none")],
    result.taken && [_("Result so far"), percent(result.percent)],
    course.version && [_("Version"), String(course.version)],
  ]);
}

function goOn(course, state, next) {
  const begun = state.place || state.seen.size;
  return h("div", { class: "stopped" },
    h("p", {}, begun ? _("You stopped at %(number)s", { number: next.number }) : _("Begin with %(number)s", { number: next.number })),
    h("h2", {}, next.title),
    button(begun ? _("Continue, %(time)s", { time: minutes(next.minutes) }) : _("Start, %(time)s", { time: minutes(next.minutes) }), { href: `#/${next.id}`, after: "arrow-right" }));
}

const done = (result, course) => h("div", {}, stamp(course.counts ? _("Passed, %(score)s", { score: percent(result.percent) }) : _("Finished"), "", true));

function map(course, state, next) {
  const here = next && moduleOf(course, next.id);
  return h("ol", { class: "map" }, course.modules.map((module) => moduleRow(course, state, module, module === here, next)));
}

function moduleRow(course, state, module, isHere, next) {
  const lock = moduleLock(course, state, module), finished = isModuleDone(course, state, module);
  const rows = h("div", {}, lessonRows(module.lessons.map((lesson) => row(course, state, lesson, lesson === next))));
  const mine = module.lessons.filter((lesson) => ["finished", "passed"].includes(markAt(course, state, lesson))).length;
  return h("li", { "data-state": finished ? "passed" : lock ? "locked" : isHere ? "here" : "open" },
    h("span", { class: "map__mark", "aria-hidden": "true" }, module.number),
    h("div", { class: "map__body" },
      h("h2", {}, h("span", { class: "visually-hidden" }, _("Module %(number)s:", { number: module.number }), " "), module.title),
      lock ? badge(_("Opens after module %(number)s", { number: lock.number }), "lock") : finished ? badge(_("Finished"), "check") : "",
      module.summary ? h("p", { class: "map__note" }, module.summary) : "",
      h("p", { class: "map__note" }, ngettext("%(done)s of %(num)s finished", "%(done)s of %(num)s finished", module.lessons.length, { done: mine })),
      isHere ? rows : h("details", {}, h("summary", {}, ngettext("%(num)s lesson", "%(num)s lessons", module.lessons.length), h("span", { class: "visually-hidden" }, _(", ") + module.title)), rows)));
}

export function lockWords(lock) {
  if (lock.module) return _("Opens after module %(number)s", { number: lock.module.number });
  const [first, ...rest] = lock.lessons, last = rest[rest.length - 1];
  if (rest.length > 1) return _("Opens when %(first)s to %(last)s are finished", { first: first.number, last: last.number });
  return ngettext("Opens when %(numbers)s is finished", "Opens when %(numbers)s are finished", lock.lessons.length, { numbers: list(lock.lessons.map((lesson) => lesson.number)) });
}

function row(course, state, lesson, here) {
  const lock = lockOf(course, state, lesson), best = state.quizzes[lesson.id]?.best;
  const end = best ? percent(percentOf(best)) : minutes(lesson.minutes);
  return { mark: lock ? "locked" : markAt(course, state, lesson), number: lesson.number, title: lesson.title, href: lock ? "" : `#/${lesson.id}`, note: lock ? lockWords(lock) : "", end, here };
}

function needs(course, state) {
  const quizzes = course.modules.filter((module) => !module.elective).flatMap((module) => module.lessons).filter((lesson) => course.quizzes[lesson.id]?.graded);
  if (!quizzes.length) return "";
  return h("section", {}, h("h2", { class: "t-h3" }, _("To pass the course")),
    h("ul", { class: "rows" }, quizzes.map((lesson) => {
      const mark = markAt(course, state, lesson);
      return h("li", {}, tick(mark, markWord(mark)), h("span", {}, _("%(title)s: %(mark)s or more", { title: lesson.title, mark: percent(course.quizzes[lesson.id].pass) })));
    })));
}

function legend(course) {
  const rows = [
    ["none", _("Not started")], ["seen", _("Seen: you opened it")], ["finished", _("Finished: read to the end, practice done")],
    ["passed", _("Passed: quiz at its pass mark or more")], ["failed", _("Not passed yet")],
    ...(course.order === "locked" ? [["locked", _("Locked: the line says what opens it")]] : []),
  ];
  return h("section", {}, h("h2", { class: "t-h3" }, _("What the marks mean")), h("ul", { class: "rows rows--plain small" }, rows.map(([mark, words]) => h("li", {}, tick(mark), h("span", {}, words)))));
}

const welcome = (course) => (course.welcome || course.glossary
  ? h("section", {}, h("h2", { class: "t-h3" }, _("About this course")), h("div", { class: "flow" }, html(course.welcome ?? "")),
    course.glossary ? h("p", {}, h("a", { href: "#/~glossary" }, icon("book-open"), " ", _("Glossary"))) : "")
  : "");
