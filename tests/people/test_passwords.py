"""Passwords: hashed at a cost, compared in the same time whoever asks, and not the first that anybody would guess."""

import pytest

from app.errors import Invalid
from app.people.passwords import LONGEST, Rules, cheap, check_new, is_guessable, production

RULES = Rules(refused=frozenset({"AEO Courseware"}))
HASHING = cheap()


@pytest.mark.row("reliability:A13")
@pytest.mark.parametrize("password", ["correct horse", "x" * 64, "y" * LONGEST, "пароль 🔑", " spaces kept ", "e\u0301", "nul\x00inside"])
def test_a_password_is_hashed_as_it_is(password):
    stored = HASHING.hash(password)

    assert HASHING.fits(password, stored)
    assert not HASHING.fits(password + " ", stored)
    assert not HASHING.fits(password[:-1], stored)


@pytest.mark.row("reliability:A13")
def test_the_72nd_character_counts_and_what_is_too_long_never_fits():
    stored = HASHING.hash("a" * 73)

    assert not HASHING.fits("a" * 72, stored)
    assert not HASHING.fits("b" * 100_000, HASHING.hash("b" * (LONGEST + 1)))


@pytest.mark.row("reliability:A03")
@pytest.mark.row("reliability:A04")
@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$broken"])
def test_without_a_hash_nothing_fits_and_nothing_breaks(stored):
    assert not HASHING.fits("anything", stored)
    assert not HASHING.fits("no account has this password", None)


@pytest.mark.row("reliability:A04")
def test_the_dummy_costs_what_a_real_hash_costs():
    hashing = production()

    assert hashing.dummy.split("$")[1:4] == ["argon2id", "v=19", "m=19456,t=2,p=1"]
    assert not hashing.is_outdated(hashing.dummy)
    assert hashing.is_outdated(HASHING.hash("x"))


@pytest.mark.row("reliability:A14")
@pytest.mark.parametrize(
    ("roles", "password", "words"),
    [
        (["trainee"], "short7!", "at least 8 characters"),
        (["instructor"], "fourteen chars", "at least 15"),
        (["trainee", "administrator"], "fourteen chars", "at least 15"),
        (["trainee"], "x" * 1_025, "1024 characters at most"),
        (["trainee"], "\ud800" * 9, "cannot be stored"),
        (["trainee"], "password", "easy to guess"),
    ],
)
def test_what_is_too_short_or_too_long_is_refused(roles, password, words):
    with pytest.raises(Invalid, match=words) as refusal:
        check_new(password, roles, RULES)

    assert refusal.value.field == "password"


@pytest.mark.row("reliability:A14")
@pytest.mark.parametrize(
    "password",
    [
        "Password123!",
        "P@ssw0rd",
        "qwertyuiop",
        "1234567890",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "abcdabcdabcdabcd",
        "AEO Courseware",
        "AeoCourseware2026",
        "ada.lindqvist1",
        "Ada Lindqvist",
        "correcthorsebatterystaple",
        "passwordpasswordpassword",
        "123456789012345",
        "welcome-2026",
        "!!!!!!!!",
    ],
)
def test_common_passwords_and_ones_own_name_are_refused(password):
    with pytest.raises(Invalid, match="easy to guess"):
        check_new(password, ["trainee"], RULES, ["ada.lindqvist@example.org", "Ada Lindqvist"])


@pytest.mark.parametrize(
    "password", ["teal otter sings low", "gravel-moth-7-lantern", "Zollhund fraß 3 Kekse", "تفاحة تطير فوق البحر", "xK9#vQ2m"]
)
def test_good_passwords_are_taken(password):
    check_new(password, ["trainee"], RULES, ["ada@example.org", "Ada Lindqvist"])

    assert not is_guessable(password)


def test_the_lengths_can_be_set():
    check_new("teal otter", ["administrator"], Rules(staff=10, others=6))
    with pytest.raises(Invalid, match="at least 1 character"):
        check_new("", ["trainee"], Rules(others=1))
