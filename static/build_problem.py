"""The one exception of the static build: a sentence for the person at the terminal."""


class BuildProblem(Exception):
    """Something is missing or does not fit; the message says what, and what to do."""
