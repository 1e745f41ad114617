"""Lists of allowed names, written as lines of words."""


def names(words: str) -> frozenset[str]:
    """The words as a set."""
    return frozenset(words.split())
