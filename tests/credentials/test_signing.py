"""The signature: every field that a certificate shows is under it."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.credentials.models import Certificate
from app.credentials.signing import SIGNED, NoKey, Signer, fingerprint, signer_from, verifies

RECORD = {"number": "K7QD", "name": "Leila Hassan", "name_native": "ليلى حسن", "percent": 87, "valid_until": None}


def pem(key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.row("reliability:K03")
def test_every_changed_bit_of_the_signature_and_every_changed_field_is_noticed(signer):
    signature = signer.sign(RECORD)

    assert verifies(RECORD, signature, signer.public)
    for name in RECORD:
        assert not verifies({**RECORD, name: "other"}, signature, signer.public)
        assert not verifies({key: RECORD[key] for key in RECORD if key != name}, signature, signer.public)
    for bit in range(512):
        changed = (int(signature, 16) ^ 1 << bit).to_bytes(64).hex()
        assert not verifies(RECORD, changed, signer.public)


def test_what_is_no_signature_is_no_fault(signer):
    assert not verifies(RECORD, "not hex", signer.public)
    assert not verifies(RECORD, "00", "also not hex")


def test_all_that_is_stored_is_signed_but_the_state():
    columns = set(Certificate.__table__.columns.keys())

    assert columns - set(SIGNED) == {"id", "enrolment_id", "signature", "superseded_at", "revoked_at", "reason", "pdf"}
    assert set(SIGNED) <= columns


def test_the_key_is_read_from_its_file(tmp_path, signer):
    file = tmp_path / "signing-key"
    file.write_bytes(pem(signer.key))

    assert signer_from(file).id == signer.id
    assert len(signer.id) == 16


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN NOTHING-----", pem(generate_private_key(SECP256R1()))])
def test_a_missing_or_wrong_key_is_named(tmp_path, content):
    file = tmp_path / "signing-key"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(NoKey, match="signing-key"):
        signer_from(file)


def test_the_fingerprint_stands_for_the_whole_record():
    print_of = fingerprint(RECORD)

    assert len(print_of) == 19
    assert fingerprint(dict(reversed(RECORD.items()))) == print_of
    assert fingerprint({**RECORD, "percent": 88}) != print_of


@pytest.mark.row("reliability:K10")
def test_another_key_does_not_verify(signer):
    other = Signer(Ed25519PrivateKey.generate())

    assert not verifies(RECORD, other.sign(RECORD), signer.public)
    assert other.id != signer.id
