// The source of a file: the editor component in the place of the plain field, which stays what the form sends.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { colours } from "./colours.js";
import { problems, spotsBeside, tell } from "./marks.js";

/** Put the component before the field. Tab stays the browser's own, so that it leads on; `changed` hears of every change by a person. */
export function source(field, mount, { label, nonce, changed }) {
  const view = new EditorView({
    parent: mount,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        spotsBeside, lineNumbers(), history(), drawSelection(), highlightActiveLine(), markdown({ base: markdownLanguage, completeHTMLTags: false }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]), colours, problems, EditorView.lineWrapping, EditorView.perLineTextDirection.of(true),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "true", autocapitalize: "off" }),
        EditorView.cspNonce.of(nonce),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          field.value = update.state.doc.toString();
          changed();
        }),
      ],
    }),
  });
  mount.hidden = false;
  field.hidden = true;
  return {
    view,
    text: () => view.state.doc.toString(),
    show: (found) => view.dispatch({ effects: tell.of(found) }),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, userEvent: "input" }),
    go(line, column) {
      const there = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines)), at = Math.min(there.from + column - 1, there.to);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
    /** A block stands in lines of its own, with an empty line around it. */
    putBlock(text) {
      const { state } = view, line = state.doc.lineAt(state.selection.main.head), after = line.text.trim() ? "\n\n" : "";
      view.dispatch({ changes: { from: line.to, insert: `${after}${text}` }, selection: { anchor: line.to + after.length + text.indexOf("\n") }, userEvent: "input" });
      view.focus();
    },
    putWords(text, caret) {
      const at = view.state.selection.main.head;
      view.dispatch({ changes: { from: at, insert: text }, selection: { anchor: at + caret }, userEvent: "input" });
      view.focus();
    },
  };
}
