"""One person on the Attribution page.

Follows assets/attribution/network.js: a click on a sample asks for its view, and for what is inside one of its
modalities; methods that answer at once are asked one after another, and then how far they agree.
"""

from typing import Any

from tests.load.person import Person, Question, Tally

TARGETS = 0.1  # of all actions: another class to ask about; the rest goes to another sample
INSIDE = "captum.integrated_gradients"


class Explorer(Person):
    """Clicks on samples; arguments as for a `Person`."""

    PAGE, LAB, KINDS = "attribution", "attribution", ("facts", "gallery", "view", "method", "agreement", "inside")

    def __init__(self, site: str, seed: int, tally: Tally) -> None:
        super().__init__(site, seed, tally)
        self._gallery: dict[str, Any] = {}
        self._question: Question = {}
        self._place = 0
        self._methods: list[str] = []
        self._seen: set[tuple[str, int]] = set()  # targets and rows that the browser holds a view of

    async def _begin(self) -> None:
        self._methods = self._page["prompt"]
        await self._ask("facts", {})
        self._gallery = await self._ask("gallery", {})
        self._place = self._gallery["rows"].index(self._gallery["opening"])
        await self._look()
        self._later(self._complete())

    async def _act(self) -> bool:
        if self._dice.random() < TARGETS:
            self._question = {"target": f"class:{self._dice.choice(self._gallery['classes'])}"}
            self._later(self._complete())
        else:
            self._place = self._dice.randrange(len(self._gallery["rows"]))
        return await self._look()

    async def _look(self) -> bool:
        """Return whether the view had to be asked for."""
        row, question = self._gallery["rows"][self._place], self._question
        seen = (question.get("target", ""), row)
        modality = self._dice.choice(self._page["players"])["name"]
        asked = {"row": row, "modality": modality, "method": INSIDE, "question": question}
        self._later(self._ask("inside", asked, lambda: self._gallery["rows"][self._place] == row))
        if seen in self._seen:
            return False
        await self._ask("view", {"row": row, "question": question, "methods": self._methods})
        self._seen.add(seen)
        return True

    async def _complete(self) -> None:
        """Have methods asked that answer at once, and what they say compared."""
        question = self._question
        for method in self._methods:
            await self._ask("method", {"method": method, "question": question}, lambda: question == self._question)
        asked = {"methods": self._methods, "question": question}
        await self._ask("agreement", asked, lambda: question == self._question)
