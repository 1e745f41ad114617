// The course in a package: holds the state, speaks to the store, shows one screen after the other. The document is never left.

import { begin as beginAttempt, creditOf, give, markOf } from "./attempt.js";
import { withOpened } from "./case_path.js";
import { interaction } from "./interactions12.js";
import { lessonData, loadLesson } from "./lessons.js";
import { close, findLesson, isFinal, resultOf } from "./progress.js";
import { Routes } from "./routes.js";
import { savedFace } from "./saved.js";
import { saver } from "./saver.js";
import { now } from "./screen_quiz.js";
import { pack, unpack } from "./state.js";
import { _, timeOfDay } from "./words.js";

export class Sco {
  constructor(course, store, document) {
    Object.assign(this, { course, store, document, results: {}, flush: () => {} });
    this.shownAt = performance.now();
    this.unsent = new Set();
    this.state = null;
    this.last = null;
    this.face = savedFace(document.body);
    this.routes = new Routes(this);
  }

  /** Read what was kept and show where the learner was. */
  start() {
    const text = this.store.open((status, kept) => isFinal(this.course, unpack(kept, this.course), status));
    if (text === null) return false;
    this.state = unpack(text, this.course);
    const { lost, dropped } = this.state;
    if (dropped) this.notice(_("This course was renewed. What you finished is kept; a quiz that was open has to be started again."));
    if (lost) this.notice(_("What your LMS kept of your place could not be read. What it recorded stays; you start at the lesson it names, if it names one."));
    if (!this.state.place) this.state.place = findLesson(this.course, this.store.place())?.id ?? "";
    Object.assign(this.state, { lost: false, dropped: false });
    this.routes.start();
    return true;
  }

  /** The session is over: nothing that is done now would be kept, so there is nothing left to do. */
  end(recorded = true) {
    this.routes.end();
    this.flush = () => {};
    const goodbye = this.document.getElementById("goodbye").content.cloneNode(true);
    this.document.getElementById("main").replaceChildren(goodbye);
    this.document.querySelector("#main h1").focus();
    if (!recorded) this.document.querySelector("#main .lede").textContent = _("Your LMS did not confirm that it took your last answers. Open the course again from it, and see whether they are there.");
    for (const id of ["course-bar", "leave-quiz", "under"]) this.document.getElementById(id).hidden = true;
  }

  get attempt() {
    return this.state.open;
  }

  question = (id) => lessonData(this.course.questions[id])?.questions[id];

  /** A verdict with where to read again and its sources. */
  told = (id, review) => {
    const { see, sources } = this.question(id);
    return { ...review, see, sources };
  };

  /** Keep the state; at once after what a learner gave. */
  keep(at = true) {
    const { text, unkept } = pack(this.state, this.course);
    const taken = this.store.save(text, this.state.place, at);
    const notice = this.document.getElementById("unkept");
    notice.hidden = taken && !unkept.length;
    if (!taken) notice.replaceChildren(_("Your LMS did not take your place. What you do now may be gone when you come back."));
    else if (unkept.length) notice.replaceChildren(_("Your LMS keeps little text. Some of your words will be gone when you come back; their mark stays."), " ", this.saver(unkept));
  }

  /** The texts that find no room, each behind the id of its question. */
  saver(unkept) {
    return saver(() => unkept.map(({ question, place }) => `${question}\n${this.attempt?.answers[question]?.entries[place] ?? ""}\n`), `${this.course.id}.txt`);
  }

  settle() {
    const result = resultOf(this.course, this.state);
    const status = result.status === "completed" ? this.course.completed : result.status;
    this.store.settle({ percent: result.taken ? result.percent : null, status });
  }

  /** What the store says about what is safe. */
  say = (kind) => {
    this.last = [kind, timeOfDay(new Date())];
    this.face(...this.last);
    this.document.getElementById("refused").hidden = kind !== "kept";
  };

  sayAgain = () => { if (this.last && this.store.tracked) this.face(...this.last); };

  place(id) {
    if (this.state.place === id) return;
    this.state.place = id;
    this.keep(false);
  }

  saw(id) {
    if (this.state.seen.has(id)) return;
    this.state.seen.add(id);
    this.keep(false);
  }

  practised(id) {
    if (this.state.practised.has(id)) return;
    this.state.practised.add(id);
    this.keep();
  }

  finished(id) {
    this.state.seen.add(id);
    this.state.finished.add(id);
    this.keep();
    this.settle();
  }

  begin(quiz) {
    const [seed] = crypto.getRandomValues(new Uint32Array(1)), held = this.state.quizzes[quiz.id];
    Object.assign(held, { attempts: held.attempts + 1, path: [] });
    this.state.open = beginAttempt(quiz, seed, held.seen, now());
    this.keep();
    this.go(`#/${quiz.id}/~1`);
  }

  /** Open a document of a case, or open it again; false where it would cost more than is left. */
  opened(quiz, key) {
    const held = this.state.quizzes[quiz.id], path = withOpened(quiz.case, held.path, key);
    if (path && path !== held.path) {
      held.path = path;
      this.keep();
    }
    return path !== null;
  }

  give(question, answer, check) {
    const before = this.attempt.answers[question.id];
    if (!check && (before?.entries ?? []).join("\0") === answer.join("\0")) return;
    give(this.attempt, question, answer, now());
    if (check) this.attempt.checks[question.id] = (this.attempt.checks[question.id] ?? 0) + 1;
    this.unsent.add(question.id);
    if (check) this.tell(question);
    this.keep();
  }

  /** One row in the LMS for an answer that is done with. */
  tell(question) {
    if (!this.unsent.delete(question.id)) return;
    const { entries = [] } = this.attempt.answers[question.id] ?? {};
    const time = new Date().toTimeString().slice(0, 8), latency = performance.now() - this.shownAt;
    const { truth } = lessonData(this.course.questions[question.id]).questions[question.id];
    this.store.answered({ ...interaction(question, entries, creditOf(question, this.attempt), truth), time, latency });
  }

  flag(id) {
    const { flags } = this.attempt;
    if (!flags.delete(id)) flags.add(id);
    this.keep(false);
  }

  /** Leaving a question: what was typed is kept and told. */
  leftQuestion() {
    this.flush();
    this.flush = () => {};
    if (!this.attempt) return;
    for (const id of [...this.unsent]) this.tell(this.question(id).question);
    this.keep();
  }

  handIn(quiz, timeUp) {
    this.leftQuestion();
    const { attempt } = this, questions = Object.fromEntries(attempt.paper.map((id) => [id, this.question(id).question]));
    const mark = markOf(quiz, questions, attempt);
    close(this.state, attempt, mark, Math.floor(now() / 60));
    this.results[quiz.id] = { mark, attempt, timeUp };
    this.keep();
    this.settle();
    this.go(`#/${quiz.id}/~result`);
  }

  async load(ids) {
    const all = await Promise.all(ids.map((id) => loadLesson(id, this.document)));
    return all.every((data) => data !== null);
  }

  go(hash) {
    if (this.document.location.hash === hash) this.routes.show();
    else this.document.location.hash = hash;
  }

  notice(words) {
    const place = this.document.getElementById("notice");
    place.hidden = false;
    place.textContent = words;
  }
}
