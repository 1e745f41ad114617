"""Certificates: issued once for a finished course, found by their number, taken back, issued anew."""

from datetime import UTC, datetime, timedelta, tzinfo

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.content.compiled import CertificateRule
from app.content.views import CourseView
from app.credentials.models import Certificate, VerifyKey
from app.credentials.numbers import new_number, read_number
from app.credentials.signing import Signer, record_of, verifies
from app.credentials.validity import end_of, last_day
from app.database import added
from app.errors import Invalid, NotFound, Refused, Sentence, say
from app.learning.completion import attempts_at, best_of, result_of_course
from app.learning.enrolments import course_view
from app.learning.models import Attempt, Enrolment
from app.people.models import Person
from app.publishing.models import CourseRecord, Version
from app.publishing.staff import course_staff, taught_by
from app.publishing.versions import compiled
from app.storage import Storage

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""This software is not older: a clock that says so is wrong. Raised with each release."""

SKEW = timedelta(minutes=5)
"""What waits for its turn to write carries a moment that is a little older than what was written meanwhile."""

REASONS: dict[str, Sentence] = {
    "issued-in-error": say("It was issued in error."),
    "rules": say("The rules of the quiz were not kept."),
    "name": say("The name on it was not right."),
    "holder": say("The holder asked for it."),
    "key": say("The key that signed it was lost."),
}
"""Why a certificate may be taken back, in neutral words."""

UNKNOWN = say("We have no certificate with this number. Compare it again: 28 letters and figures, never I, L, O or U.")


def issue_if_earned(
    session: Session, storage: Storage, enrolment: Enrolment, now: datetime, signer: Signer, zone: tzinfo
) -> Certificate | None:
    """The certificate of a finished course, made if there is none; None when nothing is earned, or the clock cannot be trusted.

    Call it in the transaction that finished the course. Two at once make one. A certificate that was taken back is not made again.
    """
    if enrolment.finished_at is None:
        return None
    found = current(session, enrolment)
    if found is not None:
        return found
    view = course_view(storage, enrolment)
    if view.certificate is None or clock_objection(session, now) is not None:
        return None
    fresh = _earned(session, storage, enrolment, view, view.certificate, now, zone)
    _sign(session, fresh, signer, now)
    return fresh if added(session, fresh) else current(session, enrolment)


def current(session: Session, enrolment: Enrolment) -> Certificate | None:
    """The certificate of an enrolment that no newer one has replaced."""
    return session.scalar(select(Certificate).where(Certificate.enrolment_id == enrolment.id, Certificate.superseded_at.is_(None)))


def waiting(session: Session, storage: Storage, limit: int = 100) -> list[int]:
    """Enrolments that have earned a certificate and lack it, as a wrong clock leaves them; longest first."""
    lacks = Enrolment.finished_at.is_not(None) & ~exists().where(Certificate.enrolment_id == Enrolment.id)
    versions = session.scalars(select(Version).where(Version.id.in_(select(Enrolment.version_id).where(lacks)))).unique()
    giving = [version.id for version in versions if compiled(storage, version).certificate is not None]
    rows = select(Enrolment.id).where(lacks, Enrolment.version_id.in_(giving)).order_by(Enrolment.finished_at, Enrolment.id)
    return list(session.scalars(rows.limit(limit)))


def clock_objection(session: Session, now: datetime) -> Sentence | None:
    """Why nothing may be issued at this moment: the clock stands before this software, or before what is recorded already."""
    newest = (
        select(Certificate.issued_at).order_by(Certificate.id.desc()),
        select(Version.published_at).order_by(Version.id.desc()),
        select(Attempt.started_at).order_by(Attempt.id.desc()),
    )
    recorded = [moment for rows in newest if (moment := session.scalar(rows.limit(1))) is not None]
    if now < RELEASED or any(moment - now > SKEW for moment in recorded):
        return say("The server’s clock says %(now)s, and something later is on record. Set the clock right.", now=now)
    return None


def find(session: Session, typed: str) -> Certificate | None:
    """The certificate of the number that was typed, or None. A number that cannot be one is looked for all the same."""
    return session.scalar(select(Certificate).where(Certificate.number == (read_number(typed) or "")))


def certificate_of(session: Session, typed: str) -> Certificate:
    """Raises NotFound, in the same words whatever was typed."""
    found = find(session, typed)
    if found is None:
        raise NotFound(UNKNOWN)
    return found


def certificate_for(session: Session, person: Person, typed: str) -> Certificate:
    """A certificate for its holder or the staff of its course. Raises NotFound for everybody else."""
    found = certificate_of(session, typed)
    course = session.scalar(select(CourseRecord).where(CourseRecord.slug == found.course))
    if found.person_id != person.id and (course is None or not course_staff(session, person, course)):
        raise NotFound(UNKNOWN)
    return found


def staff_only(session: Session, person: Person, certificate: Certificate) -> None:
    """Raises NotFound unless the person teaches the course of the certificate: its holder alone may not take it back."""
    course = session.scalar(select(CourseRecord).where(CourseRecord.slug == certificate.course))
    if course is None or not course_staff(session, person, course):
        raise NotFound(UNKNOWN)


def certificates_of(session: Session, person_id: int) -> list[Certificate]:
    """A person's certificates, newest first."""
    rows = select(Certificate).where(Certificate.person_id == person_id)
    return list(session.scalars(rows.order_by(Certificate.issued_at.desc(), Certificate.id.desc())))


def certificates_for_staff(session: Session, person: Person) -> list[Certificate]:
    """The certificates of the courses that a person may look into as staff, newest first."""
    courses = [course.slug for course in taught_by(session, person)]
    rows = select(Certificate).where(Certificate.course.in_(courses))
    return list(session.scalars(rows.order_by(Certificate.issued_at.desc(), Certificate.id.desc())))


def renewal_of(session: Session, certificate: Certificate) -> Certificate | None:
    """The newer certificate that replaced this one."""
    return session.scalar(select(Certificate).where(Certificate.supersedes == certificate.number))


def is_genuine(session: Session, certificate: Certificate) -> bool:
    """Whether the record is, bit for bit, what was signed when it was issued."""
    key = session.get(VerifyKey, certificate.key_id)
    return key is not None and verifies(record_of(certificate), certificate.signature, key.public)


def revoke(session: Session, certificate: Certificate, reason: str, now: datetime) -> None:
    """Take a certificate back, for one of the fixed reasons. Raises Invalid, and Refused when it was done already."""
    if reason not in REASONS:
        raise Invalid(say("Choose one of the reasons."), "reason")
    session.refresh(certificate, with_for_update=True)
    if certificate.revoked_at is not None:
        raise Refused(say("This certificate was revoked already, at %(at)s.", at=certificate.revoked_at))
    certificate.revoked_at, certificate.reason = now, reason
    session.flush()


def reissue(session: Session, certificate: Certificate, person: Person, now: datetime, signer: Signer, zone: tzinfo) -> Certificate:
    """The same certificate with the name that its holder has now, under a new number; the old one is marked. Raises Refused."""
    session.refresh(certificate, with_for_update=True)
    objection = clock_objection(session, now)
    if certificate.revoked_at is not None or certificate.superseded_at is not None or objection is not None:
        raise Refused(objection or say("This certificate no longer counts, so it cannot be issued anew."))
    certificate.superseded_at = now
    session.flush()
    kept = ("enrolment_id", "person_id", "course", "title", "edition", "language", "version", "content_hash", "published_on", "percent")
    also = ("pass_mark", "modules", "quizzes", "attempts", "finished_on", "valid_until", "ends_at")
    fresh = Certificate(**{name: getattr(certificate, name) for name in (*kept, *also)})
    fresh.number, fresh.supersedes = new_number(), certificate.number
    fresh.name, fresh.name_native = person.name, person.name_native
    fresh.issued_at, fresh.issued_on = now, now.astimezone(zone).date()
    _sign(session, fresh, signer, now)
    session.add(fresh)
    session.flush()
    return fresh


def _earned(
    session: Session, storage: Storage, enrolment: Enrolment, view: CourseView, rule: CertificateRule, now: datetime, zone: tzinfo
) -> Certificate:
    """What is certified, from what is stored, unsigned yet."""
    issued_on = now.astimezone(zone).date()
    until = last_day(issued_on, rule.years, rule.months)
    attempts = attempts_at(session, enrolment)
    graded = [lesson.id for lesson in view.graded]
    return Certificate(
        number=new_number(),
        enrolment_id=enrolment.id,
        person_id=enrolment.person_id,
        name=enrolment.person.name,
        name_native=enrolment.person.name_native,
        course=view.id,
        title=rule.titles.get(view.language) or rule.titles.get(view.course.language) or view.title,
        edition=enrolment.edition,
        language=view.language,
        version=enrolment.version.number,
        content_hash=enrolment.version.content_hash,
        published_on=enrolment.version.published_at.astimezone(zone).date(),
        percent=result_of_course(session, storage, enrolment).percent,
        pass_mark=view.course.pass_mark,
        modules=len(view.counted),
        quizzes=sum(best_of([each for each in attempts if each.quiz_id == quiz]) is not None for quiz in graded),
        attempts=sum(each.quiz_id in graded for each in attempts),
        finished_on=(enrolment.finished_at or now).astimezone(zone).date(),
        issued_at=now,
        issued_on=issued_on,
        valid_until=until,
        ends_at=end_of(until, zone),
        supersedes=None,
    )


def _sign(session: Session, certificate: Certificate, signer: Signer, now: datetime) -> None:
    """Sign the record and remember the public half of the key, so that it verifies when the key is another one."""
    if session.get(VerifyKey, signer.id) is None:
        added(session, VerifyKey(id=signer.id, public=signer.public, since=now))
    certificate.key_id = signer.id
    certificate.signature = signer.sign(record_of(certificate))
