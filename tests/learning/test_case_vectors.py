"""The rule of the budget as the vectors say, which bind the player of packages too (`tests/player/case_path.test.js`)."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.content.compiled import Document
from app.learning.cases import CasePath, Step

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "cases.json"
FILES = json.loads(VECTORS.read_text("utf-8"))["files"]


def opened(path: CasePath, document: Document, now) -> CasePath:
    """The path with one more step, where it is a new one."""
    if document.key in path.opened:
        return path
    step = Step(number=len(path.steps) + 1, key=document.key, cost=document.cost, opened_at=now, document=document)
    return replace(path, steps=(*path.steps, step))


@pytest.mark.parametrize("file", FILES, ids=[file["name"] for file in FILES])
def test_a_case_goes_as_the_vectors_say(file, now):
    documents = {key: Document(key=key, kind="doc", cost=cost) for key, cost in file["costs"].items()}
    path = CasePath(budget=file["budget"])

    for move in file["moves"]:
        document = documents[move["open"]]
        assert path.can_open(document) == move["taken"], move
        path = opened(path, document, now) if move["taken"] else path
        assert (path.used, path.left) == (move["used"], move["left"]), move

    assert [step.key for step in path.steps] == file["path"]
