"""Makes inputs: pieces of real courses, cut, spliced, repeated, nested and spoiled by what authors' files may hold; and plain noise."""

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("courses", "tests/fixtures/courses", "tests/fixtures/broken", "tests/content/fixtures")

WEIRD = [
    "\ufeff", "\0", "\r", "\r\n", "\x0b", "\x0c", "\x1b[2J", "\x7f", "\x85", "\u00a0", "\u00ad", "\u200b", "\u200d", "\u2028", "\u2029", "\u202e", "\u2066",
    "\ufe0f", "\ufffe", "\U0001f468\u200d\U0001f33e", "e\u0301", "\u0130", "\u0131", "\u017f", "\u212a", "\ufb01", "\u1e9e", "\u0660", "²", "\ue000", "مرحبا",
    "你好", "\u0e01\u0e33", "\u0300" * 30, "A" * 300,
]  # fmt: skip
NUMBERS = [
    "0",
    "-1",
    "1e999",
    "NaN",
    "inf",
    "9" * 40,
    "9" * 5_000,
    "0x1F",
    "1_000",
    "0.1" + "0" * 30,
    "1/3",
    "٣",
    "²",
    "00",
    "-0",
    "2147483648",
    "1,5",
]
YAML = [
    "&a [*a]", "*a", "!!python/object:os.system x", "!!binary a", "<<: *a", "? a\n: b", "|\n  a", ">-\n  a", "'a", '"\\ud800"', '"\\x00"', "{a: b, a: c}",
    "[a, [b, [c, [d, [e, [f, [g]]]]]]]", "no", "~", "12:30", "2024-02-30", "0123", "[]", "{}", "- a", "# a", "--- a", "...", "%YAML 1.1", "@a", "`a", "\ta: b",
    "a: b: c", "[a", "{pick: 1, tag: a, level: 9}", "!a", "&a b",
]  # fmt: skip
KEYS = [
    "id", "title", "language", "minutes", "kind: quiz", "kind: case", "pass", "attempts", "wait", "time-limit", "feedback", "blueprint", "cites", "tags",
    "audience", "audiences", "topics", "certificate", "source", "final: true", "order: locked", "shuffle", "summary", "elective", "required", "iri", "licence",
]  # fmt: skip
MARKS = [
    "\n", "\n\n", " ", "    ", "\t", "*", "**", "_", "~~", "`", "```\n", "~~~\n", "$", "$$", "$$\n", "[", "]", "(", ")", "![", "](", "[^a]", "\n[^a]: ", "\n: ", "- ",
    "* ", "+ ", "1. ", "> ", "# ", "## ", "###### ", "|", "\n|---|\n", "<", ">", "<!--", "&", "&amp;", "&#0;", "\\", "{", "}", '"', "'", "=", "===\n", "---\n",
    "Table: ", "[[", "]]", "[[a]]", "seal", "http://a.b", "<http://a.b>", "\n[a]: b.md\n", "[a]", "![a](../media/a.png)", "{decorative}", "> [!NOTE]\n", "> [!x]\n",
    "\\frac{a}{b}", "x^{2}", "\\left(", "\\begin{matrix}a&b\\end{matrix}", "{#a}", "{#A}",
]  # fmt: skip
LINKS = [f"[a]({scheme})" for scheme in (
    "javascript:alert(1)", "JaVa\tScript:x", "data:text/html,x", "vbscript:x", "//host/x", "\\\\host", "&#106;avascript:x", "%6aavascript:x", "../../etc/passwd",
    "file:///etc", "#x", "aeo-lesson:x", "aeo-media:x", "mailto:a@b.c", "<java script:x>", " x", "http://a\u202eb",
)]  # fmt: skip
HTML = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=x>", "<a href='javascript:x'>", "<style>*{}</style>", "<math><mtext></mtext>",
    "</p></div>", "<iframe srcdoc=x>", "<base href=//x>", "<!--><script>", "<![CDATA[", '" onmouseover="x', "{{ 7*7 }}", "{% raw %}", "${x}",
]  # fmt: skip
KINDS = [
    "single",
    "multiple",
    "truefalse",
    "numeric",
    "text",
    "match",
    "order",
    "cloze",
    "essay",
    "evidence",
    "rating",
    "riskmatrix",
    "finding",
    "nosuch",
]
BLOCKS = ["takeaway", "aside", "only customs", "only customs,trade", "only", "only nobody", "case #c title=a budget=6h", "nosuch"]
ANSWERS = [
    "- [ ] a", "- [x] b", "- [X] c {last}", "- [x] a\n  > Why", "- = 5 +- 0.1", "- = [1, 2]", "- ~ 5\n  > No", "- = /a(b|c)+d?/", "- = a {weight=0.5}", "- = a | b",
    "- [[a]] = b | c", "- [[a]] : b / (c)", "1. a", "2. b", "| a | b |\n|---|---|\n| c | d |\n|   | e |", "> hint: a", "> explain: b", "> model: c", "- [ ] A (1)",
    "- doc: a/b.csv {#a cost=20min}", "- visit: a.md {#b cost=1h}",
]  # fmt: skip
ATTRIBUTES = [
    "points=2", "points=0", "tags=a,b", "level=3", "cites=a:1", "audience=customs", "see=a/1", f"see=a/{'9' * 5_000}", "scoring=no-wrong", "scoring=pairs", "case=keep",
    'unit="kg/m²"', "unit='", "pick=2", "pick=999", "prefer=unseen", "from=tag:a", "#q #q", "=", "a==b", 'a="', "scale=5x5", "mark=self", "panel=a.csv",
]  # fmt: skip


@cache
def pieces() -> tuple[str, ...]:
    """Some hundred pieces of real files: runs of a few blocks without their file."""
    found: dict[str, None] = {}
    for path in files():
        blocks = re.split(r"\n{2,}", path.read_text("utf-8", errors="replace"))
        found.update(dict.fromkeys("\n\n".join(blocks[at : at + 4]) for at in range(0, len(blocks), 3)))
    return tuple(piece for piece in found if 0 < len(piece) < 1_500)


@cache
def files() -> tuple[Path, ...]:
    """Sorted, so that one seed means the same on every machine."""
    return tuple(sorted(path for source in SOURCES for path in (ROOT / source).rglob("*.md") if path.stat().st_size < 40_000))


@cache
def heads() -> tuple[str, ...]:
    """The front matter of real files, and pieces of their lists of sources."""
    texts = [path.read_text("utf-8", errors="replace") for path in files()]
    yaml = [path.read_text("utf-8") for path in sorted(ROOT.glob("tests/fixtures/courses/*/sources.yaml"))]
    return tuple(dict.fromkeys([text.split("---\n")[1] for text in texts if text.startswith("---\n") and text.count("---\n") > 1] + yaml))


def question(chance: random.Random) -> str:
    """A question of any kind with any answers, mostly with the blank lines that it needs."""
    between = chance.choice(["\n\n", "\n\n", "\n\n", "\n"])
    head = " ".join(chance.choice(ATTRIBUTES) for _ in range(chance.choice([0, 0, 1, 2])))
    answers = "\n".join(chance.choice(ANSWERS) for _ in range(chance.randint(0, 5)))
    colons = ":" * chance.choice([3, 3, 3, 4, 5])
    prompt = chance.choice(["Is it [[a]]?", "Which?", "- a\n- b", "", "| a |\n|---|\n| b |"])
    parts = [
        f"{colons} question {chance.choice(KINDS)} #q-{chance.randint(1, 9)} {head}",
        prompt,
        answers,
        chance.choice(["> explain: a", "> hint: b", ""]),
    ]
    return "\n\n" + between.join([*parts, colons]) + "\n\n"


def block(chance: random.Random, text: str) -> str:
    colons = ":" * chance.randint(3, 6)
    name = chance.choice([*BLOCKS, "pool #p pick=1", "pool #p pick=1 from=tag:a"])
    return f"\n\n{colons} {name}\n\n{text}\n\n{colons}\n\n"


def _place(chance: random.Random, text: str) -> int:
    return chance.randint(0, len(text))


def _cut(chance: random.Random, text: str) -> str:
    a, b = sorted((_place(chance, text), _place(chance, text)))
    return text[:a] + text[b:] if b - a < len(text) // 2 + 1 else text[a:b]


def _splice(chance: random.Random, text: str) -> str:
    return text[: _place(chance, text)] + chance.choice(pieces())[:400] + text[_place(chance, text) :]


def _repeat(chance: random.Random, text: str) -> str:
    a = _place(chance, text)
    b = min(len(text), a + chance.randint(1, 30))
    return text[:b] + text[a:b] * chance.choice([1, 2, 5, 40]) + text[b:]


def _inserted(choices: list[str]) -> "Mutation":
    def insert(chance: random.Random, text: str) -> str:
        at = _place(chance, text)
        return text[:at] + chance.choice(choices) + text[at:]

    return insert


def _nest(chance: random.Random, text: str) -> str:
    start, rest = chance.choice([("> ", "> "), ("- ", "  "), ("1. ", "   "), (": ", "  "), ("    ", "    "), ("[^a]: ", "    ")])
    deep = chance.choice([1, 2, 3, 25])
    return start * deep + text.replace("\n", "\n" + rest * deep)


def _wrap(chance: random.Random, text: str) -> str:
    return block(chance, text)


def _ask(chance: random.Random, text: str) -> str:
    at = text.find("\n\n", _place(chance, text))
    return text[:at] + question(chance) + text[at:] if at >= 0 else text + question(chance)


def _fences(chance: random.Random, text: str) -> str:
    """Each run of colons, backticks or tildes may become longer or shorter."""
    return re.sub(r":{3,}|`{3,}|~{3,}", lambda run: run[0][0] * max(2, len(run[0]) + chance.choice([-1, 0, 0, 1])), text)


def _lines(chance: random.Random, text: str) -> str:
    rows = text.split("\n")
    a, b = chance.randrange(len(rows)), chance.randrange(len(rows))
    rows[a], rows[b] = rows[b], rows[a]
    if chance.random() < 0.3:
        del rows[chance.randrange(len(rows))]
    return "\n".join(rows)


def _numbers(chance: random.Random, text: str) -> str:
    return re.sub(r"\d+", lambda found: chance.choice(NUMBERS) if chance.random() < 0.3 else found[0], text)


def _blanks(chance: random.Random, text: str) -> str:
    return text.replace("\n\n", "\n", chance.randint(1, 3))


def _flip(chance: random.Random, text: str) -> str:
    at = _place(chance, text)
    return (
        text[:at]
        + chr(chance.choice([chance.randrange(32, 127), chance.randrange(0, 0xD800), chance.randrange(0xE000, 0x110000)]))
        + text[at + 1 :]
    )


Mutation = Callable[[random.Random, str], str]

MUTATIONS: tuple[Mutation, ...] = (
    _cut, _cut, _splice, _repeat, _nest, _wrap, _ask, _ask, _fences, _lines, _numbers, _blanks, _flip,
    *(_inserted(choices) for choices in (MARKS, MARKS, WEIRD, HTML, LINKS, ANSWERS, ATTRIBUTES)),
)  # fmt: skip
YAML_MUTATIONS: tuple[Mutation, ...] = (
    _cut, _repeat, _lines, _numbers, _flip, _inserted([f"\n{key}: " for key in KEYS]), _inserted([f" {each}" for each in YAML]), _inserted(YAML), _inserted(WEIRD),
    _inserted([": ", "\n", "  ", "[", "]", "{", "}", ",", "- ", '"', "'", "#", "---\n"]),
)  # fmt: skip
LARGEST = 6_000


def mutated(chance: random.Random, text: str, mutations: tuple[Mutation, ...] = MUTATIONS) -> str:
    for _ in range(chance.choice([0, 1, 1, 2, 2, 3, 6])):
        text = chance.choice(mutations)(chance, text)[:LARGEST]
    return text


def markdown(chance: random.Random) -> str:
    """A text below front matter: mostly a changed piece of a course, sometimes only marks, sometimes noise."""
    way = chance.random()
    if way < 0.75:
        return mutated(chance, chance.choice(pieces()))
    if way < 0.95:
        return "".join(chance.choice(chance.choice([MARKS, MARKS, ANSWERS, LINKS, HTML, WEIRD])) for _ in range(chance.randint(1, 12)))
    return noise(chance).decode("utf-8", errors="replace")


def front(chance: random.Random) -> str:
    return mutated(chance, chance.choice(heads())[:600], YAML_MUTATIONS)


def as_read(text: str) -> str:
    """The text as the reader of files hands it on: one kind of line end, no control characters."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]", "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def noise(chance: random.Random) -> bytes:
    """Bytes of no kind, or of few kinds."""
    if chance.random() < 0.5:
        return chance.randbytes(chance.randint(0, 200))
    few = bytes(chance.choice([b"\n :-#>*_[]()|`$", b"\n- [x]", b'"=,;\n', b":\n a"]))
    return bytes(chance.choice(few) for _ in range(chance.randint(0, 120)))


def as_bytes(chance: random.Random, text: str) -> bytes:
    """A file: mostly UTF-8 as it is, sometimes with another mark at its head, other line ends, another encoding or a broken byte."""
    way = chance.randrange(20)
    data = text.encode("utf-8", errors="surrogatepass")
    if way == 0:
        return b"\xef\xbb\xbf" + data
    if way in (1, 2):
        return data.replace(b"\n", b"\r\n" if way == 1 else b"\r")
    if way == 3:
        return text.encode("utf-16", errors="replace")
    if way == 4:
        return text.encode("latin-1", errors="replace")
    if way == 5 and data:
        at = chance.randrange(len(data))
        return data[:at] + chance.randbytes(1) + data[at + 1 :]
    return data
