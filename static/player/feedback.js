// Show on a slip what its answer earned and why: the same markup that templates/components/answers.html writes on the server.

import { h, html, icon, plainText } from "./dom.js";
import { parse } from "./fraction.js";
import { rightWords } from "./judging.js";
import { _, count, ngettext } from "./words.js";

const ICONS = { right: "check", partly: "circle-alert", wrong: "x", missed: "circle-alert" };
const ONE_ANSWER = ["single", "truefalse", "numeric", "text"];

/** `reveal` false: only what was given is judged, right answers stay hidden. Focus goes to the sum unless `quiet`. */
export function showReview(form, review, { reveal = true, quiet = false } = {}) {
  clearReview(form);
  if (review.parts.length) ROWS[form.dataset.kind](form, review.parts, reveal);
  const sum = h("p", { class: "feedback__sum", role: "status", tabindex: "-1", id: `${form.id}-sum` }, h("b", {}, pointsWords(review)), h("span", {}, sumWords(form, review, reveal)));
  form.querySelector(".slip__body").prepend(sum);
  const why = whyOf(form, review, form.closest(".lesson__text") ? "h3" : "h2");
  const buttons = form.querySelector(".buttons");
  if (why && buttons) buttons.before(why);
  else if (why) form.querySelector(".slip__body").append(why);
  if (!quiet) sum.focus();
}

export function clearReview(form) {
  form.querySelectorAll(".feedback__sum, .feedback__why, .verdict, .verdicts, .blank > .icon, .field__error").forEach((each) => each.remove());
  form.querySelectorAll("[data-verdict]").forEach((each) => each.removeAttribute("data-verdict"));
  form.querySelectorAll('[aria-invalid="true"]').forEach((each) => each.removeAttribute("aria-invalid"));
}

export function pointsWords({ credit, points }) {
  const { n, d } = parse(credit), earned = Math.round((Number(n) / Number(d)) * points * 100) / 100;
  return ngettext("%(earned)s of %(num)s point", "%(earned)s of %(num)s points", points, { earned: count(earned) });
}

export function sumWords(form, { answered, verdict, parts, explain, uncounted }, reveal) {
  if (!answered) return _("Nothing was given.");
  if (uncounted === "self") return _("Self-assessed: you mark your own text, so it never counts towards a pass or a certificate.");
  const read = (uncounted === "training" ? ` ${_("Training only: fewer than ten experts stand behind this, so it never counts.")}` : "") + (explain ? ` ${_("Read why below.")}` : "");
  if (ONE_ANSWER.includes(form.dataset.kind)) {
    return (verdict === "right" ? _("Right.") : verdict === "partly" ? _("Partly right.") : _("Not this one.")) + read;
  }
  if (!parts.length) return read.trim();
  const number = (word) => parts.filter((part) => part.verdict === word).length;
  const words = [ngettext("%(num)s right", "%(num)s right", number("right"))];
  if (number("partly")) words.push(ngettext("%(num)s partly", "%(num)s partly", number("partly")));
  if (number("wrong")) words.push(ngettext("%(num)s not", "%(num)s not", number("wrong")));
  if (number("missed") && reveal) words.push(ngettext("%(num)s missed", "%(num)s missed", number("missed")));
  return `${words.join(_(", "))}.${read}`;
}

export function verdictOf(word, words, ...more) {
  return h("div", { class: "verdict", "data-verdict": word }, h("p", { class: "verdict__words" }, icon(ICONS[word]), h("span", {}, words)), more);
}

/** Text of the course, in its own language and direction where the page has another. */
function own(form, text) {
  const { lang, dir } = form.querySelector(".slip__prompt");
  return text && lang ? h("div", { lang, dir }, html(text)) : html(text);
}

const shown = (part, reveal) => reveal || part.verdict !== "missed";
const row = (form, selector, key) => form.querySelector(`${selector}[data-key="${CSS.escape(key)}"]`);

function judge(element, part, words, ...more) {
  element.dataset.verdict = part.verdict;
  element.append(verdictOf(part.verdict, words, ...more));
}

function choices(form, parts, reveal) {
  const words = form.dataset.kind === "multiple"
    ? { right: _("Right, you ticked it"), wrong: _("Not this one, you ticked it"), missed: _("Also right, you left it open") }
    : { right: _("Right"), wrong: _("Not this one"), missed: _("This is the right one") };
  for (const part of parts.filter((each) => shown(each, reveal))) judge(row(form, ".choice", part.key), part, words[part.verdict], own(form, part.text));
}

function line(form, [part], reveal) {
  const entry = form.querySelector(".entry"), unit = plainText(entry.querySelector("input + span"));
  const isolated = (text) => h("bdi", {}, unit ? `${text}\u202f${unit}` : text);
  const around = (words, text) => { const [before, after] = words.split("\0"); return [before, isolated(text), after ?? ""]; };
  const list = h("ol", { class: "verdicts" });
  entry.dataset.verdict = part.verdict;
  if (part.verdict !== "missed") {
    const words = part.verdict === "right" ? _("Right, %(given)s", { given: "\0" }) : _("Not this one, %(given)s", { given: "\0" });
    list.append(h("li", { "data-verdict": part.verdict }, verdictOf(part.verdict, h("span", {}, around(words, part.given)), own(form, part.text))));
  }
  if (part.verdict !== "right" && reveal) {
    list.append(h("li", { "data-verdict": "missed" }, verdictOf("missed", h("span", {}, around(_("The answer is %(right)s", { right: "\0" }), part.right)))));
  }
  (entry.nextElementSibling?.matches("p.small") ? entry.nextElementSibling : entry).after(list);
}

function match(form, parts, reveal) {
  const words = { right: _("Right"), wrong: _("Not this one"), missed: _("Left open") };
  for (const part of parts.filter((each) => shown(each, reveal))) {
    const piece = row(form, ".bank li", part.right)?.querySelector(".bank__letter + span");
    const right = reveal && part.verdict !== "right" ? h("p", {}, _("Right: %(piece)s", { piece: plainText(piece) })) : "";
    judge(row(form, ".match__row", part.key), part, words[part.verdict], right);
  }
}

function order(form, parts, reveal) {
  for (const part of parts) {
    const wrong = reveal ? _("Not this place. Its place is %(place)s", { place: part.right }) : _("Not this place");
    judge(row(form, ".seq__row", part.key), part, part.verdict === "right" ? _("Right place") : wrong);
  }
}

function cloze(form, parts, reveal) {
  const blanks = [...form.querySelectorAll(".blank")], list = h("ol", { class: "verdicts" });
  parts.forEach((part, place) => {
    const blank = blanks[place], select = blank.querySelector("select");
    const text = (value) => (select && value ? plainText([...select.options].find((option) => option.value === value)) : value);
    blank.dataset.verdict = part.verdict;
    blank.append(icon(ICONS[part.verdict]));
    if (!shown(part, reveal)) return;
    const right = reveal && part.verdict !== "right" ? h("p", {}, _("Right: %(piece)s", { piece: text(part.right) })) : own(form, part.text);
    const words = verdictOf(part.verdict, clozeWords(part, Boolean(select), text(part.given)), right);
    list.append(h("li", { "data-verdict": part.verdict }, h("span", { class: "verdicts__number" }, String(place + 1)), words));
  });
  form.querySelector(".cloze").after(list);
}

function clozeWords({ verdict: word }, menu, given) {
  if (word === "missed") return _("You left it open");
  if (menu) return word === "right" ? _("Right, you chose “%(given)s”", { given }) : _("Not this one, you chose “%(given)s”", { given });
  return word === "right" ? _("Right, you typed “%(given)s”", { given }) : _("Not this one, you typed “%(given)s”", { given });
}

/** Rows of evidence, of ratings and of places in a matrix: what was right stands in the part, joined by dots. */
function judgements(form, parts, reveal) {
  const words = { right: _("Right"), partly: _("Partly right"), wrong: _("Not this one"), missed: _("Left open") };
  for (const part of parts.filter((each) => shown(each, reveal))) {
    const right = reveal && part.verdict !== "right" ? h("p", {}, rightWords(form.dataset.kind, part.right)) : "";
    judge(row(form, ".match__row", part.key), part, words[part.verdict], right);
  }
}

const ROWS = { single: choices, multiple: choices, truefalse: choices, numeric: line, text: line, match, order, cloze, evidence: judgements, rating: judgements, riskmatrix: judgements, essay: () => {}, finding: () => {} };

function whyOf(form, { explain, see, sources = [] }, heading) {
  if (!explain && !see && !sources.length) return null;
  return h("div", { class: "feedback__why" },
    h(heading, { class: "t-h3" }, _("Why")),
    explain ? h("div", { class: "flow" }, own(form, explain)) : "",
    see ? h("p", { class: "small" }, h("a", { href: see.href }, _("Read again: %(text)s", { text: see.title }))) : "",
    sources.length ? h("p", { class: "small quiet" }, ngettext("Source: %(names)s", "Sources: %(names)s", sources.length, { names: sources.join("; ") })) : "");
}
