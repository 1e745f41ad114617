"""Every blueprint of the site."""

from app.web import accounts, certificates, courses, health, home, lessons, pages, quizzes

BLUEPRINTS = (home.bp, courses.bp, lessons.bp, quizzes.bp, certificates.bp, accounts.bp, pages.bp, health.bp)
