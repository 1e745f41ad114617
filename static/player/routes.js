// From the address behind the # to a screen: #/ is the overview, #/ID a lesson or quiz, #/ID/~3 its third question.

import { h } from "./dom.js";
import { lessonData } from "./lessons.js";
import { callout, h1 } from "./pieces.js";
import { findLesson, lockOf } from "./progress.js";
import { readCase, runCase } from "./screen_case.js";
import { lesson } from "./screen_lesson.js";
import { lockWords, overview } from "./screen_overview.js";
import { before, finish, now, question } from "./screen_quiz.js";
import { result, reviewAll } from "./screen_result.js";
import { timeLeft } from "./attempt.js";
import { _ } from "./words.js";

/** What stands behind the #; a sign that is no address is taken as it stands. */
function addressOf(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

export class Routes {
  constructor(app) {
    this.app = app;
    this.screen = null;
    this.turn = 0;
    this.over = false;
  }

  /** No screen comes after this one, whatever the address says. */
  end() {
    this.screen?.left?.();
    Object.assign(this, { screen: null, over: true, turn: this.turn + 1 });
  }

  start() {
    const { document, state, course } = this.app, { location } = document;
    document.defaultView.addEventListener("hashchange", () => this.show());
    if (!location.hash && state.place && findLesson(course, state.place)) location.replace(`#/${state.place}`);
    else this.show(true);
  }

  /** Show what the address names. An anchor without a slash is a place on this screen. */
  async show(first = false) {
    if (this.over) return;
    const { document } = this.app, hash = addressOf(document.location.hash);
    if (hash && !hash.startsWith("#/")) {
      this.jump(hash.slice(1));
      return;
    }
    this.leave();
    const turn = (this.turn += 1), [id = "", step = "", anchor = ""] = hash.slice(2).split(/[/#]/);
    const screen = await this.screenOf(id, step);
    if (turn !== this.turn) return;
    this.put(screen, first);
    this.jump(step.startsWith("~") ? anchor : step);
  }

  leave() {
    this.screen?.left?.();
    if (this.screen?.task) this.app.leftQuestion();
    this.screen = null;
  }

  put(screen, first) {
    const { document, course } = this.app, main = document.getElementById("main");
    main.replaceChildren(screen.node);
    const under = document.getElementById("under");
    under.replaceChildren(screen.under ?? "");
    under.hidden = !screen.under;
    document.title = screen.title ? `${screen.title} – ${course.title}` : course.title;
    const alone = Boolean(screen.task && !screen.open);
    document.body.toggleAttribute("data-quiz", alone);
    document.getElementById("leave-quiz").hidden = !alone;
    document.getElementById("course-bar").hidden = alone;
    this.screen = screen;
    this.app.shownAt = performance.now();
    screen.shown?.();
    document.defaultView.scrollTo(0, 0);
    if (!first) (main.querySelector("[data-first]") ?? main.querySelector("h1"))?.focus({ preventScroll: !main.querySelector("[data-first]") });
  }

  jump(id) {
    const place = id && this.app.document.getElementById(id);
    if (!place) return;
    place.scrollIntoView();
    if (place.tabIndex < 0 && !place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
  }

  async screenOf(id, step) {
    const { app } = this, { course, state } = app;
    if (id === "~glossary") return this.glossary();
    const line = findLesson(course, id);
    if (!line) return overview(app);
    const lock = lockOf(course, state, line);
    if (lock) return this.locked(line, lock);
    const quiz = course.quizzes[id];
    if (!await app.load(quiz ? quiz.needs : [id])) return this.missing(line);
    app.place(id);
    return quiz ? this.quizScreen(quiz, step) : lesson(app, id, lessonData(id));
  }

  quizScreen(quiz, step) {
    const { app } = this, running = app.attempt?.quiz === quiz.id, held = app.results[quiz.id];
    if (running && timeLeft(quiz, app.attempt, now()) === 0) {
      app.handIn(quiz, true);
      return result(app, quiz, app.results[quiz.id]);
    }
    if (running && step === "~finish") return { ...finish(app, quiz), task: true };
    if (running && quiz.case) return runCase(app, quiz, lessonData(quiz.id));
    if (running) return { ...question(app, quiz, this.index(step)), task: true };
    if (step === "~review" && held) return reviewAll(app, quiz, held);
    const { best, path } = app.state.quizzes[quiz.id], taken = best !== null, read = step.startsWith("~doc.") ? step.slice(5) : "";
    if (read && path.includes(read)) return readCase(app, quiz, lessonData(quiz.id), read);
    return taken && step !== "~before" ? result(app, quiz, held) : before(app, quiz);
  }

  /** The question that the address names, else the first one without an answer. */
  index(step) {
    const { paper, answers } = this.app.attempt, named = Number(step.slice(1)) - 1;
    if (Number.isInteger(named) && paper[named]) return named;
    return Math.max(0, paper.findIndex((id) => !answers[id]));
  }

  glossary() {
    const template = this.app.document.getElementById("glossary");
    return { title: _("Glossary"), node: template ? template.content.firstElementChild.cloneNode(true) : overview(this.app).node };
  }

  locked(line, lock) {
    return { title: line.title, node: h("div", { class: "wrap" }, h1(line.title), callout("note", _("Not open yet"), h("p", {}, `${lockWords(lock)}.`)), h("p", { class: "buttons" }, h("a", { href: "#/" }, _("Back to the course")))) };
  }

  missing(line) {
    return { title: line.title, node: h("div", { class: "wrap" }, h1(line.title), callout("error", _("This part could not be loaded"), h("p", {}, _("Nothing is lost. Check the line, then open it again."))), h("p", { class: "buttons" }, h("a", { href: "#/" }, _("Back to the course")))) };
  }
}
