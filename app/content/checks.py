"""What can only be seen over the whole course: ids, citations, links, draws, reading times."""

from dataclasses import dataclass, field

from app.assessment.draw import pool_candidates
from app.assessment.questions import Question
from app.assessment.quiz import BlueprintLine, Quiz
from app.content.codes import ERROR
from app.content.compiled import CASE, LESSON, QUIZ, Course, Lesson, Module
from app.content.page import Page, Wish
from app.content.problems import Log, Problem
from app.content.sheets import Sheet
from app.content.sources import Sources
from app.content.views import view


@dataclass(slots=True)
class Facts:
    """What was seen while the files were read, each with its place."""

    problems: list[Problem]
    claims: dict[str, tuple[Log, int]] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    estimates: list[tuple[Sheet, int | None, int]] = field(default_factory=list)
    questions: list[tuple[Question, Sheet, int]] = field(default_factory=list)
    anchors: dict[str, set[str]] = field(default_factory=dict)
    wishes: list[tuple[Log, Wish]] = field(default_factory=list)

    def claim(self, identity: str, log: Log, line: int) -> None:
        """An id belongs to what names it first; it is unique over the whole source."""
        if identity in self.claims:
            first, at = self.claims[identity]
            log.add("id-repeated", line, id=identity, file=first.path, first=at)
        elif identity:
            self.claims[identity] = (log, line)

    def page(self, sheet: Sheet, given: int | None, estimate: int) -> None:
        self.sheets[sheet.id] = sheet
        self.estimates.append((sheet, given, estimate))

    def question(self, question: Question, sheet: Sheet, line: int) -> None:
        self.questions.append((question, sheet, line))

    def linked(self, page: Page) -> None:
        """Keep the places of a page and the links in it to places."""
        self.anchors.setdefault(page.own_id, set()).update(page.anchors)
        self.wishes += [(page.log, wish) for wish in page.wishes]


def check_course(course: Course, sheet: Sheet, sources: Sources, facts: Facts) -> None:
    """Note everything that is wrong with the course as a whole."""
    _check_pages(course, sheet, sources, facts)
    _check_questions(course, sources, facts)
    for log, wish in facts.wishes:
        if wish.anchor not in facts.anchors.get(wish.lesson, ()):
            log.add("link-anchor", wish.line, anchor=wish.anchor.removeprefix("s-")[:80])
    for page, given, estimate in facts.estimates:
        if given is not None and abs(given - estimate) * 2 > estimate:
            page.log.add("minutes-far", page.line_of("minutes"), given=given, estimate=estimate)
    _check_languages(course, facts)
    _check_draws(course, facts)
    _check_cases(course, facts)


def _check_languages(course: Course, facts: Facts) -> None:
    """A page without a translation is shown in the language of the course."""
    pages: list[Module | Lesson] = [*course.modules]
    for page in (*pages, *(lesson for module in course.modules for lesson in module.lessons)):
        sheet = facts.sheets.get(page.id)
        if sheet is None or not sheet.path.endswith(".md"):
            continue
        name = sheet.path.rpartition("/")[2].removesuffix(".md")
        for language in course.languages:
            if language not in page.texts:
                sheet.log.add("translation-missing", language=language, file=f"{name}.{language}.md")


def _check_pages(course: Course, sheet: Sheet, sources: Sources, facts: Facts) -> None:
    final = [lesson for module in course.modules for lesson in module.lessons if lesson.policy and lesson.policy.final]
    for lesson in final[1:]:
        page = facts.sheets[lesson.id]
        page.log.add("final-twice", page.line_of("final"), first=facts.sheets[final[0].id].path)
    for page, _, _ in facts.estimates:
        for audience in page.keys["audience"]:
            if audience not in course.audiences:
                page.log.add("audience-unknown", page.line_of("audience"), name=audience, known=", ".join(course.audiences) or "none")
        sources.check(page.keys["cites"], page.log, page.line_of("cites"))
        unread = not page.entries and not page.log.gentle
        if sources.by_id and page.keys.get("kind") == LESSON and not page.keys["cites"] and not unread:
            page.log.add("lesson-uncited")


def _check_questions(course: Course, sources: Sources, facts: Facts) -> None:
    sections = {
        lesson.id: sum(bool(section.number) for section in lesson.texts[course.language].sections)
        for module in course.modules
        for lesson in module.lessons
    }
    for question, sheet, line in facts.questions:
        sources.check(question.cites, sheet.log, line)
        lesson, _, number = question.see.partition("/")
        if lesson and lesson not in sections:
            sheet.log.add("see-unknown", line, lesson=lesson)
        elif number and int(number) > sections[lesson]:
            sheet.log.add("see-section", line, lesson=lesson, number=number, count=sections[lesson])
        if not question.explain:
            sheet.log.add("question-unexplained", line, id=question.id)


def _check_draws(course: Course, facts: Facts) -> None:
    """Each draw must find enough questions in every edition, whatever the seed. Not asked while a quiz or an id is in doubt."""
    quizzes = {sheet.path for sheet in facts.sheets.values() if sheet.keys.get("kind") == QUIZ}
    if any(problem.severity == ERROR and (problem.path in quizzes or problem.code == "id-repeated") for problem in facts.problems):
        return
    told: set[tuple[str, str]] = set()
    for edition in course.audiences or ("",):
        shown = view(course, edition=edition)
        for lesson in shown.lessons:
            if lesson.kind == QUIZ:
                _check_quiz(shown.quiz(lesson.id), facts.sheets[lesson.id], edition, told, facts)


def _check_cases(course: Course, facts: Facts) -> None:
    """Each edition has documents and tasks in each of its cases. Not asked of a case in which something else is wrong."""
    wrong = {problem.path for problem in facts.problems if problem.severity == ERROR}
    for edition in course.audiences or ("",):
        where = f" in the edition “{edition}”" if edition else ""
        for lesson in view(course, edition=edition).lessons:
            sheet = facts.sheets[lesson.id]
            if lesson.kind != CASE or lesson.case is None or sheet.path in wrong:
                continue
            if not lesson.questions:
                sheet.log.add("case-no-task", facts.claims[lesson.case.id][1], edition=where)
            if lesson.case.documents and not lesson.documents:
                sheet.log.add("case-no-document", facts.claims[lesson.case.id][1], edition=where)


def _check_quiz(quiz: Quiz, sheet: Sheet, edition: str, told: set[tuple[str, str]], facts: Facts) -> None:
    where = f" in the edition “{edition}”" if edition else ""
    draws: list[tuple[int, set[str]]] = []
    if not quiz.items and not quiz.blueprint and (quiz.id, "") not in told:
        told.add((quiz.id, ""))
        sheet.log.add("quiz-empty", edition=where)
    if quiz.policy.graded and quiz.reach() and not any(each.worth for each in quiz.reach()) and (quiz.id, "uncounted") not in told:
        told.add((quiz.id, "uncounted"))
        sheet.log.add("quiz-uncounted", edition=where)
    for item in quiz.items:
        if isinstance(item, Question):
            draws.append((1, {item.id}))
            continue
        ids = {question.id for question in pool_candidates(item, quiz)}
        left = _left(ids, draws)
        if left < item.pick and (quiz.id, item.id) not in told:
            told.add((quiz.id, item.id))
            log, line = facts.claims[item.id]
            log.add("draw-short", line, what=f"pool “{item.id}”", pick=item.pick, count=max(left, 0), edition=where)
        draws.append((item.pick, ids))
    for number, line_of in enumerate(quiz.blueprint):
        ids = {question.id for question in quiz.candidates if _fits(line_of, question)}
        left = _left(ids, draws)
        if left < line_of.pick and (quiz.id, str(number)) not in told:
            told.add((quiz.id, str(number)))
            line = sheet.keys["blueprint"][number]["line"]
            sheet.log.add("draw-short", line, what=f"line {number + 1} of the blueprint", pick=line_of.pick, count=left, edition=where)
        draws.append((line_of.pick, ids))


def _fits(line: BlueprintLine, question: Question) -> bool:
    return line.level in (0, question.level) and (not line.tag or line.tag in question.tags)


def _left(ids: set[str], before: list[tuple[int, set[str]]]) -> int:
    """How many of these questions are left at least, when the draws before have taken as many of them as they can."""
    shared = [(pick, ids & other) for pick, other in before if ids & other]
    taken = min(sum(min(pick, len(both)) for pick, both in shared), len(set().union(*(both for _, both in shared))))
    return len(ids) - taken
