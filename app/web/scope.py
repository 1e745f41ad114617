"""Whose learners a staff page is about: one cohort's, or all of a course. Here alone it is asked whether the visitor may see them."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.content.views import CourseView
from app.learning.cohorts import cohort_for_staff
from app.learning.models import Cohort, Enrolment
from app.people import accounts
from app.publishing.models import CourseRecord
from app.publishing.staff import course_for_staff
from app.publishing.versions import newest, view_of
from app.web.context import site
from app.web.identity import me


@dataclass(frozen=True, slots=True)
class Scope:
    """`cohort` None: everybody who is enrolled in the course."""

    course: CourseRecord
    cohort: Cohort | None

    def url(self, endpoint: str, **more: Any) -> str:
        """The address of one of the pages about this group."""
        place = {"slug": self.course.slug} if self.cohort is None else {"cohort_id": self.cohort.id}
        return url_for(endpoint, **place, **more)

    def name(self, title: str) -> str:
        return self.cohort.name if self.cohort else _("All learners of %(course)s", course=title)


def scope_of(db: Session, cohort_id: int, slug: str) -> Scope:
    """A group for the staff of its course. Raises NotFound for everybody else."""
    person = accounts.person_of(db, me().id)
    if slug:
        return Scope(course_for_staff(db, person, slug), None)
    cohort = cohort_for_staff(db, person, cohort_id)
    return Scope(cohort.course, cohort)


def scope_for(enrolment: Enrolment) -> Scope:
    """The group in which a learner is found: the cohort, or the course where there is none."""
    return Scope(enrolment.course, enrolment.cohort)


def newest_view(db: Session, course: CourseRecord) -> CourseView:
    """The course as new learners get it, in its own language."""
    return view_of(site().storage, newest(db, course.slug))
