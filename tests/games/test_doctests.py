import doctest
import pkgutil
from importlib import import_module

import pytest

import shapviz.games

MODULES = [
    "shapviz.games",
    *(f"shapviz.games.{module.name}" for module in pkgutil.iter_modules(shapviz.games.__path__)),
]


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_docstrings_are_true(module: str) -> None:
    assert doctest.testmod(import_module(module)).failed == 0
