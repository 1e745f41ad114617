"""Where things of a course are on this site."""

from app.content.links import Links
from app.web.context import call


def root() -> str:
    """What stands before every address: nothing, or the address below which a course with its drafts is shown."""
    found: str = call().environ.get("SCRIPT_NAME", "")
    return found


def links(slug: str) -> Links:
    """The addresses that a course's HTML leaves open."""
    before = root()
    return Links(media=f"{before}/media/{slug}/", lesson=f"{before}/courses/{slug}/", term=f"{before}/glossary/{slug}#")
