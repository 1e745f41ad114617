// Colours of the source: Markdown by its syntax tree, our own blocks by their lines. Only classes; the sheet has the colours.

import { syntaxTree } from "@codemirror/language";
import { Decoration, ViewPlugin } from "@codemirror/view";

const NODES = {
  ATXHeading1: "s-head", ATXHeading2: "s-head", ATXHeading3: "s-head", ATXHeading4: "s-head", ATXHeading5: "s-head", ATXHeading6: "s-head",
  StrongEmphasis: "s-strong", Emphasis: "s-em", InlineCode: "s-code", FencedCode: "s-code", CodeBlock: "s-code", URL: "s-link", Blockquote: "s-quote",
};

/** Each rule colours its first group in lines that fit. */
const LINES = [
  [/^(:{3,}.*)$/, "s-block"],
  [/^:{3,}.*?\s(#[a-z0-9-]+)/, "s-id"],
  [/^>\s*(\[![A-Z]+\])/, "s-block"],
  [/^\s*>\s*((?:explain|hint|model|correct|wrong|slip)[^:\s]*:)/, "s-word"],
  [/^\s*[-+*]\s+(\[x\])/i, "s-right"],
  [/^\s*[-+*]\s+(=.*)$/, "s-right"],
  [/^\s*[-+*]\s+(~)/, "s-word"],
  [/^(Table|Figure): /, "s-word"],
];

const marks = new Map();
const mark = (name) => marks.get(name) ?? marks.set(name, Decoration.mark({ class: name })).get(name);

/** The line behind the front matter, or 0 where there is none. */
function frontEnd(doc) {
  if (doc.line(1).text !== "---") return 0;
  for (let number = 2; number <= Math.min(doc.lines, 200); number += 1) if (doc.line(number).text === "---") return number;
  return 0;
}

function ours(line, front) {
  if (line.number <= front) {
    const key = /^\s*[\w-]+:/.exec(line.text);
    return key ? [mark("s-word").range(line.from, line.from + key[0].length)] : [];
  }
  const found = [];
  for (const [rule, name] of LINES) {
    const match = rule.exec(line.text);
    if (!match?.[1]) continue;
    const at = line.from + match.index + match[0].indexOf(match[1]);
    found.push(mark(name).range(at, at + match[1].length));
  }
  return found;
}

function coloured(view) {
  const { doc } = view.state, front = frontEnd(doc), found = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({ from, to, enter: (node) => {
      if (NODES[node.name] && node.to > node.from && doc.lineAt(node.from).number > front) found.push(mark(NODES[node.name]).range(node.from, node.to));
    } });
    for (let at = from; at <= to;) {
      const line = doc.lineAt(at);
      found.push(...ours(line, front));
      at = line.to + 1;
    }
  }
  return Decoration.set(found, true);
}

export const colours = ViewPlugin.fromClass(class {
  constructor(view) { this.decorations = coloured(view); }

  update(update) {
    if (update.docChanged || update.viewportChanged || syntaxTree(update.startState) !== syntaxTree(update.state)) this.decorations = coloured(update.view);
  }
}, { decorations: (plugin) => plugin.decorations });
