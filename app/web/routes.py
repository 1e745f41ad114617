"""Every blueprint of the site."""

from app.web import (
    accounts,
    certificates,
    cohorts,
    courses,
    editor,
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
    home.bp, courses.bp, lessons.bp, quizzes.bp, certificates.bp, accounts.bp, pages.bp, health.bp,
    cohorts.bp, learners.bp, people.bp, enrolling.bp, packages.bp, editor.bp,
)  # fmt: skip
