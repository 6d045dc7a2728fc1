"""`shapviz app`: the pages, in a browser."""

import contextlib
import socket
from pathlib import Path
from typing import Annotated, Final

import psutil
import typer

from shapviz import paths
from shapviz.cli import terminal
from shapviz.errors import ShapvizError, UsageError

HERE: Final = "127.0.0.1"
EVERYWHERE: Final = "0.0.0.0"
FIRST, LAST = 8501, 8520  # where Streamlit looks for a free port


def command(
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, metavar="N", help=f"Where to listen (default: a free one from {FIRST} on)"),
    ] = None,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help=f"Of this machine; {EVERYWHERE} lets others in, who may do all you may"),
    ] = HERE,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the app in a browser. Runs go on when it is closed."""
    script = paths.bundle() / "app.py"
    if not script.is_file():
        raise ShapvizError(f"The app's start, {script}, is missing.", remedy="Install shapviz again.")
    chosen = free_port(host, port)
    links = " and ".join(f"http://{address}:{chosen}" for address in addresses(host))
    terminal.err().print(f"shapviz is at {links}. Stop it with Ctrl-C; runs go on.", soft_wrap=True)
    if host != HERE:
        terminal.err().print("Whoever opens it may train, rename and delete runs: there are no accounts.")
    serve(script, settings(host, chosen, browser=not no_browser))


def serve(script: Path, arguments: list[str]) -> None:
    """Run the app's server until Ctrl-C, as the command `streamlit run` does."""
    from click import Abort  # Streamlit's, and so installed with it
    from streamlit.web import cli as streamlit  # takes a second, which no other command should wait for

    with contextlib.suppress(Abort):  # Ctrl-C is how one leaves, and no failure
        streamlit.main(["run", str(script), *arguments], prog_name="streamlit", standalone_mode=False)


def addresses(host: str) -> list[str]:
    """Return the IPv4 addresses at which a server that listens on `host` is reached, this machine's own name last."""
    if host != EVERYWHERE:
        return [host]
    found = [each.address for of in psutil.net_if_addrs().values() for each in of if each.family == socket.AF_INET]
    return sorted(found, key=lambda address: (address.startswith("127."), address))


def settings(host: str, port: int, *, browser: bool) -> list[str]:
    """Return Streamlit's arguments; everything else is in .streamlit/config.toml beside the script."""
    return [
        f"--server.port={port}",
        f"--server.address={host}",
        f"--server.headless={str(not browser).lower()}",
        "--server.showEmailPrompt=false",
        "--logger.hideWelcomeMessage=true",  # the address is said already
    ]


def free_port(host: str, wanted: int | None) -> int:
    """Return a port of an address that nobody listens on: the one that is wanted, or the first free one.

    Raises:
        UsageError: If it is taken, or all are; if `host` is no address of this machine.
    """
    if not host or not _free(host, 0):
        raise UsageError(
            f"'{host}' is no IPv4 address of this machine.",
            remedy=f"Take {HERE} for this machine alone, or {EVERYWHERE} for whoever reaches it.",
        )
    for port in range(FIRST, LAST + 1) if wanted is None else [wanted]:
        if _free(host, port):
            return port
    taken = f"Ports {FIRST} to {LAST} are" if wanted is None else f"Port {wanted} is"
    raise UsageError(
        f"{taken} taken by other programs, or not yours to use.",
        remedy="Name another one with --port. Perhaps the app runs already.",
    )


def _free(host: str, port: int) -> bool:
    """Return whether this program may listen there; port 0 is any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a server just stopped is no obstacle
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
