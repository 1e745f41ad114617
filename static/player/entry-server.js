// Our own pages: forms work without this script; with it answers are kept as they are given and checked without a new page.

import { clearReview, showReview } from "./feedback.js";
import { follow, onceSeen, showFar, showPlace } from "./reading.js";
import { savedFace, showWaiting } from "./saved.js";
import { serverStore } from "./server_store.js";
import { clearObjection, closeSlip, enhanceSlip, showObjection } from "./slip.js";
import { startTimer } from "./timer.js";
import { readWords } from "./words.js";

readWords();

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
const bar = document.querySelector(".line-bar");
const say = savedFace(document.body);
const attempt = document.querySelector("[data-attempt]");
const store = serverStore({ key: attempt?.dataset.attempt ?? location.pathname, csrf: meta("csrf"), told: say, waits: (waiting) => showWaiting(bar, waiting) });
store.open(Number(attempt?.dataset.sequence ?? 0));

const timerFace = document.querySelector(".timer[data-left]");
const timer = timerFace && startTimer(timerFace, Number(timerFace.dataset.left), () => location.assign(timerFace.dataset.ended || location.href));

for (const form of document.querySelectorAll("form.slip")) if (form.querySelector('[name="answer"]:not([disabled])')) begin(form);

function begin(form) {
  const practice = !attempt, options = { decimal: form.dataset.decimal ?? "." };
  if (!practice) options.draft = (answer) => keep(form, answer, false);
  options.submit = (answer, button) => (practice ? tryPractice(form, answer) : press(form, answer, button));
  enhanceSlip(form, options);
}

async function keep(form, answer, check) {
  const reply = await store.save(form.action, answer, { check });
  if (reply?.left !== undefined && timer) timer.set(reply.left);
  return reply;
}

async function press(form, answer, button) {
  const check = (button?.dataset.act ?? form.dataset.act) === "check";
  clearObjection(form);
  button?.setAttribute("aria-busy", "true");
  const reply = await keep(form, answer, check);
  button?.removeAttribute("aria-busy");
  if (reply?.status === 403 || reply?.status === 404 || reply?.status === 409) location.reload();
  else if (reply?.objection) showObjection(form, reply.objection);
  else if (reply?.review) answered(form, reply);
  else if (form.dataset.next && (!check || reply === null)) location.assign(form.dataset.next);
}

async function tryPractice(form, answer) {
  clearObjection(form);
  const reply = await store.note(form.action, { answer });
  if (reply?.objection) showObjection(form, reply.objection);
  else if (reply?.review) showReview(form, reply.review);
  else form.submit();
}

/** With a try left the slip stays open; else the button leads on. */
function answered(form, { review, tries }) {
  const open = tries > 0 && review.verdict !== "right";
  showReview(form, review, { reveal: !open });
  if (open) {
    form.addEventListener("input", () => clearReview(form), { once: true });
    return;
  }
  closeSlip(form);
  form.querySelectorAll("[data-after]").forEach((each) => { each.hidden = each.dataset.after !== "checked"; });
}

const finish = document.querySelector("form[data-finish]");
finish?.addEventListener("submit", async (event) => {
  if (store.waiting() === 0) return;
  event.preventDefault();
  if (await store.settle()) finish.submit();
});

for (const opener of document.querySelectorAll("[data-dialog]")) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) continue;
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
    dialog.querySelector("[data-safe], a")?.focus();
  });
  dialog.querySelector("[data-safe], a")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
}

const lesson = document.querySelector("[data-seen]");
if (lesson) {
  const section = () => document.querySelector(".rail__parts [aria-current]")?.hash.slice(1) ?? "";
  onceSeen(() => store.note(lesson.dataset.seen, { section: section() }));
  follow(lesson, { here: (id) => showPlace(document, id), far: (percent) => showFar(document, percent) });
}

document.querySelector(".callout[autofocus], .feedback__sum")?.focus();
addEventListener("pagehide", () => store.leave());
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
