"""Every code of the checker: its severity, the sentence that says what is wrong, and the one that says what to do.

The sentences are templates in English; the faces translate them and fill in the problem's values.
"""

from typing import NamedTuple

ERROR, WARNING = "error", "warning"


class Code(NamedTuple):
    """`gentle` codes only warn in a file that has none of our markers."""

    severity: str
    message: str
    remedy: str
    gentle: bool = False


def _error(message: str, remedy: str, *, gentle: bool = False) -> Code:
    return Code(ERROR, message, remedy, gentle)


def _warning(message: str, remedy: str) -> Code:
    return Code(WARNING, message, remedy)


_FILES = {
    "course-folder": _error("There is no such folder.", "Name the folder that holds course.md."),
    "course-empty": _error("The course has no lesson.", "Make a folder for the first module, with a Markdown file for each lesson in it."),
    "module-empty": _error("The module has no lesson.", "Write a lesson into its folder, or remove the folder."),
    "file-link": _error("This is a symbolic link.", "Put the file itself into the course folder."),
    "file-unused": _warning("This file belongs to no module.", "Move it into the folder of a module."),
    "file-large": _error("The file has {size} kB; {limit} kB is the most.", "Split it into several lessons."),
    "file-unreadable": _error("This cannot be read: {reason}.", "Make it an ordinary file that everybody may read, or take it out."),
    "file-lines": _error("The file has more than {limit} lines.", "Split it into several lessons."),
    "file-not-utf8": _error("The file is not UTF-8 text: byte {offset} fits no character.", "Save it as UTF-8."),
    "file-nul": _error("Byte {offset} is NUL, so this is no text file.", "Save it as UTF-8 text."),
    "control-character": _warning("The text holds the control character {sign}.", "Delete it; until then a replacement sign is shown."),
    "direction-override": _warning(
        "The text holds {sign}, which turns the direction of what follows.", "Delete it; each paragraph finds its direction by itself."
    ),
    "id-from-name": _warning(
        "There is no front matter; the id “{id}” is made from the name.", "Write front matter with an id and a title."
    ),
    "title-from-name": _warning("There is no title; “{title}” is made from the name.", "Write front matter with an id and a title."),
    "line-long": _error("The line has more than {limit} characters.", "Break it into several lines."),
    "nesting-deep": _error("More than {limit} levels are nested here.", "Nest less."),
    "table-large": _error("This table would have {count} cells; {limit} are the most.", "Split it into several tables."),
    "quotes-mixed": _error("Quotes and other lines take turns too often here.", "Put a blank line between a quote and what follows it."),
    "signs-unmatched": _error(
        "More than {limit} “{sign}” in this paragraph stay without their counterpart.", "Write “\\{sign}” for the sign itself."
    ),
}

_YAML = {
    "front-matter-unclosed": _error("The front matter has no end.", "Write a line with three dashes, ---, behind the last key."),
    "yaml-broken": _error(
        "This cannot be read as YAML: {reason}.", "Write each key as “key: value”; put a value with special signs in quotes."
    ),
    "yaml-large": _error("There are {size} characters here; {limit} are the most.", "Keep keys short; long texts belong below them."),
    "yaml-no-keys": _error("There should be keys here.", "Write each on a line of its own, as “key: value”."),
    "yaml-documents": _error("A second YAML document begins here.", "Keep everything in one."),
    "yaml-alias": _error(
        "Anchors (&) and aliases (*) cannot be used.", "Write the value out; put a text that begins with & or * in quotes."
    ),
    "yaml-tag": _error("The tag {tag} cannot be used.", "Write the plain value; put a text that begins with ! in quotes."),
    "yaml-deep": _error("More than {limit} levels are nested here.", "No key needs that; write the value plainly."),
    "yaml-control": _error("The value holds a control character or half a character.", "Delete it."),
    "yaml-key": _error("A list or a mapping cannot be a key.", "Write a word before the colon."),
    "key-repeated": _error("The key “{key}” stands here a second time; the first is in line {first}.", "Delete one of them."),
    "key-unknown": _error("The key “{key}” is not known here.", "{near}"),
    "key-missing": _error("The key “{key}” is missing.", "Add a line “{key}: …”."),
    "value-text": _error("“{key}” should be a text.", "Write some words; put them in quotes if they look like something else."),
    "value-length": _error("“{key}” is empty or longer than {limit} characters.", "Write a shorter text."),
    "value-id": _error("“{value}” cannot be an id.", "Use 1 to 64 small letters a to z, figures and hyphens."),
    "value-cite": _error("“{value}” does not name a source.", "Write the id of a source, or id:provision without spaces."),
    "value-language": _error("“{value}” is not the tag of a language.", "Write a tag such as en, fr or pt-BR."),
    "value-word": _error("“{value}” cannot be the value of “{key}”.", "Write one of: {words}."),
    "value-whole": _error("“{value}” cannot be the value of “{key}”.", "Write a whole number from {low} to {high}, without quotes."),
    "value-span": _error("“{value}” is not a span of time.", "Write a number and a unit: {example}."),
    "value-list": _error("“{key}” should be a list.", "Write [a, b], also for a single entry."),
    "value-map": _error("“{key}” should have keys of its own.", "Write {example}, each as “key: value”."),
    "value-address": _error("“{key}” is not an address.", "Write a full address that begins with https://."),
    "value-see": _error("“{value}” does not name a lesson.", "Write the id of a lesson, or id/2 for its second section."),
}

_BLOCKS = {
    "block-indented": _error("A line of colons is indented.", "Begin it at the start of the line."),
    "block-unclosed": _error(
        "The block “{name}” is not closed before line {next}.", "Close it with a line {colons}, with blank lines around it."
    ),
    "block-close-stray": _error("{colons} closes a block, but none is open.", "Delete the line, or open a block before it."),
    "block-close-colons": _error(
        "This line cannot close the block “{name}” of line {open}: the number of colons differs.", "Write {colons}, as at its beginning."
    ),
    "block-colons": _error(
        "A block inside “{outer}” (line {outer_line}) needs fewer colons than it.", "Write the outer one with {need} at both its ends."
    ),
    "blank-line-missing": _error("The blank line {where} this line of colons is missing.", "Add an empty line {where} it."),
    "block-unknown": _error("There is no block “{name}”.", "{near}"),
    "block-place": _error("{name} cannot stand inside {where}.", "Move it out."),
    "block-empty": _error("The block “{name}” is empty.", "Write its text, or delete it."),
    "fence-unclosed": _error("The code block that begins here is never closed.", "Close it with a line {fence}."),
    "head-word": _error("“{word}” has no meaning in this line.", "Write attributes as key=value; put a value with spaces in quotes."),
    "head-two-ids": _error("The block has two ids.", "Keep one."),
    "attribute-unknown": _error("The attribute “{key}” is not known for {what}.", "{near}"),
    "attribute-missing": _error("The attribute “{key}” is missing for {what}.", "Add {key}=…"),
    "attribute-repeated": _error("The attribute “{key}” stands here twice.", "Delete one."),
    "audience-unknown": _error("The course has no audience “{name}”.", "Known here: {known}. Audiences are listed in course.md."),
    "audience-never": _error(
        "Nobody would see this part: it and the block around it name different audiences.", "Name an audience that both have."
    ),
}

_TEXT = {
    "heading-first-level": _error("The title of a lesson is its first-level heading.", "Begin headings in the text with ##.", gentle=True),
    "heading-jump": _error("{level} follows {before}: a level is left out.", "Write {need}.", gentle=True),
    "heading-empty": _error("The heading is empty.", "Write its words, or delete it.", gentle=True),
    "html-is-text": _warning("HTML such as {tag} is shown as text.", "Use Markdown; put code in backticks."),
    "callout-unknown": _error("There is no call-out “{name}”.", "Write [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION]."),
    "caption-alone": _error("A caption stands here without a table.", "Put the paragraph “Table: …” directly before its table."),
    "table-no-caption": _warning("The table has no caption.", "Put a paragraph “Table: …” directly before it."),
    "code-language": _warning("Code in “{language}” is shown without colours.", "Use a language of the list in the manual, or text."),
    "formula-unreadable": _error("The formula cannot be shown: {reason}.", "Close each brace, and use the commands that the manual lists."),
    "footnote-missing": _error("The footnote {note} is not defined.", "Write its text in a line {note}: …"),
    "footnote-unused": _warning("Nothing refers to the footnote “{note}”.", "Refer to it, or delete it."),
    "footnote-place": _error("A question has no footnotes.", "Write what it says into the question, or into its explanation."),
    "link-scheme": _error("Links that begin with “{scheme}:” cannot be used.", "Use http, https, mailto or tel, or the path of a lesson."),
    "link-address": _error(
        "“{address}” leads out of the course folder.", "Write the path from this file to a lesson of the course.", gentle=True
    ),
    "link-broken": _error("There is no lesson “{file}”.", "Write the path from this file to a lesson's Markdown file.", gentle=True),
    "link-anchor": _error(
        "There is no heading “{anchor}” there.", "Use the heading's words in small letters, joined by hyphens.", gentle=True
    ),
    "table-row": _error(
        "The row has {count} cells, the table {columns} columns: the rest would be lost.",
        "Mend the row; write \\| for a stroke inside a cell.",
        gentle=True,
    ),
    "picture-no-text": _error(
        "The picture has no alternative text.", "Say in the brackets what it shows, or mark it with {{decorative}}.", gentle=True
    ),
    "picture-decorative": _error("A decorative picture has an alternative text.", "Delete the text or the mark {{decorative}}."),
    "picture-address": _error(
        "“{address}” is not a picture in the course folder.",
        "Put the picture into the folder and write its path; none is fetched.",
        gentle=True,
    ),
    "picture-missing": _error("There is no picture “{file}”.", "Check the path; it counts from this file.", gentle=True),
    "picture-kind": _error("This is no picture that can be shown.", "Use SVG, PNG, JPEG or WebP."),
    "picture-broken": _error("The picture is damaged.", "Export it anew."),
    "picture-large": _error("The picture is too large; {limit} is the most.", "Make it smaller."),
    "picture-pixels": _error("The picture has {width} × {height} pixels; {limit} million is the most.", "Make it smaller."),
    "picture-exif": _warning("The picture carries EXIF data, perhaps the place where it was taken.", "Export it without them."),
    "svg-broken": _error("This is no sound SVG: {reason}.", "Export it anew."),
    "svg-doctype": _error("The drawing has a document type or entities.", "Delete the line that begins with <!."),
    "svg-viewbox": _error("The drawing has no viewBox.", 'Write viewBox="0 0 WIDTH HEIGHT" on its svg element.'),
    "svg-element": _error("The element “{element}” cannot be used in a drawing.", "Use shapes and text only; the manual lists them."),
    "svg-attribute": _error(
        "The attribute “{attribute}” cannot be used here.", "Paint by the classes in the manual; refer only to ids in the drawing."
    ),
    "svg-class": _error("There is no class “{name}” for drawings.", "Use the classes that the manual lists."),
}

_QUESTIONS = {
    "question-type-missing": _error("The question has no type.", "Write one behind the word question: {types}."),
    "question-type-unknown": _error("There is no question type “{type}”.", "{near}"),
    "question-id": _error("The block has no id.", "Write one, such as #q-seal-owner; never change it again."),
    "question-empty": _error("The question is empty.", "Write a prompt and its answer part."),
    "question-no-prompt": _error("The question asks nothing.", "Write a prompt before the answers."),
    "question-tail": _error("This stands behind the answers of the question.", "Move it into the prompt, or write > explain: before it."),
    "question-unexplained": _warning("The question “{id}” has no explanation.", "Say why in a quote that begins with explain:."),
    "answer-missing": _error("A question of type {type} needs {wanted} with its answers.", "Write it behind the prompt."),
    "answer-kind": _error(
        "The last list or table of the question is not {wanted}, as type {type} needs.", "Write the answers as {wanted}."
    ),
    "answer-line": _error("“{text}” is no answer line.", "Begin it with = for a right or ~ for a foreseen wrong answer."),
    "answer-more": _error("An answer line is one line, with feedback as a quote under it.", "Move the rest into that quote."),
    "answer-number": _error(
        "“{value}” is no number that can be compared.", "Write 5, 5 +- 0.1, 5 +- 2% or [4.9, 5.1], with a decimal point."
    ),
    "answer-none-right": _error("No answer line is right.", "Write at least one that begins with =."),
    "pattern-refused": _error(
        "The pattern {pattern} cannot be used: {reason}.", "Use the small set of patterns in the manual, or write the wordings out."
    ),
    "item-mark": _error("The mark “{mark}” has no meaning here.", "Known here: {known}."),
    "parts-many": _error("A question has at most {limit} choices or items.", "Leave some out, or make two questions."),
    "choice-mark": _error("This choice does not begin with [ ] or [x] and a text.", "Write - [ ] or - [x] and then the choice."),
    "choice-one-right": _error("Exactly one choice must be right; {count} are marked.", "Mark one with [x]."),
    "choice-none-right": _error("No choice is marked as right.", "Mark the right ones with [x]."),
    "choice-twice": _error("“{text}” stands there twice.", "Change or delete one."),
    "choices-few": _error("There is nothing to choose from.", "Write at least two choices or items."),
    "truefalse-words": _error(
        "A question of type truefalse has the two choices true and false.", "Write - [ ] true and - [x] false, or the other way round."
    ),
    "match-row": _error("A row of the pairs is not complete.", "Write an item and its counterpart; only the left cell may be empty."),
    "criterion-line": _error("This is no criterion with its points.", "Write - [ ] what a good text does (2)."),
    "essay-no-model": _warning("The essay has no model to compare with.", "Write one in a quote that begins with model:."),
    "marker-missing": _warning("mark={mark} asks for a marker, and there is none yet: the learner marks.", "Write mark=self."),
    "finding-part": _error("“{name}” is no part of a finding.", "The parts are {parts}."),
    "finding-no-part": _error("Nothing is to be written in this finding.", "Add a row for a part beside the grade."),
    "finding-order": _error("This part stands in the wrong place.", "Keep the order {parts}, all rows of a part together, the grade once."),
    "finding-model": _error("The model of this part stands in its first row already.", "Join both there."),
    "row-cells": _error("A row of type {type} needs {columns}.", "Fill in each cell; the place alone may be empty."),
    "row-key-twice": _error("The key “{key}” stands twice in this question.", "Give each row a key of its own."),
    "evidence-says": _error("“{word}” does not say what a document does to a claim.", "Write supports, contradicts or silent."),
    "evidence-place": _error("A document that is silent has no place.", "Delete the place, or say what the document does to the claim."),
    "evidence-no-place": _error("place=half asks for places, and no row names one.", "Write the places, or delete place=half."),
    "mark-value": _error("“{value}” is no mark for the {what}.", "Write a whole number from {low} to {high}."),
    "matrix-key": _error("This item has no key.", "End it with {{#key}}, or with {{#key l=4 i=3}} where no panel gives the cells."),
    "matrix-no-cell": _error("The item “{key}” has no cell.", "Write {{#{key} l=4 i=3}}, or name a panel in the head."),
    "matrix-two-keys": _error("The panel gives the cell of this item, and one is typed as well.", "Keep only one of the two."),
    "panel-missing": _error("There is no panel “{file}”.", "Write its path from the folder cases of the course."),
    "panel-head": _error("The first row does not name the items.", "Write expert,KEY.l,KEY.i and so on, two columns for each key."),
    "panel-row": _error("This row has no label or not a mark from 1 to 5 in each cell.", "Write {count} cells: a label and the marks."),
    "panel-size": _error("The panel has {count} experts; 1 to {most} can be read.", "Write one row for each expert."),
    "panel-expert-twice": _error("Two experts have the same label.", "Give each row a label of its own."),
    "panel-item": _error("The panel {file} has no columns for “{key}”.", "Add {key}.l and {key}.i, or mend the key."),
    "panel-few": _warning(
        "The panel has {count} experts, fewer than {least}: the question is training only and never counts.",
        "Ask more experts, or leave it out of a quiz that counts.",
    ),
    "blank-line": _error("“{text}” is no line for a blank.", "Write [[name]] = answer, or [[name]] : one / (right) / other."),
    "blank-name": _error("“{name}” cannot be the name of a blank.", "Use small letters a to z, figures and hyphens."),
    "blank-repeated": _error("The blank “{name}” stands twice in the prompt.", "Give each blank a name of its own."),
    "blank-unanswered": _error("The blank “{name}” has no answer line.", "Add - [[{name}]] = …"),
    "blank-missing": _error(
        "The blank “{name}” does not stand in the prompt of the question in line {question}.", "Write [[{name}]] there, or delete the line."
    ),
    "blank-answered-twice": _error("The blank “{name}” is already answered in line {first}.", "Join both lines with |."),
    "blank-menu": _error("The menu of “{name}” needs at least two entries, one of them in parentheses.", "Write one / (right) / other."),
    "feedback-twice": _error("The choice has two feedback quotes.", "Join them into one."),
    "feedback-place": _error("The items of an order have no feedback.", "Write it into > explain:."),
    "quote-nested": _error("A quote with “{word}:” stands inside a choice.", "Begin it at the start of the line, after a blank line."),
    "quotes-joined": _error("“{word}:” begins inside another quote.", "Put a blank line before it."),
    "quote-loose": _error(
        "This quote stands under no choice and begins with no word such as hint:.",
        "Indent it by two spaces under its choice, or begin it with hint: or explain:.",
    ),
    "quote-empty": _error("The quote says nothing.", "Write its text, or delete it."),
    "explain-twice": _error("The question has two explanations.", "Join them into one."),
    "model-place": _error("This type of question has no model answer.", "Write it into > explain:."),
    "pool-source": _error("A pool has either questions in it or from=tag:….", "Keep one of the two."),
    "pool-from": _error("“{value}” does not say where to draw from.", "Write from=tag: and a tag."),
    "pool-small": _error("The pool should draw {pick} questions and has {count}.", "Add questions, or draw fewer."),
}

_WHOLE = {
    "id-repeated": _error("The id “{id}” is already used in {file}, line {first}.", "Give this one an id of its own."),
    "id-reused": _error("The id “{id}” named {was} in version {version} and names {now} here.", "Write a new id."),
    "id-returned": _warning(
        "The id “{id}” was used in version {version}, then it was gone.", "Keep it only for the same thing; else write a new id."
    ),
    "final-twice": _error("Another quiz is already the final one: {first}.", "Keep final: true in one of them."),
    "quiz-uncounted": _error(
        "Nothing in this quiz can count{edition}: it could never be passed.",
        "Add a question that the engine marks, or write graded: false.",
    ),
    "quiz-empty": _error("The quiz has no question{edition}.", "Write questions, a pool or a blueprint."),
    "draw-short": _error(
        "The {what} draws {pick} questions and is sure of {count}{edition}.", "Draw fewer, or give more questions the tag and level."
    ),
    "see-unknown": _error("There is no lesson “{lesson}” to read again.", "Write the id of a lesson behind see=."),
    "see-section": _error("The lesson “{lesson}” has no section {number}; its last one is {count}.", "Name one that it has."),
    "cite-unknown": _error("There is no source “{name}”.", "Add it to {file}, or correct the name."),
    "cite-provision": _error("The source “{name}” lists no provision “{provision}”.", "Cite one that it lists, or add it there."),
    "cite-superseded": _warning(
        "The source “{name}” has been replaced by “{by}”.", "Check the text against the new edition and cite that."
    ),
    "lesson-uncited": _warning("The lesson cites no source.", "Name its sources with cites: […]."),
    "minutes-far": _warning("{given} minutes are given; about {estimate} are likely.", "Change minutes, or the length of the text."),
    "language-no-words": _warning(
        "The engine has no words such as “Table” in the language “{language}”.", "English words stand there for now."
    ),
    "glossary-text": _error("The glossary holds only terms and their definitions.", "Write a term, and a line “: definition” under it."),
    "glossary-id": _error("The term “{term}” has no id.", "Write one behind it, such as {{#seal}}."),
    "glossary-empty": _error("The term “{term}” has no definition.", "Write a line “: definition” under it."),
    "glossary-two": _error("The term “{term}” has two definitions.", "Join them into one."),
    "glossary-repeated": _error("The term “{term}” or its id stands there twice.", "Keep one."),
    "translation-orphan": _error("This translates a file that does not exist: {original}.", "Rename it after its original."),
    "translation-unused": _warning("The course has no language “{language}”.", "Write course.{language}.md, or delete this file."),
    "translation-id": _error("The id “{id}” differs from that of the original, “{original}”.", "Repeat the id of the original."),
    "translation-stale": _warning(
        "{original} has changed since it was translated.", "Bring the translation up to date and write source: {fingerprint}."
    ),
    "translation-missing": _warning(
        "This page has no translation into “{language}”; there it is shown as it is.", "Write {file} beside it."
    ),
    "parity-figures": _warning(
        "“{id}” has other figures than the original: {figures}.", "Compare the numbers in both, and write the same ones in figures."
    ),
    "parity-missing": _error("The translation lacks “{id}”.", "Translate it; ids are the same in all languages."),
    "parity-extra": _error("“{id}” does not stand in the original.", "Use the ids of the original."),
    "parity-different": _error("“{id}” differs from the original in {what}.", "Make them equal; only words may differ."),
}

_CASES = {
    "case-kind": _error("A case cannot stand here.", "Give it a lesson file of its own, with kind: case in its front matter."),
    "case-missing": _error("The lesson is of the kind “case” and holds no case.", "Write a block :::: case #id budget=6h."),
    "case-alone": _error(
        "{name} stands beside the case of this lesson.", "Move it into the case, or into another lesson: a case stands alone in its file."
    ),
    "case-many": _error("The case has more than {limit} entries.", "Leave out what no task needs."),
    "case-no-document": _error("The case has no document{edition}.", "Add a line “- doc: …” with a file below cases/."),
    "case-no-task": _error("The case has no question{edition}.", "Write at least one task."),
    "case-entry": _error("“{word}:” is no entry of a case.", "Begin it with doc:, visit: or interview:."),
    "case-entry-path": _error(
        "The entry “{word}:” cannot be read.", "Write a path without spaces, and behind it nothing but {{#key cost=30min}}."
    ),
    "document-address": _error("“{address}” is no path below cases/.", "Write the path from the folder cases/; nothing else is read."),
    "document-kind": _error("“{file}” is no document that can be shown.", "Use a Markdown, CSV or SVG file."),
    "document-missing": _error("There is no file “{file}” below cases/.", "Check the path; symbolic links are not followed."),
    "document-key": _error("“{name}” cannot be a key.", "Write one of small letters, figures and hyphens, such as {{#gate-log}}."),
    "document-repeated": _error("The key “{name}” already belongs to the entry in line {first}.", "Give this entry a key of its own."),
    "document-dear": _error(
        "“{name}” costs {cost} minutes, more than the whole budget of {budget}.", "Lower its cost, or raise the budget."
    ),
    "document-csv": _error("The file cannot be read as CSV: {reason}.", "Separate cells by commas, and close each quotation mark."),
    "document-row": _error(
        "The row has {count} cells, the first row {columns}.", "Give each row as many cells; put a cell with a comma in quotation marks."
    ),
    "document-empty": _error("The table has no row.", "Write the names of its columns in the first line, and a row below."),
    "document-large": _error(
        "The table has more than {lines} lines or {columns} columns.", "Show an extract: nobody can review more on a page."
    ),
    "document-no-text": _error(
        "The drawing does not say what it shows.", "Write a <desc> into the SVG file, as its first element or after its <title>."
    ),
    "document-untranslated": _warning(
        "The document “{name}” has no translation into “{language}”.", "Write {file}; the original is shown for now."
    ),
}

CODES: dict[str, Code] = {**_FILES, **_YAML, **_BLOCKS, **_TEXT, **_QUESTIONS, **_WHOLE, **_CASES}
