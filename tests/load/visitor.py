"""One person on the Robustness page.

Follows assets/robustness/lab.js: of each kind of question one is under way at a time; a change asks for the coalition
on screen, then for those one toggle away and for the samples; curves are measured one after another; what was answered
before is not asked again.
"""

import json
from collections.abc import Sequence
from typing import Any

from tests.load.person import Person, Question, Tally

QUARTERS = 20  # steps of a slider
TOGGLES, OTHERS = 0.3, 0.1  # of all actions: switches, and other corruptions; the rest moves sliders


class Visitor(Person):
    """Moves sliders and switches; arguments as for a `Person`."""

    PAGE, LAB, KINDS = "robustness", "lab", ("facts", "view", "sweep", "strip")

    def __init__(self, site: str, seed: int, tally: Tally) -> None:
        super().__init__(site, seed, tally)
        self._done: dict[str, dict[str, Any]] = {}  # by modality: what is done to it, and how severely
        self._mask = 0
        self._seen: dict[str, set[int]] = {}  # by conditions: the coalitions that the browser holds a view of
        self._shown = ""  # under which conditions the samples are
        self._sweeping = False

    async def _begin(self) -> None:
        for player in self._page["players"]:
            self._done[player["name"]] = {"corruption": self._fitting(player)[0], "severity": 0.0}
        self._mask = 2 ** len(self._done) - 1
        await self._ask("facts", {})
        await self._look()

    async def _act(self) -> bool:
        player, what = self._dice.choice(self._page["players"]), self._dice.random()
        name = player["name"]
        change: dict[str, Any] = {}
        if what < TOGGLES:
            self._mask ^= 1 << list(self._done).index(name)
        elif what < TOGGLES + OTHERS:
            change = {"corruption": self._dice.choice(self._fitting(player))}
        else:
            change = {"severity": self._dice.randint(0, QUARTERS) / 4}
        self._done = self._done | {name: self._done[name] | change}
        return await self._look()

    def _fitting(self, player: dict[str, Any]) -> list[str]:
        return [corruption["name"] for corruption in self._page["fitting"][player["kind"]]]

    async def _look(self) -> bool:
        """Return whether a view had to be asked for; whatever else a browser then wants is asked for meanwhile."""
        asked = await self._views([self._mask])
        self._later(self._views([self._mask ^ 1 << place for place in range(len(self._done))]))
        self._later(self._samples())
        return asked

    async def _views(self, masks: Sequence[int]) -> bool:
        """Return whether any of the views had to be asked for."""
        question = self._question
        key = json.dumps(question)
        missing = [mask for mask in masks if mask not in self._seen.get(key, ())]
        if not missing:
            return False
        answer = await self._ask("view", question | {"masks": missing}, lambda: question == self._question)
        if answer is not None:
            self._seen.setdefault(key, set()).update(missing)
            self._later(self._curve(answer["pending"]))
        return True

    async def _curve(self, pending: Sequence[tuple[str, str]]) -> None:
        """Have a curve measured that is still missing, and ask for views with it."""
        if self._sweeping or not pending:
            return
        self._sweeping = True
        name = pending[0][1]
        known = await self._ask("sweep", {"modality": name, "corruption": self._done[name]["corruption"]})
        self._sweeping = False
        if known is not None:
            self._seen.clear()
            await self._look()

    async def _samples(self) -> None:
        conditions = self._question["conditions"]
        if (shown := json.dumps(conditions)) != self._shown:
            self._shown = shown
            await self._ask("strip", {"conditions": conditions})

    @property
    def _question(self) -> Question:
        done = {name: one for name, one in self._done.items() if one["severity"]}
        curves = {name: one["corruption"] for name, one in self._done.items()}
        return {"conditions": {"corrupted": done}, "corruptions": curves}
