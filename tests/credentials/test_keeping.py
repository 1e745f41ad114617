"""The stored PDF: the first that was made stays."""

from zoneinfo import ZoneInfo

import pytest

from app.credentials import pdf
from app.credentials.certificates import issue_if_earned
from tests.credentials.test_certificates import graduate


@pytest.fixture
def certified(session, storage, now, signer):
    return issue_if_earned(session, storage, graduate(session, storage, now), now, signer, ZoneInfo("UTC"))


def test_there_is_none_until_one_is_kept_and_then_it_stays(session, storage, certified):
    assert pdf.pdf_of(storage, certified) is None

    pdf.keep(session, storage, certified, b"%PDF-first")
    pdf.keep(session, storage, certified, b"%PDF-second")

    assert pdf.pdf_of(storage, certified) == b"%PDF-first"


def test_one_whose_file_is_gone_is_made_again(session, storage, certified):
    pdf.keep(session, storage, certified, b"%PDF-first")
    storage.path(certified.pdf).unlink()
    assert pdf.pdf_of(storage, certified) is None

    pdf.keep(session, storage, certified, b"%PDF-second")

    assert pdf.pdf_of(storage, certified) == b"%PDF-second"
