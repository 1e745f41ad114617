"""Every blueprint of the site."""

from app.web import (
    accounts,
    author,
    cases,
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
)  # fmt: skip

BLUEPRINTS = (
    home.bp, courses.bp, lessons.bp, quizzes.bp, cases.bp, certificates.bp, accounts.bp, pages.bp, health.bp,
    cohorts.bp, learners.bp, people.bp, enrolling.bp, packages.bp, author.bp, editor.bp,
)  # fmt: skip
