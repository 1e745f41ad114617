"""Joins ES modules into classic scripts: the learner's, one per store, for our pages and every package the same bytes; and the editor's."""

import subprocess
from pathlib import Path

from build_problem import BuildProblem


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("entry-*.js"))


def esbuild(modules: Path) -> Path:
    """The platform's own binary: the package's launcher script is only written by install scripts, which are off."""
    found = sorted((modules / "@esbuild").glob("*/bin/esbuild")) + sorted((modules / "@esbuild").glob("*/esbuild.exe"))
    if not found:
        raise BuildProblem("esbuild is not installed. Run `npm ci --ignore-scripts` in the project folder, then try again.")
    return found[0]


def bundle(tool: Path, entry: Path, *options: str) -> bytes:
    """The path is relative to the repository root: esbuild writes it into comments, and the bytes must not tell where a clone lies."""
    root = entry.parents[2]
    how = ("--bundle", "--format=iife", "--target=es2020", "--charset=utf8", *options)
    command = [str(tool), str(entry.relative_to(root).as_posix()), *how]
    done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if done.returncode != 0:
        raise BuildProblem(f"{entry.name} could not be joined:\n{done.stderr.decode(errors='replace').strip()}")
    return done.stdout
