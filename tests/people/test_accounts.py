"""Accounts: one canonical address each, roles that cannot be slipped in, and a door that somebody can always open."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid, NotFound, Refused
from app.people import accounts, sessions
from app.people.addresses import canonical, fold
from app.people.models import SignIn
from app.people.names import clean_name


@pytest.fixture
def ada(session, now):
    return accounts.add(session, "Ada@Example.org", "Ada Lindqvist", now)


@pytest.mark.row("reliability:A20")
@pytest.mark.parametrize("typed", ["ada@example.org", " ADA@EXAMPLE.ORG ", "ａｄａ@example.org", "Ada@Example.Org"])
def test_however_it_is_spelled_it_is_one_address(session, ada, typed, now):
    assert accounts.find(session, typed) is ada
    with pytest.raises(Refused, match="has this address already"):
        accounts.add(session, typed, "Somebody Else", now)


@pytest.mark.row("reliability:A20")
def test_composed_and_decomposed_letters_are_one_address(session, now):
    first = accounts.add(session, "jose\u0301@example.org", "José Silva", now)

    assert accounts.find(session, "jos\u00e9@example.org") is first


@pytest.mark.row("reliability:A20")
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "a da@example.org",
        "ada@exam ple.org",
        "ada\u200b@example.org",
        "ada\u202e@example.org",
        "\u0430da@example.org",
        "ada@ex\u0430mple.org",
        "αda@example.org",
        "ada@@example.org",
        f"{'x' * 65}@example.org",
        f"ada@{'x' * 250}.org",
        "a\x00@example.org",
    ],
)
def test_what_is_no_address_or_looks_like_another_is_refused(session, now, typed):
    with pytest.raises(Invalid) as refusal:
        accounts.add(session, typed, "Mallory Grey", now)

    assert refusal.value.field == "email"


@pytest.mark.parametrize(
    "typed", ["олег@пример.рф", "علي@example.org", "o'neill+aeo@sub.example.co.uk", "李@example.cn", "имя@example.org"]
)
def test_addresses_in_any_one_alphabet_are_accepted(typed):
    assert canonical(typed) == fold(typed)


@given(st.text(max_size=80))
def test_folding_an_address_again_changes_nothing(typed):
    assert fold(fold(typed)) == fold(typed)


@pytest.mark.row("reliability:U01")
@pytest.mark.parametrize(
    "name", ["O’Neill", "ليلى حسن", "李伟", "Ελένη Μάρκου", "สมชาย ใจดี", "علی\u200cرضا", "<b>Bobby</b>", "Robert'); DROP TABLE person;--"]
)
def test_real_and_hostile_names_are_kept_as_they_are(session, now, name):
    person = accounts.add(session, f"x{abs(hash(name))}@example.org", name, now, name_native=name)

    assert (person.name, person.name_native) == (name, name)


@pytest.mark.parametrize("name", ["", "   ", "123", "x" * 121, "Ada\u202e", "Ada\x00", "Ada\u200b", "\ud800Ada", "Ada\ufeff"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(Invalid):
        clean_name(name, "name")


def test_a_name_is_composed_and_its_spaces_joined():
    assert clean_name("  Jose\u0301 \n Silva ", "name") == "José Silva"


@pytest.mark.row("reliability:A16")
@pytest.mark.parametrize("roles", [(), ("king",), ("trainee", "king"), ("Administrator",)])
def test_only_known_roles_are_given(session, now, ada, roles):
    with pytest.raises(Invalid):
        accounts.add(session, "new@example.org", "New Person", now, roles=roles)
    with pytest.raises(Invalid):
        accounts.set_roles(session, ada, roles)


@pytest.mark.row("reliability:A06")
@pytest.mark.row("reliability:A11")
def test_a_change_of_roles_ends_the_sessions(session, now, ada):
    sessions.start(session, ada, now)

    accounts.set_roles(session, ada, ("trainee",))
    assert len(sessions.of_person(session, ada, now)) == 1
    accounts.set_roles(session, ada, ("instructor", "trainee"))

    assert sessions.of_person(session, ada, now) == []
    assert ada.roles == {"instructor", "trainee"}
    assert (ada.is_staff, ada.is_administrator) == (True, False)


@pytest.mark.row("reliability:A11")
def test_a_disabled_account_has_no_session(session, now, ada):
    token, _ = sessions.start(session, ada, now)

    accounts.disable(session, ada, now)
    accounts.disable(session, ada, now + timedelta(days=1))

    assert sessions.find(session, token, now) is None
    assert ada.disabled_at == now
    accounts.enable(session, ada)
    assert ada.disabled_at is None


def test_the_only_administrator_stays(session, now, ada):
    boss = accounts.add(session, "boss@example.org", "Ines Duarte", now, roles=("administrator",))

    with pytest.raises(Refused, match="only administrator"):
        accounts.disable(session, boss, now)
    with pytest.raises(Refused):
        accounts.set_roles(session, boss, ("trainee",))

    accounts.set_roles(session, ada, ("administrator",))
    accounts.set_roles(session, boss, ("administrator", "instructor"))
    accounts.disable(session, boss, now)
    assert boss.disabled_at == now


@pytest.mark.row("reliability:A06")
def test_a_new_password_ends_all_other_sessions(session, now, ada):
    _, here = sessions.start(session, ada, now)
    sessions.start(session, ada, now)

    accounts.set_password(session, ada, "hash", now, keep=here.token_hash)
    assert [row.token_hash for row in sessions.of_person(session, ada, now)] == [here.token_hash]
    accounts.set_password(session, ada, "other", now)

    assert session.get(SignIn, here.token_hash) is None
    assert (ada.password_hash, ada.password_set_at) == ("other", now)


def test_names_and_preferences_can_be_changed(session, ada):
    accounts.rename(session, ada, "Ada Berg", "Ада Берг")
    accounts.prefer(session, ada, language="ar", theme="dark", zone="Africa/Cairo")

    assert (ada.name, ada.name_native, ada.language, ada.theme, ada.zone) == ("Ada Berg", "Ада Берг", "ar", "dark", "Africa/Cairo")
    accounts.rename(session, ada, "Ada Berg")
    assert ada.name_native == ""
    for wrong in ({"theme": "pink"}, {"zone": "Mars/Olympus"}):
        with pytest.raises(Invalid):
            accounts.prefer(session, ada, **{"language": "", "theme": "", "zone": "", **wrong})


def test_people_are_found_by_number_and_by_name(session, now, ada):
    bea = accounts.add(session, "bea@example.org", "bea Stone", now)

    assert accounts.person_of(session, ada.id) is ada
    assert [each for each in accounts.everyone(session) if each in (ada, bea)] == [ada, bea]
    with pytest.raises(NotFound):
        accounts.person_of(session, 10**6)
