"""Plays a package in a real browser under the recorder or scorm-again, as a person would."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Frame, FrameLocator, Locator, Page

from tests import build
from tests.browser.serving import Site

CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}
TURN = """(hash) => {
  window.shownBefore = document.getElementById("main").firstElementChild;
  const turns = location.hash !== hash;
  location.hash = hash;
  return turns;
}"""
"""Whether the address is another one, and what was shown until then."""

HOST, AGAIN = "/lms/host.html", "/lms/again.html"


def usual_answer(question_id: str, kind: str, right: bool) -> tuple[str, ...]:
    return build.right_answer(kind) if right else build.wrong_answer(kind)


@dataclass
class Learner:
    """A person at a package. `taken()` is what the LMS has written down; `knows` gives an answer by question, kind and rightness."""

    page: Page
    site: Site
    host: str = HOST
    knows: Callable[[str, str, bool], tuple[str, ...]] = usual_answer

    def opens(
        self, profile: str = "strict12", stored: dict[str, str] | None = None, wait: str = "main h1:visible", **options: Any
    ) -> "Learner":
        """A new launch in a fresh host page."""
        self.page.goto(self.site.address + self.host + ("?no-unload" if profile == "no-unload" else ""))
        if self.host == AGAIN:
            self.page.evaluate("(stored) => launch(stored)", stored or {})
        else:
            self.page.evaluate("([profile, stored, options]) => launch(profile, stored, options)", [profile, stored or {}, options])
        if wait:
            self.sco.locator(wait).first.wait_for(timeout=20_000)
            self.sco.locator("#main h1").first.wait_for()
        return self

    def ready(self) -> "Learner":
        """The search for the LMS is over. The foot comes last in the document: before it is there, nothing has begun to search."""
        self.sco.locator("footer.foot").wait_for(state="attached", timeout=20_000)
        self.sco.locator("#main > .wrap > p[role=status]").wait_for(state="detached", timeout=20_000)
        return self

    @property
    def sco(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "/package/" in frame.url)

    def taken(self) -> dict[str, Any]:
        return self.page.evaluate("taken()")

    def stored(self) -> dict[str, str]:
        return self.taken()["committed"]

    def calls(self, name: str = "") -> list[dict[str, Any]]:
        return [call for call in self.taken()["log"] if not name or call["call"] == name]

    def written(self, element: str) -> list[str]:
        return [call["values"][1] for call in self.calls("LMSSetValue") if call["values"][0] == f"cmi.{element}"]

    def goes(self, hash: str, wait: str = "") -> "Learner":
        """Change the address; it is done when the screen that stood there is gone, for the next one may hold what is waited for too."""
        if self.frame.evaluate(TURN, hash):
            self.frame.wait_for_function("!shownBefore.isConnected")
        if wait:
            self.sco.locator(wait).first.wait_for()
        return self

    def reads(self, lesson: str) -> "Learner":
        """Open a lesson, try its practice, finish it."""
        self.goes(f"#/{lesson}", ".lesson__text")
        for form in self.sco.locator("form.slip").all():
            self.answers_slip(form, right=True)
            form.locator('button[type="submit"]').last.click()
            form.locator(".feedback__sum").wait_for()
        shown = self.sco.locator("#main > *").first.element_handle()
        self.sco.locator('[data-part="pager"] button').click()
        self.frame.wait_for_function("(lesson) => !location.hash.startsWith('#/' + lesson)", arg=lesson)
        self.frame.wait_for_function("(screen) => !screen.isConnected", arg=shown)  # the address turns before the screen does
        return self

    def starts(self, quiz: str) -> "Learner":
        self.goes(f"#/{quiz}/~before", "dl.facts")
        self.sco.locator(".buttons--stack button").click()
        self.sco.locator("form.slip").wait_for()
        return self

    def comes_to(self, quiz: str, kind: str) -> Locator:
        """Turn the pages of a running quiz, from the first one on, to the question of this kind."""
        form = self.sco.locator("form.slip")
        for number in range(1, self.sco.locator(".strip li").count() + 1):
            self.goes(f"#/{quiz}/~{number}", f".strip li:nth-child({number}) a[aria-current]")
            if form.get_attribute("data-kind") == kind:
                return form
        raise AssertionError(f"{quiz} asks no question of the kind {kind}")

    def answers_slip(self, form: Any, *, right: bool) -> None:
        kind = form.get_attribute("data-kind")
        answer = self.knows(form.get_attribute("data-question"), kind, right)
        if kind in ("single", "multiple", "truefalse"):
            for key in answer:
                form.locator(f'input[name="answer"][value="{key}"]').check()
        elif kind in ("numeric", "text"):
            form.locator('input[name="answer"]').fill(answer[0])
        elif kind == "match":
            for pair in answer:
                form.locator(f'select[data-item="{pair[:2]}"]').select_option(pair)
        elif kind == "order":
            self._orders(form, answer)
        elif kind in ("essay", "finding"):
            self._writes(form, answer)
        else:
            for place, entry in enumerate(answer):
                blank = form.locator('[name="answer"]').nth(place)
                if blank.evaluate("each => each.tagName") == "SELECT":
                    blank.select_option(entry)
                else:
                    blank.fill(entry)

    def _writes(self, form: Any, answer: tuple[str, ...]) -> None:
        """The texts, the model, and then the ticks."""
        texts = answer.index("model")
        for place, text in enumerate(answer[:texts]):
            field = form.locator('.written [name="answer"]').nth(place)
            if field.evaluate("each => each.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)
        form.locator('button[value="model"]').click()
        for key in answer[texts + 1 :]:
            form.locator(f'.written input[type="checkbox"][value="{key}"]').check()

    def _orders(self, form: Any, answer: tuple[str, ...]) -> None:
        for place, key in enumerate(answer, start=1):
            select = form.locator(f'[data-key="{key}"] select')
            select.select_option(str(place))
            select.press("Enter")

    def answers(self, *, right: bool = True, how_many: int = len(build.KINDS)) -> "Learner":
        """Give and save the next questions."""
        for _ in range(how_many):
            form = self.sco.locator("form.slip")
            form.wait_for()
            shown = form.element_handle()
            written = form.get_attribute("data-kind") in ("essay", "finding")  # their sum stands there before they are left
            self.answers_slip(form, right=right)
            form.locator('button[type="submit"]').last.click()
            if not written and form.locator(".feedback__sum").count():
                form.locator(".buttons a.button").first.click()
            self.frame.wait_for_function("(form) => !form.isConnected", arg=shown)
        return self

    def starts_case(self, case: str) -> "Learner":
        """All tasks of a case stand on one screen, beside its file."""
        self.goes(f"#/{case}/~before", "dl.facts")
        self.sco.locator(".buttons--stack button").click()
        self.sco.locator(".case").wait_for()
        return self

    def opens_documents(self, *keys: str) -> "Learner":
        for key in keys:
            self.sco.locator(f'.case__file li[data-key="{key}"] button').click()
        return self

    def answers_tasks(self, *, right: bool = True, first: int = 0, last: int | None = None) -> "Learner":
        """Fill in the tasks of a case from one place to another; nothing is sent, each change is kept by itself."""
        for form in self.sco.locator(".case form.slip").all()[first:last]:
            self.answers_slip(form, right=right)
        return self

    def hands_in(self, quiz: str) -> "Learner":
        self.goes(f"#/{quiz}/~finish", ".slip .buttons--apart")
        self.sco.locator(".slip .buttons--apart button").click()
        self.sco.locator("dialog button").first.click()
        self.sco.locator(".score").wait_for()
        return self

    def takes(self, quiz: str, *, right: bool = True, how_many: int = len(build.KINDS)) -> "Learner":
        return self.starts(quiz).answers(right=right, how_many=how_many).hands_in(quiz)

    def takes_again(self, quiz: str = "seal-check", *, right: bool = False) -> "Learner":
        return self.takes(quiz, right=right)

    def answers_rest(self) -> "Learner":
        """Answer what is still open, wherever it stands."""
        for number in range(1, self.sco.locator(".strip a").count() + 1):
            link = self.sco.locator(f".strip li:nth-child({number}) a")
            if link.get_attribute("data-answered") is None:
                self.goes(f"#/seal-check/~{number}", f".strip li:nth-child({number}) a[aria-current]")
                self.answers(how_many=1)
                self.goes("#/seal-check/~1", ".strip li:nth-child(1) a[aria-current]")
        return self


def folder_of(files: dict[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder
