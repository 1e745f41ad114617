"""Every blueprint of the site."""

from app.web import (
    accounts,
    cases,
    certificates,
    cohorts,
    courses,
    enrolling,
    health,
    home,
    learners,
    lessons,
    packages,
    pages,
    people,
    quizzes,
)

BLUEPRINTS = (
    home.bp, courses.bp, lessons.bp, quizzes.bp, cases.bp, certificates.bp, accounts.bp, pages.bp, health.bp,
    cohorts.bp, learners.bp, people.bp, enrolling.bp, packages.bp,
)  # fmt: skip
