// Problems in the source: a square in the gutter, a wavy line under the word, the message under the line, and a button where one click mends it.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, WidgetType, gutter } from "@codemirror/view";

export const tell = StateEffect.define();

const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

class Message extends WidgetType {
  constructor(problem) {
    super();
    this.problem = problem;
    this.key = JSON.stringify(problem);
  }

  eq(other) { return other.key === this.key; }

  toDOM(view) {
    const { severity, message, remedy, code, manual, fix } = this.problem;
    const box = make("div", `told told--${severity}`), words = make("span", "told__words");
    words.lang = "en";
    words.dir = "ltr";
    words.append(make("b", "", message), ` ${remedy} `);
    const link = make(manual ? "a" : "span", "told__code", code);
    if (manual) link.href = manual;
    box.append(words, link);
    if (fix) {
      const button = make("button", "told__fix", fix.words);
      button.type = "button";
      button.addEventListener("click", () => mend(view, fix));
      box.append(button);
    }
    return box;
  }

  ignoreEvent() { return true; }
}

class Spot extends GutterMarker {
  constructor(severity) { super(); this.severity = severity; }

  eq(other) { return other.severity === this.severity; }

  toDOM() { return make("span", `spot spot--${this.severity}`); }
}

const spots = { error: new Spot("error"), warning: new Spot("warning") };

/** Do what the button says; the caret stays where the change is. */
export function mend(view, fix) {
  if (fix.line > view.state.doc.lines) return;
  const line = view.state.doc.line(fix.line), from = Math.min(line.from + fix.column - 1, line.to), to = Math.min(from + fix.length, line.to);
  view.dispatch({ changes: { from, to, insert: fix.insert }, selection: { anchor: from + fix.insert.length }, userEvent: "input.fix", scrollIntoView: true });
  view.focus();
}

function decorated(state, problems) {
  const found = [], lines = new Map();
  for (const problem of problems) {
    if (problem.line > state.doc.lines) continue;
    const line = state.doc.line(problem.line), from = Math.min(line.from + problem.column - 1, line.to);
    const word = /^\S+/.exec(state.doc.sliceString(from, line.to));
    if (lines.get(line.from) !== "error") lines.set(line.from, problem.severity);
    if (word) found.push(Decoration.mark({ class: `wave wave--${problem.severity}` }).range(from, from + word[0].length));
    found.push(Decoration.widget({ widget: new Message(problem), block: true, side: 1 }).range(line.to));
  }
  for (const [from, severity] of lines) found.push(Decoration.line({ class: `wrong wrong--${severity}` }).range(from));
  return { shown: Decoration.set(found, true), at: RangeSet.of([...lines].map(([from, severity]) => spots[severity].range(from)), true) };
}

export const problems = StateField.define({
  create: () => ({ shown: Decoration.none, at: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(tell)) return decorated(transaction.state, effect.value);
    return transaction.docChanged ? { shown: value.shown.map(transaction.changes), at: value.at.map(transaction.changes) } : value;
  },
  provide: (field) => EditorView.decorations.from(field, (value) => value.shown),
});

export const spotsBeside = gutter({ class: "spots", markers: (view) => view.state.field(problems).at, initialSpacer: () => spots.error });
