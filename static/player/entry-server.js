// Our own pages: forms work without this script; with it answers are kept as they are given and checked without a new page.
// A running attempt stands in an element with data-attempt, data-sequence (the last number the server has), data-feedback
// ("at-end", "at-once" or "tries") and data-next (where the main button leads); a lesson in one with data-seen (an address).

import { h, icon } from "./dom.js";
import { clearReview, showReview } from "./feedback.js";
import { button, stripSaid } from "./pieces.js";
import { follow, onceSeen, showFar, showPlace, showSeen } from "./reading.js";
import { savedFace, showWaiting } from "./saved.js";
import { serverStore } from "./server_store.js";
import { clearObjection, closeSlip, enhanceSlip, showObjection } from "./slip.js";
import { startTimer } from "./timer.js";
import { offerTools } from "./tools.js";
import { _, readWords } from "./words.js";

readWords();

const say = savedFace(document.body);
let bar = document.querySelector(".line-bar"), halt = null;
const attempt = document.querySelector("[data-attempt]"), rules = attempt?.dataset ?? {};
const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";
const store = serverStore({ key: rules.attempt ?? location.pathname, csrf, told: say, waits: (waiting) => { if (!halt) showWaiting(bar, waiting); }, halted: showHalt });
store.open(Number(rules.sequence ?? 0));

/** The session is over, or another one has begun: say so with the way on, until something gets through. */
function showHalt(told) {
  const was = halt;
  halt = told;
  if (!told && was) showWaiting(bar, store.waiting());
  if (!told || told.error === was?.error) return;
  if (!bar) document.querySelector("main")?.prepend(bar = h("p", { class: "line-bar", role: "status" }));
  const here = location.pathname + location.search;
  bar.hidden = false;
  bar.replaceChildren(icon("wifi-off"), h("span", {}, told.error, " ", h("a", { href: told.sign_in ? `${told.sign_in}?next=${encodeURIComponent(here)}` : here }, told.act)));
}

const slips = [];
const face = document.querySelector(".timer[data-left]");
const timer = face && startTimer(face, Number(face.dataset.left), () => location.assign(face.dataset.ended || location.href));

for (const slip of document.querySelectorAll("form.all > .slip")) standAlone(slip);
for (const form of document.querySelectorAll("form.slip")) if (form.querySelector('[name="answer"]:not([disabled])')) begin(form);

/** Of all questions in one form each becomes a form of its own, which keeps its answer as it is given. */
function standAlone(slip) {
  const form = document.createElement("form");
  for (const { name, value } of slip.attributes) form.setAttribute(name, value);
  form.setAttribute("action", slip.dataset.action);
  form.method = "post";
  form.noValidate = true;
  form.append(...slip.childNodes, h("input", { type: "hidden", name: "csrf", value: csrf }));
  for (const each of form.querySelectorAll("[name]")) each.name = each.name.split(".")[0];
  slip.parentElement.before(form);
  slip.remove();
}

function begin(form) {
  const decimal = form.dataset.decimal ?? (new Intl.NumberFormat(form.closest("[lang]")?.lang || "en", { numberingSystem: "latn" }).format(1.5).includes(",") ? "," : ".");
  slips.push(enhanceSlip(form, attempt
    ? { decimal, draft: (answer) => keep(form, answer, false), submit: (answer, pressed) => press(form, answer, pressed) }
    : { decimal, submit: (answer) => tryPractice(form, answer) }));
  if (form.querySelector(".written")) settleFirst(form);
}

async function keep(form, answer, check) {
  const reply = await store.save(form.action, answer, { check });
  if (reply?.left !== undefined && timer) timer.set(reply.left);
  if (answer.length) markAnswered();
  return reply;
}

/** The strip and its sentence follow what was given. */
function markAnswered() {
  const here = document.querySelector(".strip [aria-current]"), said = document.querySelector("[data-counts]");
  if (!here || here.hasAttribute("data-answered")) return;
  here.setAttribute("data-answered", "");
  here.setAttribute("aria-label", here.getAttribute("aria-label").replace(_("open"), _("answered")));
  const rows = [...document.querySelectorAll(".strip a")].map((each) => ({ answered: each.hasAttribute("data-answered"), flagged: each.hasAttribute("data-flagged") }));
  if (said) said.textContent = stripSaid(rows);
}

async function press(form, answer, pressed) {
  const check = rules.feedback !== "at-end", next = form.dataset.next ?? rules.next;
  clearObjection(form);
  pressed?.setAttribute("aria-busy", "true");
  const reply = await keep(form, answer, check);
  pressed?.removeAttribute("aria-busy");
  if ([403, 404, 409].includes(reply?.status)) location.reload();
  else if (reply?.objection) showObjection(form, reply.objection);
  else if (reply?.review) answered(form, reply, next);
  else if (next && !halt) location.assign(next);
}

/** With a try left the slip stays open; else the button leads on. */
function answered(form, { review, tries }, next) {
  const open = tries > 0 && review.verdict !== "right";
  showReview(form, review, { reveal: !open });
  if (open) {
    form.addEventListener("input", () => clearReview(form), { once: true });
    return;
  }
  closeSlip(form);
  if (next) form.querySelector(".buttons")?.replaceChildren(button(_("Next question"), { after: "arrow-right", href: next }));
}

async function tryPractice(form, answer) {
  clearObjection(form);
  const reply = await store.note(form.action, { answer });
  if (reply?.objection) showObjection(form, reply.objection);
  else if (reply?.review) showReview(form, reply.review);
  else if (!halt) form.submit();
}

for (const finish of document.querySelectorAll("form[data-finish]")) settleFirst(finish);

/** Nothing is handed in or compared, and no paper of a case is opened, before every answer is on the server. */
function settleFirst(form) {
  form.addEventListener("submit", async (event) => {
    for (const slip of slips) slip.flush();
    if (store.waiting() === 0) return;
    event.preventDefault();
    if (await store.settle()) form.requestSubmit(event.submitter);
  });
}

for (const opener of document.querySelectorAll("[data-dialog]")) {
  const dialog = document.getElementById(opener.dataset.dialog), safe = dialog?.querySelector("[data-safe], a");
  if (!dialog?.showModal) continue;
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
    safe?.focus();
  });
  safe?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
}

const lesson = document.querySelector("[data-seen]");
if (lesson) {
  const section = () => document.querySelector(".rail__parts [aria-current]")?.hash.slice(1) ?? "";
  onceSeen(async () => showSeen(document, await store.note(lesson.dataset.seen, { section: section() })));
  follow(lesson, { here: (id) => showPlace(document, id), far: (percent) => showFar(document, percent) });
}

offerTools(document);
document.querySelector(".callout[autofocus], .feedback__sum")?.focus();
addEventListener("pagehide", () => store.leave());
