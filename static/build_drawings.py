"""Draws static/img by formula: the mark, the security-print band and the rosette. Run by hand; its results are kept in the repository."""

from math import cos, pi, sin
from pathlib import Path

IMAGES = Path(__file__).resolve().parent / "img"
PETROL = "#0A5C57"
TICK = "M12.2 16.9L15.1 19.8L20 14.4L18.6 13.15L15.05 17.05L13.55 15.5Z"  # a hole, so that any ground shows through


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    for name, content in drawings().items():
        (IMAGES / name).write_text(content, "utf-8", newline="\n")


def drawings() -> dict[str, str]:
    return {
        "mark.svg": svg("mark", "0 0 32 32", mark()),
        "guilloche.svg": svg("guilloche", "0 0 1200 48", guilloche()),
        "rosette.svg": svg("rosette", "0 0 200 200", rosette()),
        "favicon.svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" color="{PETROL}">{mark()}</svg>\n',
    }


def svg(name: str, box: str, body: str) -> str:
    """The symbol is for pages, which colour it; the `use` lets the file stand alone, as the certificate needs it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" color="{PETROL}">'
        f'<symbol id="{name}" viewBox="{box}" preserveAspectRatio="xMidYMid slice">{body}</symbol><use href="#{name}"/></svg>\n'
    )


def mark() -> str:
    """A ring, thirteen ticks for the criteria A to M, and a bolt head with a tick."""
    ticks = "".join(f"M{point(12.4, turn)}L{point(10.2, turn)}" for turn in (2 * pi * step / 13 - pi / 2 for step in range(13)))
    bolt = "L".join(point(8, 2 * pi * step / 6 - pi / 2) for step in range(6))
    return (
        f'<circle cx="16" cy="16" r="14.4" fill="none" stroke="currentColor" stroke-width="2.4"/>'
        f'<path d="{ticks}" fill="none" stroke="currentColor" stroke-width="1.7"/>'
        f'<path d="M{bolt}Z{TICK}" fill="currentColor" fill-rule="evenodd"/>'
    )


def guilloche() -> str:
    """Two families of sine waves that slide along an envelope of three and a half swellings."""
    return "".join(f'<path d="{wave(phase)}" {LINE}/>' for phase in (2 * pi * step / 12 for step in range(12)))


def wave(phase: float) -> str:
    points = []
    for step in range(151):
        x = 8 * step
        swelling = 5 + 17 * abs(sin(pi * x / 300 + pi / 3))
        points.append(f"{x} {24 + swelling * sin(2 * pi * x / 150 + phase):.1f}")
    return "M" + "L".join(points)


def rosette() -> str:
    """Three rings of ellipses, each turned a little further than the one before it."""
    rings = ((74.0, 25.0, 13.0, 60), (52.0, 24.0, 9.0, 60), (30.0, 15.0, 6.0, 45))
    return "".join(ring(*each) for each in rings)


def ring(radius: float, long: float, short: float, count: int) -> str:
    one = f'cx="{100 + radius:g}" cy="100" rx="{long:g}" ry="{short:g}" {LINE}'
    return "".join(f'<ellipse {one} transform="rotate({360 * step / count:g} 100 100)"/>' for step in range(count))


LINE = 'fill="none" stroke="currentColor" stroke-width=".4"'


def point(radius: float, turn: float) -> str:
    return f"{16 + radius * cos(turn):.2f} {16 + radius * sin(turn):.2f}"


if __name__ == "__main__":
    main()
