// The components that a package builds while it is read, with the markup of templates/components.

import { h, icon, s, tick } from "./dom.js";
import { _, ngettext, percent } from "./words.js";

export const markWord = (mark) => ({
  none: _("Not started"), seen: _("Seen"), finished: _("Finished"), passed: _("Passed"), failed: _("Not passed yet"), locked: _("Locked"), here: _("Now"),
})[mark];

/** Ruled boxes; each is [label, value, tone?]. */
export const docket = (boxes) => h("dl", { class: "docket" }, boxes.filter(Boolean).map(([label, value, tone]) =>
  h("div", {}, h("dt", {}, label), h("dd", tone ? { class: `tone-${tone}` } : {}, value))));

export function crumb(steps) {
  const item = ({ text, href }) => h("li", {}, href ? h("a", { href }, text) : h("span", { "aria-current": "page" }, text));
  return h("nav", { class: "crumb", "aria-label": _("You are here") }, h("ol", {}, steps.map(item)));
}

export function button(words, { kind = "", before, after, ...attributes } = {}) {
  const look = `button${kind ? ` button--${kind}` : ""}`;
  return h(attributes.href ? "a" : "button", { class: look, ...(attributes.href ? {} : { type: "button" }), ...attributes },
    before ? icon(before) : "", h("span", {}, words), after ? icon(after) : "");
}

export const stamp = (word, below, big = false) => h("span", { class: big ? "stamp stamp--big" : "stamp", "data-state": "passed" }, h("b", {}, word), below ? ` ${below}` : "");
export const badge = (word, sign) => h("span", { class: "badge" }, sign ? icon(sign) : "", word);
export const h1 = (words, attributes = {}) => h("h1", { tabindex: "-1", ...attributes }, words);

export function callout(kind, title, ...children) {
  const signs = { note: "info", warning: "triangle-alert", error: "octagon-alert", done: "check" };
  return h("div", { class: `callout callout--${kind} callout--summary`, role: kind === "error" ? "alert" : "status" },
    h("p", { class: "callout__title" }, icon(signs[kind]), title), children);
}

/** The score bar with the pass mark on it; stamp blue only when passed. */
export function meter(value, passMark, passed) {
  const rtl = document.documentElement.dir === "rtl", line = rtl ? 100 - passMark : passMark;
  const [left, right] = rtl ? ["start", "end"] : ["end", "start"], anchor = line > 85 ? left : line < 15 ? right : "middle";
  const name = _("%(percent)s of 100, pass mark %(mark)s", { percent: percent(value), mark: percent(passMark) });
  return h("div", { class: "meter" }, s("svg", { role: "img", "aria-label": name, width: "100%", height: 48, direction: "ltr" },
    s("rect", { class: "b-rest", y: 5, width: "100%", height: 18, rx: 2 }),
    s("rect", { class: passed ? "b-done" : "b-not", x: `${rtl ? 100 - value : 0}%`, y: 5, width: `${value}%`, height: 18, rx: 2 }),
    s("rect", { class: "pass", x: `${line}%`, y: 0, width: 3, height: 28 }),
    s("text", { x: `${line}%`, y: 44, "text-anchor": anchor, direction: rtl ? "rtl" : "ltr" }, _("pass mark %(mark)s", { mark: percent(passMark) }))));
}

/** Points as small squares, up to twelve; the words stand beside them. */
export function squares(earned, possible) {
  if (possible > 12) return "";
  const one = (_each, at) => s("rect", { x: at * 18 + 1, y: 1, width: 15, height: 10, rx: 1, class: at < Math.floor(earned) ? "on" : null });
  return s("svg", { class: "squares", viewBox: `0 0 ${possible * 18} 12`, width: possible * 18, height: 12, "aria-hidden": "true" }, Array.from({ length: possible }, one));
}

/** The numbers of a quiz; each row is {number, href, answered, flagged, here}. */
export function strip(rows) {
  return h("ol", { class: "strip" }, rows.map(({ number, href, answered, flagged, here }) => {
    const name = [_("Question %(number)s", { number }), answered ? _("answered") : _("open"), ...(flagged ? [_("marked to look at again")] : [])].join(_(", "));
    return h("li", {}, h("a", { href, "aria-label": name, "data-answered": answered, "data-flagged": flagged, "aria-current": here ? "step" : null }, String(number)));
  }));
}

export function stripSaid(rows) {
  const answered = rows.filter((row) => row.answered).length, flagged = rows.filter((row) => row.flagged).length, open = rows.length - answered;
  return _("%(answered)s, %(flagged)s, %(open)s.", {
    answered: ngettext("%(num)s answered", "%(num)s answered", answered),
    flagged: ngettext("%(num)s marked to look at again", "%(num)s marked to look at again", flagged),
    open: ngettext("%(num)s open", "%(num)s open", open),
  });
}

/** The lines of a module: each {mark, number, title, href, note, end, here}. */
export const lessonRows = (rows) => h("ol", { class: "rows rows--framed" }, rows.map((row) => h("li", {},
  tick(row.mark, markWord(row.mark)),
  h("span", {}, row.href
    ? h("a", { href: row.href, "aria-current": row.here ? "step" : null }, `${row.number} ${row.title}`)
    : h("span", { class: "quiet" }, `${row.number} ${row.title}${row.note ? `. ${row.note}` : ""}`)),
  h("span", { class: "rows__end" }, row.end))));

/** A question that stops everything: the safe answer has the focus, the other one acts. */
export function ask({ title, text, safe, act }, then) {
  const back = button(safe, { kind: "second" }), on = button(act);
  const dialog = h("dialog", { class: "dialog", "aria-labelledby": "ask-title" }, h("h2", { id: "ask-title" }, title), h("p", {}, text), h("div", { class: "buttons" }, on, back));
  dialog.addEventListener("close", () => dialog.remove());
  back.addEventListener("click", () => dialog.close());
  on.addEventListener("click", () => { dialog.close(); then(); });
  document.body.append(dialog);
  dialog.showModal();
  back.focus();
}
