"""Puts a course together: files to sheets, sheets to lessons, numbers and minutes, and the checks over the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.assessment.questions import Question
from app.assessment.quiz import BlueprintLine, Policy, Pool
from app.content import keys
from app.content.bodies import Bodies, sign
from app.content.cases import both, read_case
from app.content.checks import Facts, check_course
from app.content.compiled import CASE, LESSON, Case, CertificateRule, Course, Lesson, LessonText, Module, PageText, Prose, Term
from app.content.documents import Documents
from app.content.earlier import NEVER, Earlier, check_earlier
from app.content.files import CourseFiles, ModuleFiles, find_files, id_from_name, title_from_name, translation_in
from app.content.glossary import read_glossary
from app.content.lessons import Body, lesson_body
from app.content.page import Counters, Page, Target
from app.content.pictures import Pictures
from app.content.problems import Log, Problem
from app.content.scanner import Block
from app.content.sheets import Sheet, read_sheet
from app.content.sources import PATH, Sources, read_sources
from app.content.terms import Terms
from app.content.translations import carried_over, check_terms, check_translation
from app.content.words import has_words, words

WORDS_A_MINUTE = 130


@dataclass(slots=True)
class LessonSheets:
    """A lesson's file and its translations."""

    sheet: Sheet
    translations: dict[str, Sheet] = field(default_factory=dict)


@dataclass(slots=True)
class ModuleSheets:
    """A module's page (made up where it has none), its translations, its lessons."""

    sheet: Sheet
    number: str
    translations: dict[str, Sheet] = field(default_factory=dict)
    lessons: list[LessonSheets] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A course as far as it could be put together, the file of each picture, and the lesson that each file is about."""

    course: Course | None
    media: Mapping[str, Path]
    pages: Mapping[str, str]


def compile_course(folder: Path, problems: list[Problem], bodies: Bodies | None = None, earlier: Earlier = NEVER) -> Compiled:
    """The course of a folder. With errors among the problems it may lack parts. `bodies` are those of an earlier reading."""
    if not folder.is_dir():
        Log(".", problems).add("course-folder")
        return Compiled(None, {}, {})
    compiler = _Compiler(folder, problems, bodies or Bodies(keeps=False))
    course = compiler.course()
    if course is not None:
        check_earlier(course, compiler.facts.claims, earlier)
    return Compiled(course, compiler.pictures.paths(), compiler.pages())


class _Compiler:
    def __init__(self, folder: Path, problems: list[Problem], bodies: Bodies) -> None:
        self.folder = folder
        self.bodies = bodies
        self.problems = problems
        self.files: CourseFiles = find_files(folder, problems)
        self.pictures = Pictures(folder, problems)
        self.taken: set[str] = set()
        self.facts = Facts(problems)
        self.terms: dict[str, Terms] = {}
        self.glossary: dict[str, tuple[Term, ...]] = {}
        self.targets: dict[str, Target] = {}
        self.counters: dict[str, Counters] = {}
        self.seen_lesson = ""
        self.places = ""
        self.documents = Documents(folder, problems, self.pictures, self.targets, self.facts.linked)

    def course(self) -> Course | None:
        sheet = self._course_sheet()
        if sheet is None:
            return None
        self.sheet = sheet
        self.language: str = sheet.keys["language"]
        self.audiences: tuple[str, ...] = sheet.keys["audiences"]
        self.translations = self._translations(sheet.path, keys.COURSE_TRANSLATION, sheet)
        self.languages = (self.language, *sorted(self.translations))
        for language in self.languages:
            if not has_words(language):
                sheet.log.add("language-no-words", sheet.line_of("language"), language=language)
        sources = read_sources(self.folder, self.problems) if self.files.has(PATH) else Sources({})
        modules = [self._module_sheets(module, number) for number, module in enumerate(self.files.modules, start=1)]
        self._collect_targets(modules)
        self.places = sign(f"{path} {target.lesson}" for path, target in self.targets.items())
        self._read_glossaries()
        compiled = tuple(self._module(module) for module in modules)
        course = self._assembled(compiled, sources)
        check_course(course, sheet, sources, self.facts)
        return course

    def pages(self) -> dict[str, str]:
        """The lesson of each lesson's file, its translations among them."""
        return {path: target.lesson for path, target in self.targets.items() if path.rpartition("/")[2] != "module.md"}

    def _course_sheet(self) -> Sheet | None:
        path = next((path for path in ("course.md", "README.md") if self.files.has(path)), None)
        if path is None:
            return self._made_up(".", self.folder.resolve().name, keys.COURSE)
        sheet = read_sheet(self.folder, path, keys.COURSE, self.taken, self.problems)
        if sheet is not None and sheet.log.gentle:
            sheet.keys["id"] = id_from_name(self.folder.resolve().name, set(), "course")
        return sheet

    def _made_up(self, path: str, name: str, table: dict[str, keys.Key], *, quiet: bool = False) -> Sheet:
        """The page of a course or module that has none, or one that cannot be read (`quiet`: that has been told)."""
        log = Log(path, [] if quiet else self.problems, gentle=True)
        values: dict[str, Any] = {key: each.default for key, each in table.items()}
        values["id"] = id_from_name(name, self.taken, "module" if table is keys.MODULE else "course")
        values["title"] = title_from_name(name)
        log.add("id-from-name", 1, id=values["id"])
        log.add("title-from-name", 1, title=values["title"])
        return Sheet(path, log, {}, values, "", 1)

    def _translations(self, path: str, table: dict[str, keys.Key], original: Sheet) -> dict[str, Sheet]:
        """The translations beside a file; of a lesson those into the course's languages."""
        found: dict[str, Sheet] = {}
        for language in self.files.languages.get(path, []):
            name = translation_in(path, language)
            if table is not keys.COURSE_TRANSLATION and language not in self.languages:
                Log(name, self.problems).add("translation-unused", language=language)
                continue
            sheet = read_sheet(self.folder, name, table, set(), self.problems)
            if sheet is not None:
                check_translation(sheet, original)
                found[language] = sheet
        return found

    def _module_sheets(self, files: ModuleFiles, number: int) -> ModuleSheets:
        path = f"{files.folder}/module.md"
        there = self.files.has(path)
        sheet = read_sheet(self.folder, path, keys.MODULE, self.taken, self.problems) if there else None
        sheet = sheet or self._made_up(files.folder or ".", files.folder or self.sheet.id, keys.MODULE, quiet=there)
        self._claim(sheet.id, sheet, sheet.line_of("id"))
        module = ModuleSheets(sheet, str(number), self._translations(path, keys.TRANSLATION, sheet))
        for lesson_path in files.lessons:
            lesson = read_sheet(self.folder, lesson_path, keys.LESSON, self.taken, self.problems)
            if lesson is not None:
                self._claim(lesson.id, lesson, lesson.line_of("id"))
                module.lessons.append(LessonSheets(lesson, self._translations(lesson_path, keys.TRANSLATION, lesson)))
        if not files.lessons:
            sheet.log.add("module-empty")
        return module

    def _claim(self, identity: str, sheet: Sheet, line: int) -> None:
        self.taken.add(identity)
        self.facts.claim(identity, sheet.log, line)

    def _collect_targets(self, modules: list[ModuleSheets]) -> None:
        for module in modules:
            for lesson in module.lessons:
                self.targets[lesson.sheet.path] = Target(lesson.sheet.id)
                for sheet in lesson.translations.values():
                    self.targets[sheet.path] = Target(lesson.sheet.id)
            if module.lessons:
                self.targets[f"{module.sheet.path}"] = Target(module.lessons[0].sheet.id)

    def _read_glossaries(self) -> None:
        for language in self.languages:
            path = "glossary.md" if language == self.language else f"glossary.{language}.md"
            sheet = read_sheet(self.folder, path, keys.GLOSSARY, set(), self.problems) if self.files.has(path) else None
            if sheet is not None:
                self.glossary[language] = read_glossary(sheet, self._page(sheet, language, running=False))
                if language != self.language and self.language in self.glossary:
                    check_terms(self.glossary[language], self.glossary[self.language], sheet.log)
            terms = self.glossary.get(language) or self.glossary.get(self.language, ())
            self.terms[language] = Terms(terms, words(language))

    def _page(self, sheet: Sheet, language: str, **more: Any) -> Page:
        more.setdefault("own_id", sheet.keys.get("id") or "")
        return Page(path=sheet.path, log=sheet.log, words=words(language), pictures=self.pictures, targets=self.targets, **more)

    def _module(self, module: ModuleSheets) -> Module:
        sheet = module.sheet
        self.counters = {language: Counters() for language in self.languages}
        lessons = tuple(self._lesson(lesson, module, f"{module.number}.{number}") for number, lesson in enumerate(module.lessons, start=1))
        self.facts.page(sheet, sheet.keys["minutes"], sum(lesson.minutes for lesson in lessons))
        return Module(
            id=sheet.id,
            number=module.number,
            minutes=sheet.keys["minutes"] or sum(lesson.minutes for lesson in lessons),
            elective=sheet.keys["elective"],
            audience=sheet.keys["audience"],
            cites=sheet.keys["cites"],
            tags=sheet.keys["tags"],
            texts=self._page_texts(sheet, module.translations),
            lessons=lessons,
        )

    def _page_texts(self, sheet: Sheet, translations: dict[str, Sheet]) -> dict[str, PageText]:
        texts = {self.language: self._page_text(sheet, self.language, sheet)}
        for language, translated in translations.items():
            texts[language] = self._page_text(translated, language, sheet)
        return texts

    def _page_text(self, sheet: Sheet, language: str, original: Sheet) -> PageText:
        page = self._page(sheet, language, anchor_prefix=f"s-{original.id}-", own_id=original.id)
        body = lesson_body(page, sheet.blocks(), self.audiences, practice=False, questions=False)
        self.facts.linked(page)
        return PageText(
            title=sheet.title,
            summary=sheet.keys["summary"],
            html="".join(part.html for part in body.parts if isinstance(part, Prose)),
            stale=sheet is not original and sheet.keys["source"] != original.fingerprint,
        )

    def _lesson(self, lesson: LessonSheets, module: ModuleSheets, number: str) -> Lesson:
        sheet = lesson.sheet
        body = self._body(sheet, sheet, self.language, module, number)
        texts = {self.language: self._lesson_text(sheet, sheet, body)}
        bodies = {self.language: body}
        for language, translated in lesson.translations.items():
            other = self._body(translated, sheet, language, module, number)
            other.parts = carried_over(other, body, translated.log)
            texts[language] = self._lesson_text(translated, sheet, other)
            bodies[language] = other
        for placed in body.placed:
            self._place(placed.part, sheet, placed.line)
        for each in (sheet, *lesson.translations.values()):
            each.body = ""  # What has been rendered is not read again, and a long course is long.
        blueprint = tuple(
            BlueprintLine(pick=line["pick"], tag=line["tag"], level=line["level"]) for line in sheet.keys.get("blueprint", ())
        )
        self.documents.count = 0
        case = self._case(sheet, bodies) if body.case is not None else None
        estimate = max(1, round((body.words + self.documents.count) / WORDS_A_MINUTE + _count(body, blueprint)))
        self.facts.page(sheet, sheet.keys["minutes"], estimate)
        if sheet.keys["kind"] == LESSON:
            self.seen_lesson = sheet.id
        return Lesson(
            id=sheet.id,
            number=number,
            minutes=sheet.keys["minutes"] or estimate,
            kind=sheet.keys["kind"],
            required=sheet.keys["required"],
            audience=both(sheet.keys["audience"], body.case.audience) if body.case else sheet.keys["audience"],
            cites=sheet.keys["cites"],
            tags=sheet.keys["tags"],
            policy=self._policy(sheet.keys) if sheet.keys["kind"] != LESSON else None,
            blueprint=blueprint,
            case=case,
            texts=texts,
        )

    def _body(self, sheet: Sheet, original: Sheet, language: str, module: ModuleSheets, number: str) -> Body:
        page = self._page(
            sheet,
            language,
            own_id=original.id,
            number=number,
            module=module.number,
            counters=self.counters[language],
            terms=self.terms[language],
            read_again=self.seen_lesson if original.keys["kind"] != LESSON else "",
        )
        kind = original.keys["kind"]
        glossary = self.glossary.get(language) or self.glossary.get(self.language, ())
        key = (sheet.body, sheet.first, sheet.log.gentle, kind, self.audiences, glossary, self.places)
        body = self.bodies.body(page, language, key, lambda: self._rendered(page, sheet.blocks(), kind))
        self.facts.linked(page)
        return body

    def _rendered(self, page: Page, blocks: tuple[Block, ...], kind: str) -> Body:
        """The text of a lesson. Of a case what stands inside its block: its story and its tasks."""
        case = read_case(page, blocks, self.audiences) if kind == CASE else None
        inner = blocks if kind != CASE else case.blocks if case else ()
        body = lesson_body(page, inner, self.audiences, practice=kind == LESSON)
        body.case = case
        return body

    def _case(self, sheet: Sheet, bodies: dict[str, Body]) -> Case | None:
        """The case of a lesson with its documents, in the languages of the course."""
        case = bodies[self.language].case
        if case is None:
            return None
        self.facts.claim(case.id, sheet.log, case.line)
        if sheet.keys["audience"] and case.audience and not both(sheet.keys["audience"], case.audience):
            sheet.log.add("audience-never", case.line)
        blocks = {language: body.case for language, body in bodies.items() if body.case is not None}
        for language, other in blocks.items():
            if (other.id, other.names()) != (case.id, case.names()):
                Log(translation_in(sheet.path, language), self.problems).add(
                    "parity-different", other.line, id=case.id, what="its id or its entries"
                )
        titles = {language: {entry.key: entry.title for entry in block.entries} for language, block in blocks.items()}
        made = []
        for entry in case.entries:
            own = {language: row.get(entry.key, "") for language, row in titles.items()}
            document = self.documents.document(entry, sheet.id, self.languages, own, sheet.log)
            made += [document] if document is not None else []
            for language in sorted(set(blocks) - set(document.texts if document else blocks)):
                sheet.log.add(
                    "document-untranslated", entry.line, name=entry.key, language=language, file=translation_in(entry.path, language)
                )
        return Case(
            id=case.id,
            budget=case.budget,
            titles={language: block.title for language, block in blocks.items() if block.title},
            documents=tuple(made),
        )

    def _place(self, part: Question | Pool, sheet: Sheet, line: int) -> None:
        self.facts.claim(part.id, sheet.log, line)
        if isinstance(part, Question):
            self.facts.question(part, sheet, line)
            return
        for question in part.questions:
            self.facts.claim(question.id, sheet.log, line)
            self.facts.question(question, sheet, line)

    def _lesson_text(self, sheet: Sheet, original: Sheet, body: Body) -> LessonText:
        return LessonText(
            title=sheet.title,
            summary=sheet.keys["summary"],
            parts=tuple(body.parts),
            sections=body.sections,
            stale=sheet is not original and sheet.keys["source"] != original.fingerprint,
        )

    def _policy(self, given: dict[str, Any]) -> Policy:
        feedback, tries = given["feedback"]
        return Policy(
            graded=given["graded"],
            pass_mark=self.sheet.keys["pass"] if given["pass"] is None else given["pass"],
            attempts=given["attempts"],
            wait=given["wait"],
            time_limit=given["time-limit"],
            feedback=feedback,
            tries=tries,
            shuffle=given.get("shuffle", False),
            final=given["final"],
        )

    def _assembled(self, modules: tuple[Module, ...], sources: Sources) -> Course:
        given = self.sheet.keys
        if not any(module.lessons for module in self.files.modules):
            self.sheet.log.add("course-empty")
        return Course(
            id=self.sheet.id,
            language=self.language,
            languages=self.languages,
            audiences=self.audiences,
            order=given["order"],
            pass_mark=given["pass"],
            topics=self._topics(),
            certificate=self._certificate(),
            licence=given["licence"],
            iri=given["iri"],
            texts=self._page_texts(self.sheet, self.translations),
            modules=modules,
            sources=tuple(sources.by_id.values()),
            glossary=self.glossary,
            media=self.pictures.listed(),
        )

    def _topics(self) -> dict[str, dict[str, str]]:
        sheets = {self.language: self.sheet, **self.translations}
        return {
            tag: {language: sheet.keys["topics"][tag] for language, sheet in sheets.items() if tag in sheet.keys["topics"]}
            for tag in self.sheet.keys["topics"]
        }

    def _certificate(self) -> CertificateRule | None:
        given = self.sheet.keys["certificate"]
        if given is None:
            return None
        sheets = {self.language: self.sheet, **self.translations}
        titles = {language: sheet.keys["certificate"]["title"] for language, sheet in sheets.items() if sheet.keys["certificate"]}
        years, months = given["valid"]
        return CertificateRule(titles=titles, years=years, months=months)


def _count(body: Body, blueprint: tuple[BlueprintLine, ...]) -> int:
    """How many questions a learner meets."""
    own = sum(placed.part.pick if isinstance(placed.part, Pool) else 1 for placed in body.placed)
    return own + sum(line.pick for line in blueprint)
