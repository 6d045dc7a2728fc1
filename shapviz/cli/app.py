"""`shapviz app`: the pages, in a browser."""

import contextlib
import socket
from pathlib import Path
from typing import Annotated

import typer

from shapviz import paths
from shapviz.cli import terminal
from shapviz.errors import ShapvizError, UsageError

HOST = "127.0.0.1"
FIRST, LAST = 8501, 8520  # where Streamlit looks for a free port


def command(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, metavar="N", help=f"Where to listen (default: a free one from {FIRST} on)"),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the app in a browser. Runs go on when it is closed."""
    script = paths.bundle() / "app.py"
    if not script.is_file():
        raise ShapvizError(f"The app's start, {script}, is missing.", remedy="Install shapviz again.")
    chosen = free_port(port)
    terminal.err().print(f"shapviz is at http://{HOST}:{chosen}. Stop it with Ctrl-C; runs go on.")
    serve(script, settings(chosen, browser=not no_browser))


def serve(script: Path, arguments: list[str]) -> None:
    """Run the app's server until Ctrl-C, as the command `streamlit run` does."""
    from click import Abort  # Streamlit's, and so installed with it
    from streamlit.web import cli as streamlit  # takes a second, which no other command should wait for

    with contextlib.suppress(Abort):  # Ctrl-C is how one leaves, and no failure
        streamlit.main(["run", str(script), *arguments], prog_name="streamlit", standalone_mode=False)


def settings(port: int, *, browser: bool) -> list[str]:
    """Return Streamlit's arguments; everything else is in .streamlit/config.toml beside the script."""
    return [
        f"--server.port={port}",
        f"--server.address={HOST}",
        f"--server.headless={str(not browser).lower()}",
        "--server.showEmailPrompt=false",
        "--logger.hideWelcomeMessage=true",  # the address is said already
    ]


def free_port(wanted: int | None) -> int:
    """Return a port that nobody listens on: the one that is wanted, or the first free one.

    Raises:
        UsageError: If it is taken, or all are.
    """
    for port in range(FIRST, LAST + 1) if wanted is None else [wanted]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server just stopped is no obstacle
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    taken = f"Ports {FIRST} to {LAST} are" if wanted is None else f"Port {wanted} is"
    raise UsageError(
        f"{taken} taken by other programs, or not yours to use.",
        remedy="Name another one with --port. Perhaps the app runs already.",
    )
