"""The certificate as PDF: every name whole and shaped, tagged for reading aloud, and nothing of it ever read as markup."""

import io
import json
import re
import signal
import subprocess
import sys
import unicodedata
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest
import segno

from app.credentials import pdf, render
from app.credentials.models import Certificate
from app.credentials.wording import LONG, names, printed
from app.errors import Busy

POINTS = 72 / 25.4


def certificate(**changes) -> Certificate:
    facts = {
        "number": "K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-6YBG",
        "name": "Leila Hassan",
        "name_native": "",
        "title": "AEO validation, e-learning part",
        "language": "en",
        "version": 12,
        "percent": 87,
        "pass_mark": 80,
        "modules": 6,
        "quizzes": 6,
        "finished_on": date(2026, 3, 14),
        "issued_on": date(2026, 3, 14),
        "issued_at": datetime(2026, 3, 14, 12, tzinfo=UTC),
        "valid_until": date(2029, 3, 13),
        "published_on": date(2026, 2, 2),
    }
    return Certificate(**{**facts, **changes})


def data(**changes):
    return printed(certificate(**changes), site="AEO Courseware", base_url="https://courses.example.org/")


def drawn(**changes) -> bytes:
    return render.render(data(**changes))


def text_of(made: bytes) -> str:
    """All text of the page, letters in their plain forms, without marks, on one line."""
    with pypdfium2.PdfDocument(made) as document:
        raw = document[0].get_textpage().get_text_range()
    plain = unicodedata.normalize("NFKD", raw)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def picture_of(made: bytes, scale: float = 2.0):
    with pypdfium2.PdfDocument(made) as document:
        return document[0].render(scale=scale).to_pil().convert("L")


NAMES = {
    "latin": ("Siobhán O’Neill-Nuñez", ""),
    "arabic": ("Leila Hassan", "ليلى حسن"),
    "cyrillic": ("Oleg Sokolenko", "Олег Соколенко"),
    "greek": ("Eleni Markou", "Ελένη Μάρκου"),
    "chinese": ("Li Wei", "李伟"),
    "thai": ("Somchai Jaidee", "สมชาย ใจดี"),
}


@pytest.mark.row("reliability:K08")
@pytest.mark.parametrize(("name", "native"), NAMES.values(), ids=NAMES)
def test_names_of_six_scripts_are_on_the_page_whole(name, native):
    text = text_of(drawn(name=name, name_native=native))
    letters = {sign for sign in unicodedata.normalize("NFKD", native) if sign.isalpha() and not unicodedata.combining(sign)}

    assert "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)) in text
    assert letters <= set(text)


def test_arabic_letters_are_joined():
    joined = picture_of(drawn(name_native="ليلى"))
    apart = picture_of(drawn(name_native="\u200c".join("ليلى")))

    assert joined.tobytes() != apart.tobytes()
    assert names(certificate(name_native="ليلى"))[1]["dir"] == "rtl"


def test_the_boxes_say_what_is_certified():
    text = text_of(drawn())

    for words in (
        "Certificate of completion",
        "AEO validation, e-learning part",
        "K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-6YBG",
        "12, of 2 February 2026",
        "87 %, pass mark 80 %",
        "14 March 2026",
        "13 March 2029",
        "It is not an AEO authorization",
        "courses.example.org/c",
        "has finished 6 modules of this course and passed their quizzes, with 87 % where 80 % is needed.",
    ):
        assert words in text


def test_a_course_without_quizzes_says_finished_and_one_without_end_says_so():
    text = text_of(drawn(quizzes=0, modules=1, valid_until=None))

    assert "has finished 1 module of this course." in text
    assert "Passed" not in text
    assert "Without end" in text


@pytest.mark.parametrize("marker", [rb"<pdfuaid:part>1<", rb"<pdfaid:part>2<", rb"<pdfaid:conformance>A<"])
def test_it_claims_to_be_readable_aloud_and_kept_for_ever(marker):
    with pikepdf.open(io.BytesIO(drawn())) as document:
        assert re.search(marker, document.Root.Metadata.read_bytes())


def test_it_is_tagged_and_names_its_language_and_title():
    with pikepdf.open(io.BytesIO(drawn(name_native="ليلى حسن"))) as document:
        assert str(document.Root.Lang) == "en"
        assert document.Root.MarkInfo.Marked
        assert str(document.docinfo.Title) == "Certificate of completion: Leila Hassan"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        tags, languages, alternatives = walked(document.Root.StructTreeRoot)
        assert {"/H1", "/P", "/Figure"} <= tags
        assert "ar" in languages
        assert any("QR code" in text for text in alternatives)
        assert all(font_is_embedded(font) for font in document.pages[0].Resources.Font.values())


def walked(node, depth: int = 0) -> tuple[set[str], set[str], set[str]]:
    """Kinds, languages and alternative texts of a structure tree."""
    tags, languages, alternatives = set(), set(), set()
    if isinstance(node, pikepdf.Dictionary):
        tags |= {str(node.S)} if "/S" in node else set()
        languages |= {str(node.Lang)} if "/Lang" in node else set()
        alternatives |= {str(node.Alt)} if "/Alt" in node else set()
        node = node.get("/K", pikepdf.Array())
    for child in node if isinstance(node, pikepdf.Array) else [node] if isinstance(node, pikepdf.Dictionary) and depth < 40 else []:
        for found, more in zip((tags, languages, alternatives), walked(child, depth + 1), strict=True):
            found |= more
    return tags, languages, alternatives


def font_is_embedded(font) -> bool:
    below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    return any(key in below.FontDescriptor for key in ("/FontFile2", "/FontFile3"))


@pytest.mark.row("reliability:K12")
def test_the_code_holds_the_check_address_alone():
    scale = 4.0
    picture = picture_of(drawn(), scale)
    code = segno.make_qr("https://courses.example.org/c/K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-6YBG", error="m", boost_error=False)
    rows = [list(row) for row in code.matrix]
    dark = [
        (x, y)
        for x in range(int(236 * POINTS * scale), int(287 * POINTS * scale))
        for y in range(int(138 * POINTS * scale), int(179 * POINTS * scale))
        if picture.getpixel((x, y)) < 90
    ]
    left, right, top, bottom = min(x for x, _ in dark), max(x for x, _ in dark), min(y for _, y in dark), max(y for _, y in dark)
    step = (right - left + 1) / len(rows)

    read = [
        [int(picture.getpixel((int(left + (column + 0.5) * step), int(top + (row + 0.5) * step))) < 128) for column in range(len(rows))]
        for row in range(len(rows))
    ]

    assert read == rows
    assert (right - left) / POINTS / scale == pytest.approx(33, abs=0.3)
    assert (bottom - top) == pytest.approx(right - left, abs=2)


@pytest.mark.row("reliability:K08")
@pytest.mark.row("reliability:U01")
@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        "*bold* _it_ $x^2$",
        '@label <label> #import "x"',
        '<font color="[[[getattr',
        "<img src=file:///etc/passwd>",
        ") Tj ET Q",
        "\\input{/etc/passwd}",
        "{{7*7}} ${7*7} %s %n",
    ],
)
def test_markup_in_a_name_is_only_text(name):
    text = text_of(drawn(name=name))

    assert name.replace(" ", "") in text.replace(" ", "")
    assert "49" not in text


@pytest.mark.row("reliability:K08")
@pytest.mark.parametrize("length", [LONG, 60, 120])
def test_long_names_become_smaller_and_are_never_cut(length):
    name = ("Maximiliana Konstantinopoulou " * 5)[:length].strip()

    text = text_of(drawn(name=name, name_native="Μαξιμιλιάνα Κωνσταντινοπούλου " * 3))

    assert name.replace(" ", "") in text.replace(" ", "")
    assert text.count("Holder, as named") == 1


def test_an_arabic_certificate_is_mirrored():
    english, arabic = picture_of(drawn()), picture_of(drawn(language="ar", name_native="ليلى حسن"))
    corner = tuple(int(each * POINTS * 2) for each in (18, 140, 55, 178))

    assert min(arabic.crop(corner).tobytes()) < 60
    assert sum(value < 90 for value in arabic.crop(corner).tobytes()) > 2 * sum(value < 90 for value in english.crop(corner).tobytes())
    assert names(certificate(language="ar", name_native="ليلى حسن"))[0]["language"] == "ar"


def test_the_same_certificate_is_the_same_bytes():
    assert drawn() == drawn()


def test_only_the_fonts_that_are_needed_are_loaded():
    assert render.families(data()) == []
    assert render.families(data(name_native="李伟 ليلى")) == ["Noto Naskh Arabic", "Noto Sans SC"]


def test_a_missing_font_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(render, "FONTS", tmp_path)

    with pytest.raises(FileNotFoundError, match=r"bitter-semibold\.ttf is missing"):
        drawn()


def test_a_script_without_a_font_is_no_page_of_boxes():
    with pytest.raises(render.Unprintable):
        drawn(name_native="አበበ በቀለ")


def test_a_fault_of_the_template_is_a_fault(monkeypatch, tmp_path):
    (tmp_path / "certificate.typ").write_text("#nothing-of-that-name")
    monkeypatch.setattr(render, "TEMPLATE", tmp_path / "certificate.typ")
    monkeypatch.setattr(render, "ROOT", tmp_path)

    with pytest.raises(RuntimeError, match="unknown variable"):
        drawn()


def test_the_child_makes_what_the_renderer_makes():
    assert pdf.made(data()) == drawn()


def test_a_name_without_a_font_is_left_out_rather_than_the_certificate():
    assert pdf.made(data(name_native="አበበ በቀለ")) == drawn()


@pytest.mark.row("reliability:I22")
def test_a_child_that_hangs_or_fails_is_ended_and_told_of(monkeypatch):
    with pytest.raises(Busy, match="could not be drawn"):
        pdf.made(data(), seconds=0.01)
    with pytest.raises(Busy):
        pdf.made(data(name="አበበ በቀለ"))


def test_many_in_one_process_for_measuring():
    command = [sys.executable, "-m", "app.credentials.render", "--many", "3"]

    child = subprocess.run(command, input=json.dumps(data()).encode(), capture_output=True, cwd=pdf.ROOT, check=True)

    assert child.stdout == drawn()


def test_a_font_that_the_template_asks_for_in_vain_is_no_silent_other_one(monkeypatch, tmp_path):
    (tmp_path / "certificate.typ").write_text('#set document(title: "x")\n#text(font: "Nowhere Sans")[a]')
    monkeypatch.setattr(render, "TEMPLATE", tmp_path / "certificate.typ")
    monkeypatch.setattr(render, "ROOT", tmp_path)

    with pytest.raises(render.Unprintable, match="unknown font family"):
        drawn()


def test_a_compiler_that_gives_nothing_is_a_fault():
    class Silent:
        def compile_with_warnings(self, *given, **options):
            return None, []

    with pytest.raises(RuntimeError, match="no PDF came"):
        render.compiled(Silent(), {"timestamp": 0})


@pytest.mark.parametrize("arguments", [[], ["--many", "2"]])
def test_json_goes_in_and_a_pdf_comes_out(monkeypatch, arguments):
    out = io.BytesIO()
    limits = []
    monkeypatch.setattr(render.resource, "setrlimit", lambda kind, values: limits.append((kind, values)))
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(data())))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out))

    render.main(arguments)

    assert signal.alarm(0) == 0, "the clock of this process goes on"
    assert out.getvalue() == drawn()
    assert dict(limits) == {
        render.resource.RLIMIT_CPU: (render.SECONDS, render.SECONDS),
        render.resource.RLIMIT_AS: (render.MEMORY, render.MEMORY),
    }


def test_the_child_cannot_take_more_memory_than_it_was_given():
    greedy = "from app.credentials import render\nrender.limit()\nbytearray(3 * 1024**3)"

    child = subprocess.run([sys.executable, "-c", greedy], capture_output=True, cwd=pdf.ROOT, check=False)

    assert b"MemoryError" in child.stderr
