// A lesson in a package: its page was made at export; here come marks, practice, the place, and what finishing needs.

import { arrange } from "./answers.js";
import { h, html, part, tick } from "./dom.js";
import { orderOf } from "./draw.js";
import { isAnswered, objection } from "./grading.js";
import { showReview } from "./feedback.js";
import { button, callout, markWord } from "./pieces.js";
import { findLesson, lockOf, markAt, minutesLeft, moduleOf, neighbours, untried } from "./progress.js";
import { follow, onceSeen, showFar, showPlace } from "./reading.js";
import { review } from "./review.js";
import { clearObjection, enhanceSlip, showObjection } from "./slip.js";
import { lockWords } from "./screen_overview.js";
import { isWritten } from "./written.js";
import { _, minutes, ngettext } from "./words.js";
import { showCompared } from "./writing.js";

export function lesson(app, id, data) {
  const { course, state } = app, own = findLesson(course, id);
  const node = html(data.html).firstElementChild, under = h("div", {}, node.querySelector(".progress"));
  fillRail(node, course, state, own);
  part(node, "progress")?.replaceChildren(markWord(markAt(course, state, own)));
  for (const form of node.querySelectorAll("form.slip")) practise(app, form, data.questions[form.dataset.question].question);
  part(node, "pager")?.addEventListener("submit", (event) => { event.preventDefault(); finish(app, node, own); });

  let leave = () => {};
  return {
    title: `${own.number} ${own.title}`, node, under,
    shown() {
      const body = node.querySelector(".lesson__text");
      const stopSeen = onceSeen(() => app.saw(id)), stopFollow = follow(body, { here: (section) => showPlace(node, section), far: (percent) => showFar(under, percent) });
      leave = () => { stopSeen(); stopFollow(); };
    },
    left: () => leave(),
  };
}

function fillRail(node, course, state, own) {
  const module = moduleOf(course, own.id);
  for (const row of node.querySelectorAll(".rail__lessons > li")) {
    const lesson = findLesson(course, row.dataset.lesson), locked = lockOf(course, state, lesson);
    const mark = locked ? "locked" : markAt(course, state, lesson), link = row.firstElementChild;
    link.prepend(tick(mark, markWord(mark)));
    if (locked) {
      link.replaceWith(h("span", {}, ...link.childNodes, h("span", { class: "visually-hidden" }, `. ${lockWords(locked)}`)));
    }
  }
  part(node, "left")?.replaceChildren(minutes(minutesLeft(course, state, module.lessons)));
}

/** A practice question: checked at once, as often as one likes, and never counted. */
function practise(app, form, question) {
  arrange(form, ["order", "match"].includes(form.dataset.kind) ? orderOf(question, 0, false) : []);
  enhanceSlip(form, {
    decimal: question.task.decimal ?? ".",
    compare(answer) {
      clearObjection(form);
      if (objection(question, answer)) showObjection(form, objection(question, answer));
      else compareIn(form, app, question, answer);
    },
    submit(answer) {
      clearObjection(form);
      const problem = isAnswered(answer) ? objection(question, answer) : "nothing";
      if (problem) showObjection(form, problem);
      else if (isWritten(question.task)) showCompared(form, question, answer, app.told(question.id, review(question, answer)), { quiet: false });
      else {
        showReview(form, app.told(question.id, review(question, answer)));
        app.practised(question.id);
      }
    },
  });
}

/** A text that was tried: the model beside it, and a button that adds up. */
function compareIn(form, app, question, answer) {
  showCompared(form, question, answer, app.told(question.id, review(question, answer)), { quiet: false });
  form.querySelector(".slip__body").append(h("div", { class: "buttons" }, button(_("Add up my marks"), { type: "submit" })));
  app.practised(question.id);
}

/** Finish and go on; what is missing is named, and a plain link leads on all the same. */
function finish(app, node, own) {
  const open = untried(app.state, own), [, next] = neighbours(app.course, own.id);
  const onward = next && !lockOf(app.course, app.state, next) ? `#/${next.id}` : "#/";
  if (open.length) {
    app.saw(own.id);
    const first = node.querySelector(`[data-question="${CSS.escape(open[0])}"]`);
    const told = callout("note", ngettext("Try the practice question to finish this lesson.", "Try the %(num)s practice questions to finish this lesson.", open.length),
      h("p", {}, h("a", { href: `#${first.id}` }, _("Go to the question")), " · ", h("a", { href: onward }, _("Go on without finishing"))));
    part(node, "missing").replaceChildren(told);
    told.tabIndex = -1;
    told.focus();
    return;
  }
  app.finished(own.id);
  const [, after] = neighbours(app.course, own.id);
  app.go(after && !lockOf(app.course, app.state, after) ? `#/${after.id}` : "#/");
}
