"""Pictures come from the course folder only and are what they say; drawings hold shapes and words, nothing that runs."""

import struct
from pathlib import Path

import pytest

from app.content import drawings
from app.content.drawings import Refused, read
from app.content.pictures import _Unusable, inside, measured
from app.content.problems import Problem
from app.content.reader import read_course
from tests.content.readers import html_of

SVG = '<svg viewBox="0 0 10 10" xmlns="http://www.w3.org/2000/svg" version="1.1">{}</svg>'
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", 4, 3, 8, 2, 0, 0, 0)


def folder(tmp_path: Path, **files: bytes) -> Path:
    (tmp_path / "media").mkdir()
    for name, data in files.items():
        (tmp_path / "media" / name.replace("_", ".")).write_bytes(data)
    return tmp_path


def test_a_figure_is_numbered_and_its_caption_stands_above(tmp_path: Path):
    text = '![A line](../media/a.svg "See the *line*.")\n\nText.\n\n![A line](../media/a.svg "Again (and again).")'

    html = html_of(text, folder=folder(tmp_path, a_svg=SVG.format("<title>T</title><desc>D</desc><rect width='1'/>").encode()))

    assert html == (
        '<figure class="figure" id="figure-1-1"><figcaption><b>Figure 1.1</b> See the <em>line</em>.</figcaption>\n'
        '<svg viewBox="0 0 10 10" role="img" aria-labelledby="pic-page-1-title pic-page-1-desc"><title id="pic-page-1-title">T</title>'
        '<desc id="pic-page-1-desc">A line</desc><rect width="1"></rect></svg></figure>\n<p>Text.</p>\n'
        '<figure class="figure" id="figure-1-2"><figcaption><b>Figure 1.2</b> Again (and again).</figcaption>\n'
        '<svg viewBox="0 0 10 10" role="img" aria-labelledby="pic-page-2-title pic-page-2-desc"><title id="pic-page-2-title">T</title>'
        '<desc id="pic-page-2-desc">A line</desc><rect width="1"></rect></svg></figure>\n'
    )


def test_a_figure_points_to_the_table_that_follows_it(tmp_path: Path):
    text = '![A line](../media/a.svg "Caption.")\n\nTable: The same\n\n| A |\n|---|\n| 1 |'

    html = html_of(text, folder=folder(tmp_path, a_svg=SVG.format("").encode()))

    assert '<a href="#table-1-1">Read as a table</a></figcaption>' in html
    assert 'aria-labelledby="pic-page-1-desc"><desc' in html


def test_a_photograph_keeps_its_size_and_its_text(tmp_path: Path):
    html = html_of('![A "door"](../media/a.png)', folder=folder(tmp_path, a_png=PNG))

    assert html.startswith('<p class="picture"><img src="aeo-media:')
    assert 'alt="A &quot;door&quot;" width="4" height="3"' in html


def test_a_decorative_picture_says_nothing(tmp_path: Path):
    place = folder(tmp_path, a_png=PNG, a_svg=SVG.format("<g/>").encode())

    assert 'alt=""' in html_of("![](../media/a.png){decorative}", folder=place)
    assert html_of("![](../media/a.svg){decorative}", folder=place) == (
        '<p class="picture"><svg viewBox="0 0 10 10" aria-hidden="true"><g></g></svg></p>\n'
    )
    assert html_of("Word ![](../media/a.png){decorative} word.", folder=place).endswith(" word.</p>\n")


def test_a_picture_with_a_caption_that_does_not_parse_is_words():
    assert html_of("![a](b c)") == "<p>![a](b c)</p>\n"
    assert html_of('![a](<b c "t")') == '<p>![a](&lt;b c "t")</p>\n'


@pytest.mark.row("reliability:D06")
@pytest.mark.parametrize(
    "address",
    [
        "/etc/passwd",
        "../../etc/passwd",
        "..%2f..%2fetc/passwd",
        "//host/a.png",
        "https://host/a.png",
        "a\\b.png",
        "a.png?x",
        "a%00.png",
        "",
    ],
)
def test_an_address_cannot_lead_out_of_the_course(address: str):
    with pytest.raises(ValueError, match="course folder"):
        inside(address, "01-part/page.md")


def test_an_address_counts_from_its_page():
    assert inside("../media/./a%20b.png", "01-part/page.md") == "media/a b.png"


@pytest.mark.row("reliability:D06")
@pytest.mark.row("reliability:D20")
def test_a_link_in_the_folder_is_not_followed(tmp_path: Path):
    place = folder(tmp_path, real_png=PNG)
    (place / "media" / "a.png").symlink_to(place / "media" / "real.png")
    (place / "other").symlink_to(place / "media")
    problems: list[Problem] = []

    html_of("![A](../media/a.png) ![B](../other/real.png)", problems, folder=place)

    assert [problem.code for problem in problems] == ["picture-missing", "picture-missing"]


@pytest.mark.row("reliability:L11")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PNG, ("png", 4, 3)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc2\x00\x0b\x08\x00\x03\x00\x04\x01\x01\x11\x00", ("jpeg", 4, 3)),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + struct.pack("<HH", 4, 3), ("webp", 4, 3)),
        (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 3 | 2 << 14), ("webp", 4, 3)),
        (b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x03\0\0\x02\0\0", ("webp", 4, 3)),
    ],
)
def test_the_size_is_read_from_the_first_bytes(data: bytes, expected: tuple[str, int, int]):
    assert measured(data) == expected


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP9 ", b"\xff\xd8\xff\xe0\x00\x02\x00\x00", b"RIFF\0\0\0\0WEBPVP8L", PNG[:18]],
)
def test_what_is_no_picture_is_refused(data: bytes):
    with pytest.raises(_Unusable, match="picture-"):
        measured(data)


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("<script/>", "svg-element"),
        ("<foreignObject/>", "svg-element"),
        ("<use href='#a'/>", "svg-element"),
        ("<image href='a.png'/>", "svg-element"),
        ("<style>a{}</style>", "svg-element"),
        ("<a><rect/></a>", "svg-element"),
        ("<svg/>", "svg-element"),
        ("<x xmlns='http://www.w3.org/1999/xhtml'/>", "svg-element"),
        ("<animate attributeName='x'/>", "svg-element"),
        ("<rect style='fill:red'/>", "svg-attribute"),
        ("<rect onclick='x()'/>", "svg-attribute"),
        ("<rect fill='red'/>", "svg-attribute"),
        ("<rect xmlns:x='http://www.w3.org/1999/xlink' x:href='a'/>", "svg-attribute"),
        ("<rect clip-path='url(https://evil/#a)'/>", "svg-attribute"),
        ("<rect width='url(#a)'/>", "svg-attribute"),
        ("<rect id='a b'/>", "svg-attribute"),
        ("<rect class='s-line other'/>", "svg-class"),
        ("<g>" * 40 + "</g>" * 40, "picture-large"),
        ("<g/>" * 5_000, "picture-large"),
        ("<g>", "svg-broken"),
    ],
)
def test_a_drawing_holds_nothing_but_shapes_and_words(inner: str, code: str):
    with pytest.raises(Refused) as refused:
        read(SVG.format(inner).encode())

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<!DOCTYPE svg><svg/>", "svg-doctype"),
        (b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>", "svg-doctype"),
        (b"<html/>", "svg-broken"),
        (b"\xff\xfe<", "svg-broken"),
        (b"<?xml version='1.0' encoding='UTF-7'?><svg/>", "svg-broken"),
        (b"x" * (drawings.LARGEST + 1), "picture-large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg-viewbox"),
    ],
)
def test_what_is_no_drawing_is_refused(data: bytes, code: str):
    with pytest.raises(Refused) as refused:
        read(data)

    assert refused.value.code == code


def test_names_inside_a_drawing_meet_no_others_on_the_page():
    drawing = read(
        SVG.format(
            "<defs><marker id='m' refX='1'><path d='M0 0'/></marker></defs>"
            "<text x='1'>a &lt; <tspan>b</tspan> c</text><line marker-end='url(#m)' clip-path='none'/>"
        ).encode()
    )

    assert 'id="p-m"' in drawing.shown("p-", "Text")
    assert 'marker-end="url(#p-m)"' in drawing.shown("p-", "Text")
    assert "a &lt; <tspan>b</tspan> c" in drawing.silent("p-")


def test_a_picture_used_twice_is_stored_once_and_told_once(tmp_path: Path):
    place = folder(tmp_path, a_png=PNG, b_png=b"no")
    (place / "course.md").write_text("---\nid: c\ntitle: C\nlanguage: en\n---\n\n![A](media/a.png) ![A](media/a.png)\n", "utf-8")
    (place / "01-part").mkdir()
    (place / "01-part" / "module.md").write_text("---\nid: m\ntitle: M\n---\n", "utf-8")
    (place / "01-part" / "01-page.md").write_text("---\nid: p\ntitle: P\n---\n\n![A](../media/a.png)\n", "utf-8")

    reading = read_course(place)

    assert reading.course is not None
    assert [media.name for media in reading.course.media] == list(reading.media)
    assert reading.media[reading.course.media[0].name].read_bytes() == PNG


def test_a_file_of_many_megabytes_is_not_read(tmp_path: Path):
    place = folder(tmp_path, a_png=PNG + bytes(5 * 1024 * 1024))
    problems: list[Problem] = []

    html_of("![A](../media/a.png)", problems, folder=place)

    assert [problem.code for problem in problems] == ["picture-large"]
