"""Where a page may send the browser next."""

import pytest

from app.web.targets import safe_target

HOSTILE = [
    "", "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)",
    "java\nscript:alert(1)", "http:evil.example", "http:///evil.example", "https:/evil.example", "/%0d%0aSet-Cookie:x\r\n", " /training", "/a\\b", "data:text/html,x",
    "training", "../training", "@evil.example", ".evil.example", "/a//b", "//", "/\x00", "/ünsafe", "ftp://x", "mailto:x@example.org", "/\u2028x",
    "////evil.example", "/\\/evil.example", "/" + "a" * 2_000,
]  # fmt: skip


@pytest.mark.row("reliability:A05")
@pytest.mark.parametrize("target", HOSTILE)
def test_a_hostile_target_stays_on_this_host(target):
    assert safe_target(target, "/training") == "/training"


@pytest.mark.row("reliability:A05")
@pytest.mark.parametrize(
    "target", ["/", "/training", "/courses/aeo-validation/score", "/search?q=seal%20log", "/a?next=%2Fb", "/courses/x#s-2"]
)
def test_a_path_of_ours_is_followed(target):
    assert safe_target(target) == target
