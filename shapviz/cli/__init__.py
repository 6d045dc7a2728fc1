"""The command line: `shapviz train`, `fork`, `calibrate`, `orders`, `robustness`, `attribute`, `runs` and so on.

Commands talk to the run store and to the queue. None of them loads torch or Streamlit before it needs them: training
happens in a worker's process, and so `shapviz value` answers at once.
"""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from shapviz import __version__
from shapviz.cli import (
    app,
    attribute,
    calibrate,
    compare,
    doctor,
    export,
    fork,
    import_,
    orders,
    robustness,
    runs,
    study,
    terminal,
    train,
    value,
)
from shapviz.errors import ShapvizError


class Commands(TyperGroup):
    """All commands; an error that shapviz raises on purpose is said in two lines instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:  # the type of a context is private to typer, and changes with its versions
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except ShapvizError as error:
            terminal.complain(error)
            raise typer.Exit(error.exit_code) from error


commands = typer.Typer(
    cls=Commands,
    help="See how a multimodal network uses its modalities while it trains.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help fits any width
    pretty_exceptions_enable=False,  # a traceback is for bugs, and then plain ones can be pasted into a report
    context_settings={"help_option_names": ["-h", "--help"]},
)
commands.command("train")(train.command)
commands.command("fork")(fork.command)
commands.command("calibrate")(calibrate.command)
commands.command("orders")(orders.command)
commands.command("robustness")(robustness.command)
commands.command("attribute")(attribute.command)
commands.command("compare")(compare.command)
commands.add_typer(study.commands, name="study")
commands.command("runs")(runs.command)
commands.command("value")(value.command)
commands.command("export")(export.command)
commands.command("import")(import_.command)
commands.command("app")(app.command)
commands.command("doctor")(doctor.command)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"shapviz {__version__}")
        raise typer.Exit


@commands.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line and exit."""
    commands()
