"""A menu in one line: `observation / (minor) / major`, the right entry in parentheses."""

import re


def menu_entries(source: str) -> list[tuple[str, bool]] | None:
    """The entries, each with whether it is right; None for fewer than two, or not exactly one right."""
    entries = [each.strip() for each in re.split(r"\s/\s", source)]
    right = [entry.startswith("(") and entry.endswith(")") for entry in entries]
    if len(entries) < 2 or sum(right) != 1 or not all(entry.strip("() ") for entry in entries):
        return None
    return [(entry[1:-1] if correct else entry, correct) for entry, correct in zip(entries, right, strict=True)]
