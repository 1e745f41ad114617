"""Every page template renders from the context that its comment asks for, and keeps the rules that hold for all pages."""

import re
from functools import cache

import pytest

from app.web import specimens
from tests.web import samples
from tests.web.bare import ROOT, frame, render

PAGES = {**samples.all_pages(), "style": ("style.html", {"asked": specimens.questions(), "marked": specimens.marked()})}
NOT_PAGES = {"base.html", "quizzes/frame.html"}
PARTS = ("author/", "components/", "package/", "cohorts/", "people/", "packages/", "preview/")
"""Shown elsewhere: the parts on the pages that use them; packages, previews and the pages of the staff by their own tests."""


@cache
def plain(name: str) -> str:
    return page(name)


def page(name: str, **more: object) -> str:
    template, context = PAGES[name]
    return render(template, frame(**{**context, **more}))


def test_every_page_template_has_a_sample():
    mine = {template for template, _ in PAGES.values()}
    found = {path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").rglob("*.html")}
    extended = {name for name in found if not name.startswith(PARTS) and "{% extends" in (ROOT / "templates" / name).read_text("utf-8")}

    assert extended - NOT_PAGES == mine - NOT_PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_first_heading_and_a_title(name):
    html = plain(name)

    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r"<title>[^<]+</title>", html)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_the_strict_policy(name):
    html = plain(name)

    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html.replace("https://courses.example.org", ""))


@pytest.mark.parametrize("name", PAGES)
def test_no_two_elements_share_an_id(name):
    html = plain(name)
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert name == "style" or sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_every_post_carries_the_token(name):
    forms = re.findall(r'<form[^>]*method="post".*?</form>', plain(name), flags=re.DOTALL)

    assert all('name="csrf" value="token"' in form for form in forms if name != "style")


@pytest.mark.parametrize("kind", specimens.questions())
def test_an_open_question_shows_nothing_of_its_key(kind):
    question = specimens.questions()[kind]
    html = page(f"question-{kind}")

    secrets = [question.explain, *re.findall(r"(?:feedback|shown)='([^']+)'", repr(question.task))]
    assert all(secret not in html for secret in secrets if secret)
    assert "data-verdict" not in html


def test_an_answer_that_may_be_tried_again_hides_what_is_right():
    one = next(each for each in specimens.marked() if each.question.kind == "multiple")
    slip = {"question": one.question, "answer": one.answer, "review": one.review, "reveal": False, "buttons": {}}
    html = page("feedback", slips=[slip])

    assert 'data-verdict="wrong"' in html
    assert 'data-verdict="missed"' not in html


def test_a_page_in_arabic_runs_from_the_right_and_keeps_its_matrices():
    html = page("style", lang="ar", dir="rtl")

    assert '<html lang="ar" dir="rtl"' in html
    assert '<g direction="ltr">' in html


@pytest.mark.parametrize(("roles", "wanted", "absent"), [
    ({"trainee"}, ("My training", "Courses", "Certificates"), ("Authoring", "Cohorts", "Packages", "People")),
    ({"instructor"}, ("My training", "Authoring", "Cohorts", "Packages"), ("People", "Certificates")),
    ({"administrator"}, ("Cohorts", "Packages", "People", "Certificates"), ("My training", "Courses")),
])  # fmt: skip
def test_the_bar_shows_what_a_role_may_use(roles, wanted, absent):
    html = page("privacy", visitor={"name": "Ada", "roles": roles})
    bar = html[html.index('<nav class="top__nav"') : html.index('<div class="top__end"')]

    assert [words for words in wanted if f">{words}</a>" not in bar] == []
    assert [words for words in absent if f">{words}</a>" in bar] == []
