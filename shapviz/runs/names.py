"""Names for runs: two words that can be said aloud, drawn from the run's own id."""

from collections.abc import Iterator
from itertools import count

ADJECTIVES = """
able amber brave bright brisk calm candid clear clever cosy crisp curious daring eager early easy fair famous fine
fleet fond frank fresh gentle glad golden grand happy hardy honest humble jolly keen kind lively lucky lunar merry
mild modest neat nimble noble patient placid plucky polite proud quick quiet rapid ready robust rosy serene silver
simple sleek smart snug solar steady sunny swift
"""
NOUNS = """
acorn aspen badger beacon birch bison brook canyon cedar cherry cliff clover comet coral crane daisy delta dune
eagle ember falcon fern field finch forest garden glacier harbor heron hill iris island ivy juniper lagoon lake lark
lily lotus maple marlin meadow moon orchid otter panda pebble pine planet poppy prairie raven reef river robin
sparrow spruce summit thistle tulip valley walnut willow
"""
_PAIRS = [f"{adjective}-{noun}" for adjective in ADJECTIVES.split() for noun in NOUNS.split()]


def names(run_id: str) -> Iterator[str]:
    """Yield names for the run, the same ones for the same id: every pair of words once, then pairs with a number."""
    first = int(run_id, 16) % len(_PAIRS)
    drawn = _PAIRS[first:] + _PAIRS[:first]
    yield from drawn
    yield from (f"{pair}-{number}" for number in count(2) for pair in drawn)
