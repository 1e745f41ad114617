"""Pages of text: accessibility, privacy, keyboard shortcuts; and the living style page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.web import specimens

bp = Blueprint("pages", __name__)


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html")


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html")


@bp.get("/shortcuts")
def shortcuts() -> ResponseReturnValue:
    return render_template("pages/shortcuts.html")


@bp.get("/style")
def style() -> ResponseReturnValue:
    """Every component in every state: what a page is put together from, and what the browser tests look at."""
    return render_template("style.html", asked=specimens.questions(), marked=specimens.marked())
