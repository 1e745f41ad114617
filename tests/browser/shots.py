"""Writes a picture of every page and state: `python -m tests.browser.shots [FOLDER] [WORDS…]`, only pages whose name holds a word.

Each page in its normal state at 360 and 1280 px, light and dark, English and Arabic; its other states at both widths, light, in English.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import click as command_line
from playwright.sync_api import Browser, Error, Page, sync_playwright

from app import clock
from app.people import accounts, sessions
from tests.browser import demo
from tests.browser.live import chromium, serving

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (1280, 360)
EVERY = tuple(product(WIDTHS, ("light", "dark"), ("en", "ar")))
PLAIN = tuple((width, "light", "en") for width in WIDTHS)
PATIENCE = 60_000
"""Milliseconds. A long page in a language whose fonts are not yet loaded takes many seconds to draw on a busy machine."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One page or state. `act` does something before the picture is taken; `looks` are the variants."""

    name: str
    path: str
    who: str = ""
    state: bool = False
    act: Callable[[Page], None] | None = None
    looks: tuple[tuple[int, str, str], ...] = field(default=())

    @property
    def variants(self) -> tuple[tuple[int, str, str], ...]:
        return self.looks or (PLAIN if self.state else EVERY)


def click(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).first.click()


def sign_in_wrongly(page: Page) -> None:
    page.fill('[name="email"]', "leila@example.org")
    page.fill('[name="password"]', "not this one")
    page.locator("main form button").first.click()
    page.wait_for_load_state()


FILE = (
    "email,name,name-native,language,cohort,role\n"
    'vera@example.org,Vera Lund,,en,"Nairobi, autumn",trainee\n'
    "not an address,Tim Ost,,en,,trainee\n"
    "leila@example.org,Leila Other,,en,,trainee\n"
    "boss@example.org,Bo Boss,,en,,administrator\n"
)


def upload(page: Page) -> None:
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.set_input_files('input[type="file"]', files=[file])  # type: ignore[list-item]
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def offline(page: Page) -> None:
    page.context.set_offline(True)
    page.locator('.slip input[name="answer"]').first.click()
    page.wait_for_selector(".line-bar:visible")


def printed(page: Page) -> None:
    page.emulate_media(media="print")


def contrast(page: Page) -> None:
    page.context.add_cookies([{"name": "aeo-theme", "value": "contrast", "url": page.url}])
    page.reload()


def kinds(ids: dict[str, object]) -> Iterator[Shot]:
    """A running question of each kind that the attempt has."""
    questions = tuple(ids["questions"])  # type: ignore[arg-type]
    for number in range(1, len(questions) + 1):
        yield Shot(f"quiz-question-{number:02}", f"/attempts/{{running}}/{number}", "rana", state=number > 1)


def shots(ids: dict[str, object]) -> list[Shot]:
    course = f"/courses/{demo.SLUG}"
    return [
        Shot("home", "/"),
        Shot("home-signed-in", "/", "leila", state=True),
        Shot("style", "/style"),
        Shot("sign-in", "/sign-in"),
        Shot("sign-in-error", "/sign-in", state=True, act=sign_in_wrongly),
        Shot("invitation", "/invitation/{invitation}"),
        Shot("invitation-over", "/invitation/not-a-token", state=True),
        Shot("training", "/training", "leila"),
        Shot("training-empty", "/training", "nora", state=True),
        Shot("training-finished", "/training", "valid", state=True),
        Shot("overview", course, "leila"),
        Shot("overview-stranger", course, state=True),
        Shot("overview-enrol", course, "nora", state=True),
        Shot("overview-new", course, "ben", state=True),
        Shot("overview-finished", course, "valid", state=True),
        Shot("glossary", f"/glossary/{demo.SLUG}", "leila"),
        Shot("lesson", f"{course}/score", "leila"),
        Shot("lesson-sample", f"{course}/what-risk-means", state=True),
        Shot("lesson-missing", f"{course}/{{lesson}}?missing=1", "leila", state=True),
        Shot("lesson-locked", f"{course}/{{locked}}", "leila", state=True),
        Shot("lesson-print", f"{course}/score", "leila", act=printed, looks=((800, "light", "en"), (800, "dark", "en"))),
        Shot("lesson-contrast", f"{course}/score", "leila", act=contrast, looks=((1280, "light", "en"), (360, "light", "en"))),
        Shot("quiz-before", f"{course}/{{quiz}}", "leila"),
        Shot("quiz-before-running", f"{course}/{{running_quiz}}", "rana", state=True),
        *kinds(ids),
        *_after_starting(),
    ]


def _after_starting() -> list[Shot]:
    """A running quiz, its result, certificates, and what the staff and everybody sees."""
    return [
        Shot("quiz-all", "/attempts/{running}/1?view=all", "rana", state=True),
        Shot("quiz-offline", "/attempts/{running}/3", "rana", state=True, act=offline),
        Shot("quiz-finish", "/attempts/{running}/finish", "rana"),
        Shot("quiz-finish-dialog", "/attempts/{running}/finish", "rana", state=True, act=click("[data-dialog]")),
        Shot("quiz-result", "/attempts/{passed}", "leila"),
        Shot("quiz-result-failed", "/attempts/{failed}", "leila"),
        Shot("quiz-review", "/attempts/{failed}?review=1", "leila", state=True),
        Shot("certificates", "/certificates", "valid"),
        Shot("certificates-expiring", "/certificates", "expiring", state=True),
        Shot("certificates-renewed", "/certificates", "renewed", state=True),
        Shot("certificates-empty", "/certificates", "leila", state=True),
        Shot("certificate", "/certificates/{valid}", "valid"),
        *(Shot(f"certificate-{kind}", f"/certificates/{{{kind}}}", kind, state=True) for kind in demo.STATES[1:]),
        Shot("check-form", "/c"),
        Shot("check-form-error", "/c?number=K7", state=True),
        *(Shot(f"check-{kind}", f"/c/{{{kind}}}", state=kind != "valid") for kind in demo.STATES),
        Shot("check-unknown", "/c/K7QD-0000-0000-0000-0000-0000-0000", state=True),
        Shot("profile", "/me", "leila"),
        Shot("profile-saved", "/me?saved=1", "leila", state=True),
        Shot("menu", "/training", "leila", state=True, act=lambda page: _open_menu(page)),
        Shot("error-404", "/nowhere", "leila"),
        Shot("cohorts", "/cohorts", "grace"),
        Shot("cohort", "/cohorts/{cohort}", "grace"),
        Shot("cohort-all", f"/cohorts/all/{demo.SLUG}", "grace", state=True),
        Shot("cohort-learner", "/cohorts/{cohort}/people/1", "grace", state=True),
        Shot("packages", "/packages", "grace"),
        Shot("package", f"/packages/{demo.SLUG}", "grace"),
        Shot("author", "/author", "alma"),
        Shot("author-empty", "/author", "ian", state=True),
        Shot("author-compare", f"/author/{demo.SLUG}/publish", "grace"),
        Shot("author-same", f"/author/{demo.SLUG}/publish?show=same", "grace", state=True),
        Shot("author-errors", "/author/remote/publish", "alma", state=True),
        Shot("author-manual", "/author/manual", "grace", state=True),
        Shot("author-problem", "/author/manual/key-unknown", "grace"),
        Shot("people", "/people", "alma"),
        Shot("person", "/people/2", "alma", state=True),
        Shot("enrol-file", "/people/enrol", "alma"),
        Shot("enrol-dry-run", "/people/enrol", "alma", state=True, act=upload),
        Shot("accessibility", "/accessibility"),
        Shot("privacy", "/privacy"),
        Shot("shortcuts", "/shortcuts"),
    ]


def _open_menu(page: Page) -> None:
    summary = page.locator("details.menu > summary:visible")
    (summary.last if summary.count() else page.locator(".top__phone")).click()


class Camera:
    """Takes the pictures: a window for each look and person, signed in through a row in the database."""

    def __init__(self, browser: Browser, address: str, found: demo.Demo, folder: Path) -> None:
        self.browser, self.address, self.demo, self.folder = browser, address, found, folder
        self.tokens: dict[str, str] = {}

    def token(self, who: str) -> str:
        if who not in self.tokens:
            with self.demo.world.transaction() as db:
                person = accounts.find(db, f"{who}@example.org")
                assert person is not None, who
                self.tokens[who] = sessions.start(db, person, clock.now())[0]
        return self.tokens[who]

    def taken(self, shot: Shot, width: int, theme: str, language: str) -> bool:
        """Whether there is a picture; one that cannot be taken is named, and the others go on."""
        try:
            self.take(shot, width, theme, language)
        except Error as error:
            command_line.echo(f"{shot.name} at {width} px, {theme}, {language}: {error.message.splitlines()[0]}", err=True)
            return False
        return True

    def take(self, shot: Shot, width: int, theme: str, language: str) -> Path:
        cookies = {"aeo-theme": theme, "aeo-language": language} | ({"aeo": self.token(shot.who)} if shot.who else {})
        context = self.browser.new_context(viewport={"width": width, "height": 900 if width > 700 else 760}, reduced_motion="reduce")
        context.add_cookies([{"name": name, "value": value, "url": self.address} for name, value in cookies.items()])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(self.address + shot.path.format(**self.demo.ids))
        if shot.act:
            shot.act(page)
        page.evaluate("document.fonts.ready")
        file = self.folder / f"{shot.name}-{width}-{theme}-{language}.png"
        page.screenshot(path=file, full_page=True)
        context.close()
        return file


def main(words: list[str]) -> int:
    folder = ROOT / "shots"
    if words and ("/" in words[0] or Path(words[0]).is_dir()):
        folder = Path(words.pop(0))
    folder.mkdir(parents=True, exist_ok=True)
    begun, started = clock.now(), time.monotonic()
    clock.now = lambda: demo.NOW + (_real_now() - begun)  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        found = demo.made(Path(place) / "var")
        wanted = [each for each in shots(found.ids) if not words or any(word in each.name for word in words)]
        command_line.echo(f"{len(wanted)} pages and states into {folder}")
        with serving(found.world.app) as address, chromium(playwright) as browser:
            camera = Camera(browser, address, found, folder)
            failed = 0
            for number, shot in enumerate(wanted, start=1):
                for width, theme, language in shot.variants:
                    failed += not camera.taken(shot, width, theme, language)
                command_line.echo(f"{number:3} of {len(wanted)}  {shot.name}  {time.monotonic() - started:.0f} s")
        found.world.close()
    return 1 if failed else 0


_real_now = clock.now

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
