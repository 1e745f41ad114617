"""Who teaches a course: given by an administrator or at publishing; administrators reach every course."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.database import added
from app.errors import Invalid, NotFound, say
from app.people.models import INSTRUCTOR, Person
from app.publishing.models import CourseRecord, CourseStaff


def give(session: Session, person: Person, course: CourseRecord) -> None:
    """Let an instructor teach a course; nothing happens when they do already. Raises Invalid for who is no instructor."""
    if INSTRUCTOR not in person.roles:
        raise Invalid(say("%(name)s is no instructor.", name=person.name), "instructor")
    added(session, CourseStaff(course_id=course.id, person_id=person.id))


def take(session: Session, person: Person, course: CourseRecord) -> None:
    session.execute(delete(CourseStaff).where(CourseStaff.course_id == course.id, CourseStaff.person_id == person.id))


def taught_by(session: Session, person: Person) -> list[CourseRecord]:
    """The courses that a person may look into as staff, by id."""
    every = select(CourseRecord).order_by(CourseRecord.slug)
    if person.is_administrator:
        return list(session.scalars(every))
    if INSTRUCTOR not in person.roles:
        return []
    return list(session.scalars(every.join(CourseStaff).where(CourseStaff.person_id == person.id)))


def course_staff(session: Session, person: Person, course: CourseRecord) -> bool:
    """Whether the person may look into this course as staff."""
    if person.is_administrator:
        return True
    return INSTRUCTOR in person.roles and session.get(CourseStaff, (course.id, person.id)) is not None


def course_for_staff(session: Session, person: Person, slug: str) -> CourseRecord:
    """The course, for its staff. Raises NotFound for everybody else: they are not told that it exists."""
    course = session.scalar(select(CourseRecord).where(CourseRecord.slug == slug))
    if course is None or not course_staff(session, person, course):
        raise NotFound(say("There is no such course."))
    return course


def instructors_of(session: Session, course: CourseRecord) -> list[Person]:
    """Those who teach it, by name."""
    return list(session.scalars(select(Person).join(CourseStaff).where(CourseStaff.course_id == course.id).order_by(Person.name)))
