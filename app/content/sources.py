"""`sources.yaml`: the instruments and editions that lessons and questions cite."""

from dataclasses import dataclass
from pathlib import Path

from app.content.compiled import Source
from app.content.files import read_text
from app.content.frontmatter import MOST_SOURCES, read_mapping
from app.content.keys import ID, SOURCE, take
from app.content.problems import Log, Problem

PATH = "sources.yaml"


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources by id, in the order of the file. Of a file that cannot be read nobody knows what it lists."""

    by_id: dict[str, Source]
    readable: bool = True

    def check(self, cites: tuple[str, ...], log: Log, line: int) -> None:
        """Note what is cited and not listed, or replaced by a later edition."""
        for cite in cites:
            name, _, provision = cite.partition(":")
            source = self.by_id.get(name)
            if source is None and self.readable:
                log.add("cite-unknown", line, name=name, file=PATH)
            elif source is None:
                continue
            elif provision and source.provisions and provision not in source.provisions:
                log.add("cite-provision", line, name=name, provision=provision[:40])
            elif source.superseded_by:
                log.add("cite-superseded", line, name=name, by=source.superseded_by)


def read_sources(folder: Path, problems: list[Problem]) -> Sources:
    """The sources of a course folder that has the file."""
    log = Log(PATH, problems)
    text = read_text(folder, PATH, log)
    entries = read_mapping(text, 1, log, MOST_SOURCES) if text is not None else None
    found: dict[str, Source] = {}
    for name, entry in (entries or {}).items():
        if not ID.fullmatch(name):
            log.add("value-id", entry.line, entry.column, key="source", value=name[:80])
        elif entry.value.pairs is None:
            log.add("value-map", entry.line, entry.column, key=name, example="instrument, edition and title")
        else:
            values = take(entry.value.pairs, SOURCE, log, line=entry.line)
            found[name] = Source(
                id=name,
                **{key.replace("-", "_"): value or "" for key, value in values.items() if key != "provisions"},
                provisions=values["provisions"],
            )
    for name, source in found.items():
        if source.superseded_by and source.superseded_by not in found:
            log.add("cite-unknown", (entries or {})[name].line, name=source.superseded_by, file=PATH)
    return Sources(found, readable=entries is not None)
