"""Row C1: a certificate with QR code, tags and an Arabic name, made again and again by our process and by WeasyPrint."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from app.credentials import render
from app.credentials.models import Certificate
from app.credentials.wording import printed
from benchmarks.servers import ROOT
from benchmarks.table import Measured, Report, Target, in_rounds, ratios

C1 = Target(0.6, 0.25)
WHAT = "certificate with QR, tags and an Arabic name, to WeasyPrint: CPU"
TIMES, ROUNDS = 20, 5
PLACE = ROOT / "var" / "benchmarks" / "weasyprint"
"""Its environment, made once: the project does not depend on it."""
WANTED = ("weasyprint==70.0", "segno==1.6.6")
OTHER = Path(__file__).with_name("other_certificates.py")


def measure(report: Report, wanted: set[str]) -> None:
    python = PLACE / "bin" / "python"
    why_not = missing(python)
    if why_not:
        report.add([Measured(row="C1", what=WHAT, target=C1, why_not=why_not)])
        return
    ours = lambda: child(sys.executable, "-m", "benchmarks.certificates")  # noqa: E731
    theirs = lambda: child(str(python), str(OTHER))  # noqa: E731
    found = in_rounds({"ours": ours, "theirs": theirs}, ROUNDS)
    middle = {name: sorted(row)[ROUNDS // 2] * 1000 for name, row in found.items()}
    told = f"{middle['ours']:.1f} ms to {middle['theirs']:.1f} ms"
    report.add([Measured(row="C1", what=WHAT, target=C1, ratios=ratios(found, "ours", "theirs"), absolute=told)])


def missing(python: Path) -> str:
    """Why WeasyPrint cannot be asked, or nothing. It is fetched when it is not there yet; its Pango comes with the system."""
    commands = [[sys.executable, "-m", "venv", str(PLACE)], [str(python), "-m", "pip", "install", "-q", *WANTED]]
    for command in [] if python.exists() else commands:
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return "WeasyPrint could not be fetched"
    loads = subprocess.run([str(python), "-c", "import weasyprint, segno"], capture_output=True, check=False)
    return "WeasyPrint does not start (Debian: libpango-1.0-0, libpangoft2-1.0-0)" if loads.returncode else ""


def child(*command: str) -> float:
    """CPU seconds for one of the certificates, as a warm process needs them."""
    given = {"fonts": str(render.FONTS), "certificates": [data(number) for number in range(TIMES)]}
    done = subprocess.run(command, input=json.dumps(given), cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def data(number: int) -> dict[str, Any]:
    """Each of somebody else: whoever keeps what was made before gains nothing."""
    day = date(2026, 3, 14)
    facts = Certificate(
        number=f"K7QD-2M9X-4RTA-81ZC-VW5E-H3NP-{1000 + number}", name=f"Leila Hassan {number}", name_native="ليلى حسن",
        title="AEO validation, e-learning part", language="en", version=12, percent=87, pass_mark=80, modules=6, quizzes=6,
        finished_on=day, issued_on=day, issued_at=datetime(2026, 3, 14, 12, tzinfo=UTC), valid_until=date(2029, 3, 13), published_on=day,
    )  # fmt: skip
    return printed(facts, site="AEO Courseware", base_url="https://courses.example.org/")


def cost(certificates: list[dict[str, Any]], make: Callable[[dict[str, Any]], bytes]) -> float:
    """The first one warms up and is not counted."""
    assert make(certificates[0]).startswith(b"%PDF-")
    began = time.process_time()
    for each in certificates[1:]:
        assert len(make(each)) > 5_000
    return (time.process_time() - began) / (len(certificates) - 1)


def main() -> None:
    certificates = json.load(sys.stdin)["certificates"]
    fonts = render.families(certificates[0])
    with render.folder_of(fonts) as folder:
        compiler = typst.Compiler(root=str(render.ROOT), font_paths=[folder], ignore_system_fonts=True)
        print(cost(certificates, lambda each: render.compiled(compiler, {**each, "fonts": fonts, **render.qr(each["check_url"])})))


if __name__ == "__main__":
    main()
