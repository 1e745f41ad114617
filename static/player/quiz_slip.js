// One question of a running quiz in a package: its answer is kept as it is given, checked where the quiz says so, or compared with a model.

import { arrange, putAnswer } from "./answers.js";
import { earnedAt, heldAt, isClosed, isHeld, lostAt } from "./attempt.js";
import { h } from "./dom.js";
import { orderOf } from "./draw.js";
import { clearReview, showReview } from "./feedback.js";
import { fraction, positive, text, times } from "./fraction.js";
import { isAnswered, objection } from "./grading.js";
import { review } from "./review.js";
import { clearObjection, closeSlip, enhanceSlip, showObjection } from "./slip.js";
import { _, timeOfDay } from "./words.js";
import { showCompared } from "./writing.js";
import { isCompared, isWritten } from "./written.js";

/** The verdict as it counts in this attempt: with the share of the try, and by its mark alone where the LMS did not keep the text. */
export function heldReview(quiz, question, attempt) {
  const told = review(question, heldAt(attempt, question.id)), lost = lostAt(attempt, question.id).length > 0;
  const earned = times(earnedAt(quiz, question, attempt), fraction(1, question.points ?? 1));
  const whole = lost ? { answered: true, parts: [], verdict: positive(earned) ? "right" : "wrong" } : {};
  return { ...told, ...whole, credit: text(earned) };
}

/** The texts in their fields or, once they were compared, beside the model with the sum of the ticks. */
function putWritten(form, question, held) {
  if (!isCompared(question.task, held)) return putAnswer(form, held);
  return showCompared(form, question, held, review(question, held));
}

/**
 * `row({ closed, checking })` gives the buttons of the slip, `done()` hears that an answer was saved by its button, `changed()` hears any.
 * Returns {flush} of the slip.
 */
export function runSlip(app, quiz, question, form, { row, done, changed }) {
  const { attempt } = app, { id } = question, checks = quiz.feedback !== "at-end";
  const order = orderOf(question, attempt.seed, quiz.shuffle), held = heldAt(attempt, id);
  arrange(form, order);
  if (isWritten(question.task)) putWritten(form, question, held);
  else if (held.length) putAnswer(form, held);
  if (lostAt(attempt, id).length) form.querySelector(".slip__prompt").after(h("p", { class: "small quiet" }, _("Your answer counts. Its text was not kept by this LMS.")));

  const place = form.querySelector(".slip__body > .buttons");

  function buttons() {
    place.replaceChildren(...row({ closed: isClosed(quiz, question, attempt), checking: checks && !isWritten(question.task) }));
  }

  function showChecked(quiet) {
    const closed = isClosed(quiz, question, attempt);
    showReview(form, app.told(id, heldReview(quiz, question, attempt)), { reveal: closed, quiet });
    const { at = 0 } = attempt.answers[id] ?? {};
    if (at > 0) form.querySelector(".slip__head").lastElementChild.textContent = _("Answered %(time)s", { time: timeOfDay(new Date(at * 1000)) });
    if (closed) closeSlip(form);
    buttons();
  }

  const slip = enhanceSlip(form, {
    decimal: question.task.decimal ?? ".",
    draft(answer) {
      if (!app.attempt || isClosed(quiz, question, attempt) || (attempt.checks[id] ?? 0) > 0) return;
      if (isAnswered(answer) && objection(question, answer)) return;
      app.give(question, answer, false);
      changed();
    },
    compare(answer) {
      clearObjection(form);
      if (objection(question, answer)) return showObjection(form, objection(question, answer));
      app.give(question, answer, false);
      putWritten(form, question, answer);
      changed();
      return form.querySelector(".feedback__sum").focus();
    },
    submit(answer) {
      clearObjection(form);
      if (isWritten(question.task)) {
        app.give(question, answer, false);
        return done();
      }
      if (checks) clearReview(form);
      const problem = isAnswered(answer) ? objection(question, answer) : checks ? "nothing" : null;
      if (problem) return showObjection(form, problem);
      const untouched = question.task.kind === "order" && !checks && !isHeld(attempt, id) && answer.join() === order.join();
      app.give(question, untouched ? [] : answer, checks);
      changed();
      if (!checks) return done();
      return showChecked(false);
    },
  });
  buttons();
  if ((attempt.checks[id] ?? 0) > 0) showChecked(true);
  return slip;
}
