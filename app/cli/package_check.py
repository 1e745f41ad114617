"""`aeo packages check`: a package looked at by every rule, compared with another one."""

from pathlib import Path

import click

from app.packaging.check import RULES, check_package, digest_of


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--same-as", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Also compare the contents with this package."
)
def check(file: Path, same_as: Path | None) -> None:
    """Check a package of ours by every rule; exit 1 if one is broken."""
    data = file.read_bytes()
    findings = check_package(data)
    for finding in findings:
        click.echo(f"{'advice' if finding.advice else 'error'}  {finding.rule}  {finding.message}")
    digest = digest_of(data)
    click.echo(f"{len(RULES) - len({finding.rule for finding in findings})} of {len(RULES)} rules hold. Content digest {digest}")
    differs = same_as is not None and digest_of(same_as.read_bytes()) != digest
    if same_as is not None:
        click.echo(f"The contents {'differ from' if differs else 'are the same as'} those of {same_as.name}.")
    raise SystemExit(1 if differs or any(not finding.advice for finding in findings) else 0)
