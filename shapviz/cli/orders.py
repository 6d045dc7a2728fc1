"""`shapviz orders`: from an epoch of a run, try every order of the turns, and say which is best."""

from contextlib import closing
from typing import Annotated

import typer
from rich.table import Table

from shapviz.cli import terminal
from shapviz.cli.follow import follow
from shapviz.cli.result import show
from shapviz.cli.train import INTERRUPTED
from shapviz.figures import orderwords
from shapviz.jobs.queue import LocalQueue
from shapviz.runs import orderings
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.orderings import Answer, Loss, Question
from shapviz.runs.store import RunStore

USUAL = Question()


def command(
    run: Annotated[str, typer.Argument(metavar="RUN", help="Name or id of a run, or how its id begins")],
    epoch: Annotated[int, typer.Option(metavar="K", help="After which of its epochs all orders begin")],
    epochs: Annotated[int, typer.Option(min=1, max=100, help="Epochs that each order is kept for")] = USUAL.epochs,
    loss: Annotated[
        Loss | None,
        typer.Option(help="Loss of a turn (default: the run's own; inherit where it has no turns)", show_default=False),
    ] = None,
    shuffles: Annotated[
        int, typer.Option(min=1, max=100, help="Times that all is done, each with other batches")
    ] = USUAL.shuffles,
    most: Annotated[int, typer.Option(min=2, max=720, help="Orders to try; of more, as many are drawn")] = USUAL.most,
    detach: Annotated[bool, typer.Option("--detach", help="Say the id and leave it to itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the result as JSON.")] = False,
) -> None:
    """Try every order in which the modalities can have their turns, all from the same epoch of a run.

    The run itself stays as it is. Orders that begin alike share their work.
    """
    question = Question(epochs=epochs, shuffles=shuffles, most=most)
    with closing(RunStore.open()) as store:
        artifacts, queue = ArtifactStore.open(), LocalQueue(store)
        child = orderings.ask(store, artifacts, store.get(run).id, epoch, question, loss)
        queue.submit(child.id)
        if detach:
            terminal.out().print(child.id)
            return
        child = follow(store, queue, child)
        answer = orderings.ordering(artifacts, child).answer
        if answer is None:
            show(store, child)
            raise typer.Exit(1 if child.status == "failed" else INTERRUPTED)
        _say(answer, as_json=as_json)


def _say(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        terminal.say_json(answer.model_dump(mode="json"))
        return
    console = terminal.out()
    console.print(orderwords.setting(answer), soft_wrap=True, markup=False)
    console.print(_table(answer))
    words = [orderwords.finding(answer), orderwords.about_shares(answer)]
    console.print(" ".join(filter(None, words)), soft_wrap=True, markup=False)
    console.print("In brackets: 95 % intervals over validation samples and shuffles of the batches.", markup=False)


def _table(answer: Answer) -> Table:
    grid = terminal.table("order", "accuracy in %", "behind the best", numbers=2)
    for tried in answer.tried:
        grid.add_row(
            orderwords.named(tried.order),
            f"{orderwords.tenths(tried.accuracy.estimate)} {orderwords.bracketed(tried.accuracy)}",
            "–" if tried is answer.tried[0] else orderwords.points(tried.behind),
        )
    return grid
