"""The preview of a folder: the trainee's pages without a trainee, the list of problems, and nothing kept."""

import hashlib
import re
from pathlib import Path

import pytest

from app.factory import create_preview
from tests.content.folders import EDITIONS, front, question, write

LESSON = "01-part/01-page.md"
QUIZ = "01-part/90-check.md"
COURSE_FR = "---\nid: course\ntitle: Cours\n---\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
CHOICE = "::: question single #q-two\n\nWhich seal?\n\n- [ ] Wax\n  > Too soft.\n- [x] Bolt\n\n> explain: It is the strong one.\n\n:::\n"


def quiz(*questions: str, extra: str = "") -> str:
    return front("check", f"kind: quiz\n{extra}") + "\n".join(questions)


class Author:
    """Somebody who writes a course and looks at its preview."""

    def __init__(self, folder: Path, files: dict[str, str | bytes], language: str = "") -> None:
        self.folder = write(folder, files)
        self.client = create_preview(self.folder, language).test_client()

    def get(self, address: str, **headers: str):
        return self.client.get(address, headers={"Host": "127.0.0.1:8010", **headers})

    def text(self, address: str, **headers: str) -> str:
        answer = self.get(address, **headers)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, address: str, **more):
        return self.client.post(address, headers={"Host": "127.0.0.1:8010"}, **more)


@pytest.fixture
def author(tmp_path):
    def made(files: dict[str, str | bytes] | None = None, language: str = "") -> Author:
        return Author(tmp_path / "course", files or {}, language)

    return made


def test_the_first_page_is_the_course_with_its_outline_and_the_count_of_its_problems(author):
    ada = author({LESSON: front("page") + "Text.\n\n### Jumped\n"})
    page = ada.text("/")

    assert '<iframe src="/courses/en"' in page
    assert "1 error<" in page
    assert 'href="/see/en/page">1.1 Page</a>' in page


def test_a_problem_stands_with_its_place_its_code_and_its_remedy_first_on_the_page_that_it_is_about(author):
    ada = author({LESSON: front("page") + "Text.\n\n### Jumped\n", "01-part/02-other.md": front("other") + "![](x.svg)\n"})
    here, there = ada.text("/see/en/page").split('id="others"')

    assert "01-part/01-page.md:8:1" in here
    assert "heading-jump" in here
    assert 'href="/see/en/other">01-part/02-other.md:6:' in there


def test_a_lesson_is_shown_as_a_trainee_finds_it(author):
    page = author({LESSON: front("page") + "## Why\n\nSeals.\n\n" + question("q-one")}).text("/courses/en/page")

    assert "Not started" in page
    assert 'id="s-why"' in page
    assert "Practice question" in page
    assert "Finish, go to the overview" in page
    assert "player-server.js" in page


def test_each_language_and_edition_is_a_link_and_holds_only_its_own(author):
    ada = author({"course.md": EDITIONS, "course.fr.md": COURSE_FR, LESSON: front("page") + "::: only trade\n\nFor trade.\n\n:::\n\nAll.\n"})
    bench = ada.text("/see/customs.en/page")

    assert 'href="/see/trade.en/page"' in bench
    assert 'href="/see/customs.fr/page"' in bench
    assert "For trade." not in ada.text("/courses/customs.en/page")
    assert "For trade." in ada.text("/courses/trade.en/page")
    assert "affichée dans sa langue" in ada.text("/courses/customs.fr/page")


def test_the_frame_is_as_narrow_as_a_phone_when_that_is_asked_for(author):
    page = author().text("/see/en/page?width=phone")

    assert 'data-width="phone"' in page
    assert 'href="/see/en/page">Full width</a>' in page


def test_an_arabic_course_is_shown_from_right_to_left_whatever_the_author_reads(author):
    ada = author({"course.md": "---\nid: course\ntitle: دورة\nlanguage: ar\n---\n"})

    assert '<html lang="ar" dir="rtl"' in ada.text("/courses/ar/page")
    assert '<html lang="en" dir="ltr"' in ada.text("/see/ar/page", **{"Accept-Language": "en"})


def test_the_first_page_opens_in_the_language_that_was_named(author):
    assert '<iframe src="/courses/fr"' in author({"course.fr.md": COURSE_FR}, "fr").text("/")


def test_a_saved_file_is_shown_at_the_next_look(author):
    ada = author({LESSON: front("page") + "Old text.\n"})
    before = ada.text("/courses/en/page")

    (ada.folder / LESSON).write_text(front("page") + "New text.\n\n![](none.svg)\n")

    assert "Old text." in before
    assert "New text." in ada.text("/courses/en/page")
    assert "01-part/01-page.md:8:" in ada.text("/see/en/page")


def test_a_page_that_cannot_be_shown_any_more_is_shown_as_it_last_was(author):
    ada = author({LESSON: front("page") + "Sound text.\n"})
    ada.text("/")

    (ada.folder / LESSON).write_bytes(b"\xff\xfe")
    page = ada.text("/courses/en/page")

    assert "Sound text." in page
    assert "This is the last sound state" in page
    assert "file-not-utf8" in ada.text("/see/en/page").split('id="others"')[0]


def test_where_there_is_no_sound_state_the_frame_says_so_and_the_list_says_why(author):
    ada = author({LESSON: b"\xff\xfe"})

    assert ada.get("/courses/en/page").status_code == 404
    assert "file-not-utf8" in ada.text("/see/en/page")


def test_a_folder_that_is_no_course_yet_has_a_page_too(tmp_path):
    ada = Author(tmp_path, {"course.md": "---\nid: [\n---\n", "01-part/module.md": "", LESSON: ""})

    assert "yaml-broken" in ada.text("/")


def test_an_unfillable_quiz_is_shown_as_it_last_was(author):
    tagged = question("q-one", "tags=seals")
    ada = author({QUIZ: quiz(tagged, extra="blueprint: [{pick: 1, tag: seals}]\n"), "01-part/91-more.md": quiz(question("q-two", "tags=seals")).replace("id: check", "id: more")})
    ada.text("/")

    (ada.folder / QUIZ).write_text(quiz(tagged, extra="blueprint: [{pick: 5, tag: seals}]\n"))

    assert "This is the last sound state" in ada.text("/courses/en/check")


def test_a_quiz_shows_one_drawn_paper_and_another_one_for_another_seed(author):
    names = [f"q-{number}" for number in range(10, 30)]
    ada = author({QUIZ: quiz(":::: pool #p-one pick=3\n\n" + "".join(map(question, names)) + "::::\n")})

    def drawn(seed: int) -> list[str]:
        page = ada.text(f"/courses/en/check?seed={seed}")
        return [part.partition('"')[0] for part in page.split('data-question="')[1:]]

    assert len(drawn(1)) == 3
    assert drawn(1) == drawn(1)
    assert len({tuple(drawn(seed)) for seed in range(1, 6)}) > 1


def test_the_page_before_a_quiz_is_shown_too_and_leads_to_its_questions(author):
    ada = author({QUIZ: quiz(question("q-one"), question("q-two"), extra="time-limit: 30 min\nattempts: 3\n")})
    page = ada.text("/courses/en/check?before=1")

    assert "2, for 2 points" in page
    assert "You use attempt 1 of 3." in page
    assert 'action="/courses/en/check/start"' in page
    assert ada.post("/courses/en/check/start").location == "/courses/en/check"


def test_an_answer_is_checked_at_once_also_in_a_quiz_that_tells_at_its_end(author):
    ada = author({QUIZ: quiz(CHOICE, extra="feedback: at-end\nshuffle: false\n")})
    told = ada.post("/courses/en/check/practice/q-two?seed=1", json={"answer": ["01"]}).json["review"]

    assert told["verdict"] == "wrong"
    assert told["parts"][0]["text"].strip() == "Too soft."
    assert "It is the strong one." in told["explain"]


def test_without_a_script_the_page_comes_back_with_what_is_right(author):
    ada = author({LESSON: front("page") + CHOICE})
    page = ada.post("/courses/en/page/practice/q-two", data={"answer": "02", "question": "q-two"}).text

    assert "1 of 1 point" in page
    assert "It is the strong one." in page


def test_nothing_given_is_said_at_the_field(author):
    ada = author({LESSON: front("page") + CHOICE})
    answer = ada.post("/courses/en/page/practice/q-two", data={"question": "q-two"})

    assert answer.status_code == 422
    assert "Give an answer first." in answer.text


def test_a_question_of_another_page_is_refused(author):
    ada = author({LESSON: front("page") + CHOICE, QUIZ: quiz(question("q-one"))})

    assert ada.post("/courses/en/check/practice/q-two", json={"answer": ["01"]}).status_code == 422


def test_the_pager_leads_on_and_keeps_nothing(author):
    ada = author({QUIZ: quiz(question("q-one"))})

    assert ada.post("/courses/en/page").location == "/courses/en/check"
    assert ada.post("/courses/en/check").location == "/courses/en"


def test_only_pictures_of_the_course_are_handed_out(author):
    ada = author({LESSON: front("page") + "![A dot](dot.png)\n", "01-part/dot.png": PNG, "01-part/other.png": PNG + b"x"})
    page = ada.text("/courses/en/page")
    address = page.partition('src="/media/')[2].partition('"')[0]

    with ada.get(f"/media/{address}") as answer:
        assert answer.data == PNG
    assert ada.get(f"/media/en/{hashlib.sha256(PNG + b'x').hexdigest()[:16]}.png").status_code == 404
    assert ada.get("/media/en/..%2f..%2fcourse.md").status_code == 404


def test_a_picture_that_has_become_a_link_is_not_handed_out(author, tmp_path):
    ada = author({LESSON: front("page") + "![A dot](dot.png)\n", "01-part/dot.png": PNG})
    address = ada.text("/courses/en/page").partition('src="/media/')[2].partition('"')[0]
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (ada.folder / "01-part/dot.png").unlink()
    (ada.folder / "01-part/dot.png").symlink_to(secret)

    assert ada.get(f"/media/{address}").status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8010", "192.168.1.2:8010", ""])
def test_another_host_is_refused_so_that_no_other_page_can_read_a_draft(author, host):
    assert author().client.get("/courses/en/page", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("address", ["/", "/courses/en/page", "/see/en/page"])
def test_every_page_has_the_policy_of_the_site_and_may_be_framed_by_itself_alone(author, address):
    headers = author().get(address).headers
    policy = headers["Content-Security-Policy"]

    assert "script-src 'self';" in policy
    assert "frame-ancestors 'self'" in policy
    assert (headers["Cache-Control"], headers["Cross-Origin-Resource-Policy"]) == ("no-store", "same-origin")


@pytest.mark.parametrize("address", ["/", "/see/en/page", "/courses/en/check", "/courses/en/check?before=1", "/courses/en/nope"])
def test_a_page_keeps_the_rules_of_all_pages(author, address):
    ada = author({LESSON: front("page") + "### Jumped\n", QUIZ: quiz(question("q-one"), question("q-two"))})
    html = ada.get(address).text
    ids = re.findall(r'\sid="([^"]+)"', html)

    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r"<title>[^<]+</title>", html)
    assert sorted(ids) == sorted(set(ids))
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=|javascript:", html)


def test_without_a_script_the_page_says_how_changes_are_seen(author):
    assert "Reload to see changes." in author().text("/")


@pytest.mark.parametrize("address", ["/see/en/nope", "/see/xx/page", "/courses/xx", "/courses/customs.en/page", "/nope"])
def test_an_address_that_leads_nowhere_is_no_fault(author, address):
    assert author().get(address).status_code < 500


def test_terms_lead_to_the_glossary(author):
    ada = author({"glossary.md": "AEO {#aeo}\n: An authorized operator.\n", LESSON: front("page") + "An AEO.\n"})

    assert 'href="/glossary/en#aeo"' in ada.text("/courses/en/page")
    assert "An authorized operator." in ada.text("/glossary/en")


def test_the_news_tell_the_revision_at_once(author):
    answer = author().get("/events")
    first = next(iter(answer.response))
    answer.close()

    assert first.startswith(b"data: ")
    assert answer.mimetype == "text/event-stream"


def test_looking_writes_nothing_into_the_folder(author):
    ada = author({LESSON: front("page") + CHOICE})

    def state() -> dict[str, tuple[int, int]]:
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in ada.folder.rglob("*")}

    before = state()
    for address in ("/", "/see/en/page", "/courses/en", "/courses/en/page"):
        ada.text(address)
    ada.post("/courses/en/page/practice/q-two", json={"answer": ["01"]})
    ada.post("/courses/en/page/seen", json={"section": ""})

    assert state() == before


def test_a_file_that_may_not_be_read_is_named_on_the_page(author, monkeypatch):
    def closed(folder, bodies):
        raise PermissionError(13, "Permission denied", LESSON)

    monkeypatch.setattr("app.content.live.read_as_it_stands", closed)
    answer = author().get("/")

    assert answer.status_code == 503
    assert f"Permission denied ({LESSON})" in answer.text


def test_problems_are_told_in_the_language_of_the_page_and_lead_to_the_manual(author):
    ada = author({LESSON: front("page") + "::: nothing\n\n:::\n"})

    bench = ada.text("/", **{"Accept-Language": "ar"})

    assert "لا توجد كتلة «nothing»." in bench
    assert 'href="/author/manual/block-unknown"' in bench
    assert "There is no block" in ada.text("/author/manual/block-unknown")
    assert ada.text("/author/manual").count("<h1>") == 1
