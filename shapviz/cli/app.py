"""`shapviz app`: the pages, in a browser."""

import socket
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
    from streamlit.web import cli as streamlit  # what `streamlit` itself starts; seconds, and for this command alone

    streamlit.main(["run", str(script), *settings(chosen, browser=not no_browser)], prog_name="streamlit")


def settings(port: int, *, browser: bool) -> list[str]:
    """Return Streamlit's arguments; everything else is in .streamlit/config.toml beside the script."""
    return [
        f"--server.port={port}",
        f"--server.address={HOST}",
        f"--server.headless={str(not browser).lower()}",
        "--server.showEmailPrompt=false",
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
