"""The subset of regular expressions that answers may use: read alike by Python and JavaScript, and unable to stall either."""

LONGEST = 200
MOST_TIMES = 50
MOST_WAYS = 1_000_000
"""Ways in which a pattern could be tried against a text: the product of what each of its quantifiers and alternatives allows."""

_ENDLESS = 100

_SPECIAL = frozenset("\\^$.|?*+()[]{}/")
_CLASSES = frozenset("ds")


class Refused(ValueError):
    """The pattern uses what answers may not use; `str()` says what."""


def checked(pattern: str) -> str:
    """The same pattern with needless escapes taken away. Raises Refused."""
    if len(pattern) > LONGEST:
        raise Refused(f"it is longer than {LONGEST} characters")
    reader = _Reader(pattern)
    reader.alternatives()
    if reader.at < len(pattern):
        raise Refused("a “)” has no “(”")
    if not pattern:
        raise Refused("it is empty")
    if reader.ways > MOST_WAYS:
        raise Refused("it can be tried in too many ways; use fewer of * + ? { |")
    return "".join(reader.out)


class _Reader:
    """Goes through a pattern once, writes it anew, and multiplies the ways in which it could be tried."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.out: list[str] = []
        self.ways = 1

    def alternatives(self, depth: int = 0) -> bool:
        """Read up to the end or the closing bracket; say whether what was read may not be repeated."""
        busy, choices = False, 1
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                busy = True
                choices += 1
                self._keep(1)
            else:
                busy = self._piece(depth) or busy
        self.ways *= choices
        return busy

    def _piece(self, depth: int) -> bool:
        inner = self._atom(depth)
        sign = self.pattern[self.at : self.at + 1]
        if sign == "?":
            self.ways *= 2
            self._keep(1)
        elif sign and sign in "*+{":
            if inner:
                raise Refused("a repeat stands around another repeat, a “?” or a “|”")
            self._repeat(sign)
        else:
            return inner
        if self.pattern[self.at : self.at + 1] in tuple("?*+{"):
            raise Refused("two quantifiers follow each other")
        return True

    def _repeat(self, sign: str) -> None:
        if sign == "{":
            self.ways *= self._times()
            return
        self.ways *= _ENDLESS
        self._keep(1)

    def _atom(self, depth: int) -> bool:
        sign = self.pattern[self.at]
        if sign == "(":
            return self._group(depth)
        if sign == "[":
            self._set()
        elif sign == "\\":
            self._escape()
        elif sign in "^$*+?{}]":
            raise Refused(f"“{sign}” cannot stand here; write “\\{sign}” for the sign itself")
        else:
            self._keep(1)
        return False

    def _group(self, depth: int) -> bool:
        if self.pattern.startswith("(?", self.at):
            raise Refused("groups that begin with “(?” cannot be used")
        if depth == 5:
            raise Refused("groups are nested too deep")
        self._keep(1)
        busy = self.alternatives(depth + 1)
        if self.at >= len(self.pattern):
            raise Refused("a “(” is not closed")
        self._keep(1)
        return busy

    def _set(self) -> None:
        end = self.at + 1
        while end < len(self.pattern) and self.pattern[end] != "]":
            end += 2 if self.pattern[end] == "\\" else 1
        body = self.pattern[self.at + 1 : end]
        if end >= len(self.pattern) or not body.lstrip("^"):
            raise Refused("a “[” is not closed, or empty")
        if any(sign in body for sign in ("[", "--", "&&", "||", "~~")) or not _ordered(body):
            raise Refused(f"[{body}] is read differently by different engines")
        self._keep(end + 1 - self.at)

    def _escape(self) -> None:
        sign = self.pattern[self.at + 1 : self.at + 2]
        if not sign or (sign.isalnum() and sign not in _CLASSES):
            raise Refused(f"“\\{sign}” cannot be used")
        self.out.append(f"\\{sign}" if sign in _SPECIAL or sign in _CLASSES else sign)
        self.at += 2

    def _times(self) -> int:
        body, closed, _ = self.pattern[self.at + 1 :].partition("}")
        low, comma, high = body.partition(",")
        if not closed or not low.isascii() or not low.isdigit() or (high and not (high.isascii() and high.isdigit())):
            raise Refused("“{” begins a repeat such as {2,4}; write “\\{” for the sign itself")
        if max(int(low), int(high or low)) > MOST_TIMES or (high and int(high) < int(low)):
            raise Refused(f"a repeat counts from low to high and up to {MOST_TIMES}")
        self._keep(len(body) + 2)
        return int(high) - int(low) + 1 if high else _ENDLESS if comma else 1

    def _keep(self, count: int) -> None:
        self.out.append(self.pattern[self.at : self.at + count])
        self.at += count


def _ordered(body: str) -> bool:
    """Whether each range of a set goes upwards, and nothing in it is an escape other than \\d, \\s or a sign."""
    at, signs = 0, []
    while at < len(body):
        step = 2 if body[at] == "\\" else 1
        signs.append(body[at : at + step])
        at += step
    if any(len(sign) == 2 and sign[1].isalnum() and sign[1] not in _CLASSES for sign in signs):
        return False
    for before, dash, after in zip(signs, signs[1:], signs[2:], strict=False):
        if dash == "-" and (before[-1] > after[-1] or before in ("\\d", "\\s") or after in ("\\d", "\\s")):
            return False
    return True
