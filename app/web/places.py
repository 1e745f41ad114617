"""Where things of a course are on this site."""

from app.content.links import Links


def links(slug: str) -> Links:
    """The addresses that a course's HTML leaves open."""
    return Links(media=f"/media/{slug}/", lesson=f"/courses/{slug}/", term=f"/glossary/{slug}#")
