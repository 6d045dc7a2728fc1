"""The lab as a program. It ends when whoever started it closes its standard input, or is gone."""

import logging
import os
import sys
import threading
from typing import Final

from shapviz.jobs.lab.lines import Ready, Word
from shapviz.jobs.lab.networks import Network, Networks
from shapviz.jobs.lab.questions import Subject
from shapviz.jobs.lab.service import Service
from shapviz.jobs.settings import settings

MEBIBYTE: Final = 2**20


def main() -> None:
    """Answer what standard input asks."""
    logging.basicConfig(format="%(asctime)s %(process)d %(levelname)s %(message)s", level=logging.WARNING)
    words = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed goes to the log

    def say(word: Word) -> None:
        words.write(word.model_dump_json() + "\n")
        words.flush()

    service = Service(Networks(_open, settings().lab_megabytes * MEBIBYTE).answer, say)
    threading.Thread(target=_listen, args=(service,), daemon=True, name="questions").start()
    _warm_up()
    say(Ready())
    service.serve()


def _listen(service: Service) -> None:
    """Take one question after another; when nobody is left to answer to, end the process amid whatever it does."""
    for line in sys.stdin:
        service.take(line)
    os._exit(0)


def _warm_up() -> None:
    """Load what opening a network needs, with as many threads as we may use."""
    import torch

    import shapviz.jobs.lab.opening  # noqa: F401  # `_open` will look for it

    torch.set_num_threads(settings().threads)


def _open(subject: Subject) -> Network:
    from shapviz.jobs.lab.opening import open_network

    return open_network(subject)


if __name__ == "__main__":
    main()
