"""`shapviz doctor`: is everything there that shapviz needs, and if not, what to do."""

from dataclasses import asdict
from typing import Annotated

import typer

from shapviz.cli import checks, terminal
from shapviz.cli.checks import Finding

SIGNS = {"fine": "ok", "attention": "note", "broken": "BROKEN"}


def command(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON: a list of findings.")] = False,
) -> None:
    """Look whether everything works, and say how to mend what does not. Exits with 1 if something is broken."""
    findings: list[Finding] = []
    for finding in checks.examine():
        findings.append(finding)
        if not as_json:
            _show(finding)
    if as_json:
        terminal.say_json([asdict(finding) for finding in findings])
    if any(finding.state == "broken" for finding in findings):
        raise typer.Exit(1)


def _show(finding: Finding) -> None:
    console = terminal.out()
    console.print(f"{SIGNS[finding.state]:<8}{finding.what:<12}{finding.found}", markup=False, soft_wrap=True)
    if finding.remedy:
        console.print(f"{'':<20}{finding.remedy}", markup=False, soft_wrap=True)
