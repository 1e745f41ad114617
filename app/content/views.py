"""A course as one person or package has it: one edition, one language, everything else gone."""

from dataclasses import dataclass, replace
from functools import cached_property

from app.assessment.questions import Question
from app.assessment.quiz import Policy, Pool, Quiz
from app.content.compiled import (
    CASE,
    LESSON,
    QUIZ,
    Case,
    CertificateRule,
    Course,
    Document,
    DocumentText,
    Lesson,
    Module,
    PageText,
    Part,
    Prose,
    Section,
    Source,
    Term,
)
from app.errors import Invalid, NotFound, say


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonView:
    """A lesson, quiz or case in one edition and language. `language` differs from the course's where there is no translation."""

    lesson: Lesson
    language: str
    title: str
    summary: str
    parts: tuple[Part, ...]
    sections: tuple[Section, ...]
    stale: bool = False
    documents: tuple[Document, ...] = ()

    @property
    def id(self) -> str:
        return self.lesson.id

    @property
    def number(self) -> str:
        return self.lesson.number

    @property
    def minutes(self) -> int:
        return self.lesson.minutes

    @property
    def required(self) -> bool:
        return self.lesson.required

    @property
    def kind(self) -> str:
        return self.lesson.kind

    @property
    def policy(self) -> Policy | None:
        return self.lesson.policy

    @property
    def case(self) -> Case | None:
        return self.lesson.case

    @property
    def graded(self) -> bool:
        """Whether it is a quiz that counts."""
        return self.lesson.policy is not None and self.lesson.policy.graded

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that stand in it, those in its pools too."""
        found: list[Question] = []
        for part in self.parts:
            found.extend([part] if isinstance(part, Question) else part.questions if isinstance(part, Pool) else ())
        return tuple(found)

    @property
    def practice(self) -> tuple[Question, ...]:
        """The questions to be tried before the lesson is finished: those of a lesson, none of a quiz."""
        return self.questions if self.kind == LESSON else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    """A module in one edition and language."""

    module: Module
    language: str
    text: PageText
    lessons: tuple[LessonView, ...]

    @property
    def id(self) -> str:
        return self.module.id

    @property
    def number(self) -> str:
        return self.module.number

    @property
    def elective(self) -> bool:
        return self.module.elective

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True, kw_only=True)
class CourseView:
    """A course in one edition ("" where it has but one) and one language."""

    course: Course
    edition: str
    language: str
    text: PageText
    modules: tuple[ModuleView, ...]
    glossary: tuple[Term, ...]

    @property
    def id(self) -> str:
        return self.course.id

    @property
    def title(self) -> str:
        return self.text.title

    @property
    def certificate(self) -> CertificateRule | None:
        return self.course.certificate

    @cached_property
    def lessons(self) -> tuple[LessonView, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def counted(self) -> tuple[ModuleView, ...]:
        """The modules that count for completion."""
        return tuple(module for module in self.modules if not module.elective)

    @property
    def required(self) -> tuple[LessonView, ...]:
        """The lessons that have to be finished; quizzes are judged by their attempts."""
        return tuple(each for module in self.counted for each in module.lessons if each.required and each.kind == LESSON)

    @property
    def graded(self) -> tuple[LessonView, ...]:
        """The quizzes (and cases) that count."""
        return tuple(lesson for module in self.counted for lesson in module.lessons if lesson.graded)

    def lesson(self, lesson_id: str) -> LessonView:
        """The lesson of that id. Raises NotFound, also for one of another edition."""
        return self._place(lesson_id)[1]

    def find_module(self, lesson_id: str) -> ModuleView | None:
        """The module in which the lesson stands, or None."""
        found = self._places.get(lesson_id)
        return found[0] if found else None

    def module_of(self, lesson_id: str) -> ModuleView:
        """The module in which the lesson stands. Raises NotFound."""
        return self._place(lesson_id)[0]

    def neighbours(self, lesson_id: str) -> tuple[LessonView | None, LessonView | None]:
        """The lesson before and the lesson after, in the order of the course."""
        row = self.lessons
        place = self._place(lesson_id)[2]
        return (row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None)

    @cached_property
    def _places(self) -> dict[str, tuple[ModuleView, LessonView, int]]:
        """Every lesson with its module and its place, so that a page costs the same in a long course."""
        pairs = [(module, lesson) for module in self.modules for lesson in module.lessons]
        return {lesson.id: (module, lesson, place) for place, (module, lesson) in enumerate(pairs)}

    def _place(self, lesson_id: str) -> tuple[ModuleView, LessonView, int]:
        found = self._places.get(lesson_id)
        if found is None:
            raise NotFound(say("There is no such lesson in this course."))
        return found

    def text_of(self, document: Document) -> tuple[str, DocumentText]:
        """What a document of a case says, with its language: the reader's, or the course's where there is no translation."""
        language = self.language if self.language in document.texts else self.course.language
        return language, document.texts[language]

    def quiz(self, lesson_id: str) -> Quiz:
        """The quiz (or case) of that id with all that it may draw. Raises NotFound."""
        found = self._quizzes.get(lesson_id)
        if found is None:
            found = self._quizzes[lesson_id] = self._quiz(lesson_id)
        return found

    @cached_property
    def _quizzes(self) -> dict[str, Quiz]:
        """Those that were asked for."""
        return {}

    def _quiz(self, lesson_id: str) -> Quiz:
        lesson = self.lesson(lesson_id)
        if lesson.kind not in (QUIZ, CASE) or lesson.policy is None:
            raise NotFound("There is no such quiz in this course.")
        items = tuple(part for part in lesson.parts if not isinstance(part, Prose))
        wide = bool(lesson.lesson.blueprint) or any(isinstance(item, Pool) and item.source for item in items)
        candidates = tuple(each for other in self.lessons if other.kind == QUIZ for each in other.questions) if wide else ()
        return Quiz(id=lesson.id, policy=lesson.policy, items=items, blueprint=lesson.lesson.blueprint, candidates=candidates)

    def sources(self, cites: tuple[str, ...]) -> tuple[tuple[Source, str], ...]:
        """The sources that `cites` names, each with the provision behind the colon."""
        by_id = {source.id: source for source in self.course.sources}
        pairs = (cite.partition(":") for cite in cites)
        return tuple((by_id[name], provision) for name, _, provision in pairs if name in by_id)


def view(course: Course, *, edition: str = "", language: str = "") -> CourseView:
    """One edition and language of a course; without them its first edition and its own language. Raises Invalid for an unknown one."""
    edition = edition or next(iter(course.audiences), "")
    language = language or course.language
    if edition and edition not in course.audiences:
        raise Invalid(f"The course “{course.id}” has no edition “{edition}”.", "audience")
    if language not in course.languages:
        raise Invalid(f"The course “{course.id}” has no language “{language}”.", "language")
    return CourseView(
        course=course,
        edition=edition,
        language=language,
        text=course.texts[language],
        modules=tuple(_module(module, course, edition, language) for module in course.modules if _kept(module.audience, edition)),
        glossary=course.glossary.get(language) or course.glossary.get(course.language, ()),
    )


def _kept(audience: tuple[str, ...], edition: str) -> bool:
    return not audience or edition in audience


def _module(module: Module, course: Course, edition: str, language: str) -> ModuleView:
    shown = language if language in module.texts else course.language
    lessons = tuple(_lesson(lesson, course, edition, language) for lesson in module.lessons if _kept(lesson.audience, edition))
    return ModuleView(module=module, language=shown, text=module.texts[shown], lessons=lessons)


def _lesson(lesson: Lesson, course: Course, edition: str, language: str) -> LessonView:
    shown = language if language in lesson.texts else course.language
    text = lesson.texts[shown]
    return LessonView(
        lesson=lesson,
        language=shown,
        title=text.title,
        summary=text.summary,
        parts=tuple(_part(part, edition) for part in text.parts if _kept(part.audience, edition)),
        sections=tuple(section for section in text.sections if _kept(section.audience, edition)),
        stale=text.stale,
        documents=tuple(each for each in lesson.case.documents if _kept(each.audience, edition)) if lesson.case else (),
    )


def _part(part: Part, edition: str) -> Part:
    if not isinstance(part, Pool):
        return part
    return replace(part, questions=tuple(question for question in part.questions if _kept(question.audience, edition)))
