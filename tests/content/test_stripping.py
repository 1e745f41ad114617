"""Pictures lose what is no picture, and only that."""

import io
import struct

import pytest
from PIL import Image

from app.content.stripping import stripped
from app.errors import Invalid

PLACE = b"GPS 52.1 N"


def picture(kind: str, orientation: int = 0, **more: object) -> bytes:
    """A small picture with EXIF in it, as a camera writes it."""
    image = Image.new("RGB", (32, 20), (20, 120, 200))
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    if orientation:
        exif[0x0112] = orientation
    stream = io.BytesIO()
    image.save(stream, kind, exif=exif.tobytes(), **more)
    return stream.getvalue()


def pixels(data: bytes) -> list[object]:
    with Image.open(io.BytesIO(data)) as image:
        return list(image.convert("RGB").tobytes())


@pytest.mark.parametrize(
    ("kind", "more"),
    [("png", {}), ("jpeg", {"comment": b"GPS 52.1 N"}), ("jpeg", {"progressive": True}), ("webp", {}), ("webp", {"lossless": True})],
)
def test_place_and_camera_go_and_every_pixel_stays(kind: str, more: dict[str, object]) -> None:
    data = picture(kind, **more)
    assert PLACE in data

    made = stripped(kind, data)

    assert PLACE not in made
    assert b"Exif" not in made
    assert pixels(made) == pixels(data)
    assert stripped(kind, made) == made


def test_what_stands_behind_the_end_of_a_jpeg_goes_too() -> None:
    assert b"behind" not in stripped("jpeg", picture("jpeg") + b"behind")


def test_a_colour_profile_stays() -> None:
    made = stripped("jpeg", picture("jpeg", icc_profile=b"a profile"))

    assert b"ICC_PROFILE\0" in made


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_picture_that_only_its_exif_turns_is_refused_rather_than_shown_on_its_side(orientation: int) -> None:
    with pytest.raises(Invalid, match="lies on its side"):
        stripped("jpeg", picture("jpeg", orientation))


def test_an_upright_picture_is_taken() -> None:
    assert stripped("jpeg", picture("jpeg", 1))


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_picture_that_was_cut_off_is_refused(kind: str, part: float) -> None:
    data = picture(kind)

    with pytest.raises(Invalid, match="damaged"):
        stripped(kind, data[: int(len(data) * part)])


@pytest.mark.parametrize("data", [b"\xff\xd8\xff\xff", b"\xff\xd8\x00\x00", b"\xff\xd8\xff\xe0\x00\x01", b"\xff\xd8\xff\xda\x00\x02"])
def test_a_jpeg_of_nonsense_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid, match="damaged"):
        stripped("jpeg", data)


def test_exif_that_cannot_be_read_is_taken_out_all_the_same() -> None:
    exif = b"Exif\0\0II*\0" + struct.pack("<I", 9_999)
    data = picture("jpeg")
    data = data[:2] + b"\xff\xe1" + struct.pack(">H", 2 + len(exif)) + exif + data[2:]

    assert b"Exif" not in stripped("jpeg", data)
    assert b"Exif" not in stripped("jpeg", data.replace(b"II*", b"??*"))
