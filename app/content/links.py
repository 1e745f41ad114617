"""Turn the addresses in compiled HTML into those of the place where it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What stands before a picture's name, a lesson's id and a term's id, say "/courses/aeo-validation/"."""

    media: str
    lesson: str
    term: str

    def resolve(self, html: str) -> str:
        return (
            html.replace('src="aeo-media:', f'src="{self.media}')
            .replace('href="aeo-lesson:', f'href="{self.lesson}')
            .replace('href="aeo-term:', f'href="{self.term}')
        )
