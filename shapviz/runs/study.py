"""A study as it is asked for: every setting on every dataset with every seed."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, NamedTuple, Self

from pydantic import Field, ValidationError, model_validator

from shapviz.errors import SpecError
from shapviz.runs.options import Options
from shapviz.runs.spec import RunSpec, parse_spec

Label = Annotated[str, Field(min_length=1, max_length=40)]
Part = dict[str, Any]  # of a RunSpec, as JSON has it
Primary = Literal["accuracy", "missing", "worst_missing", "corrupted"]
MOST_SEEDS: Final = 1000


class Place(NamedTuple):
    """Which of its runs, within a study."""

    dataset: str
    setting: str
    seed: int


class StudySpec(Options):
    """Settings x datasets x seeds. Each of them is a part of a specification that is laid over `base`.

    A dataset's part may say more than which data: how many epochs they take, or which head they need. Where a setting
    says the same, the setting counts.
    """

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$", description="by which the study is found again")
    about: str = Field("", max_length=1000, description="what it is to find out")
    base: RunSpec = RunSpec()
    settings: dict[Label, Part] = Field(min_length=1, description='e.g. {"joint": {"strategy": {"name": "joint"}}}')
    datasets: dict[Label, Part] = Field(min_length=1, description='e.g. {"emoji": {"dataset": {"name": "emoji"}}}')
    seeds: int = Field(5, ge=1, le=MOST_SEEDS, description="how many; they are 0, 1, 2, ...")
    seeds_of: dict[Label, Annotated[int, Field(ge=1, le=MOST_SEEDS)]] = Field(
        {}, description="for datasets that take another number of seeds"
    )
    seconds: dict[Label, Annotated[float, Field(gt=0)]] = Field(
        {}, description="what a run takes on a dataset, about, for an estimate beforehand"
    )
    baseline: Label = Field(description="the setting that all others are compared with")
    primary: Primary = Field("accuracy", description="the measure that the study is about")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = []
        if self.baseline not in self.settings:
            problems.append(f"baseline: '{self.baseline}' is none of the settings {', '.join(self.settings)}")
        for field, named in (("seeds_of", self.seeds_of), ("seconds", self.seconds)):
            problems += [f"{field}: there is no dataset '{name}'" for name in named if name not in self.datasets]
        problems += self._unfit_cells()
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _unfit_cells(self) -> Iterator[str]:
        for dataset in self.datasets:
            for setting in self.settings:
                try:
                    self.spec_of(dataset, setting, seed=0)
                except SpecError as error:
                    yield f"'{setting}' on '{dataset}': {'; '.join(error.problems)}"

    def cells(self) -> dict[Place, RunSpec]:
        """Return all runs, ordered so that whoever stops early has few seeds of everything.

        Within a seed the settings of one dataset follow each other, which share its preparation.
        """
        most = max(map(self.seeds_on, self.datasets))
        return {
            Place(dataset, setting, seed): self.spec_of(dataset, setting, seed)
            for seed in range(most)
            for dataset in self.datasets
            if seed < self.seeds_on(dataset)
            for setting in self.settings
        }

    def seeds_on(self, dataset: str) -> int:
        """Return how many seeds a dataset takes."""
        return self.seeds_of.get(dataset, self.seeds)

    def spec_of(self, dataset: str, setting: str, seed: int) -> RunSpec:
        """Return the specification of one run.

        Raises:
            SpecError: If the parts do not make one.
        """
        raw = self.base.model_dump(mode="json")
        for part in (self.datasets[dataset], self.settings[setting], {"seed": seed}):
            raw = _laid_over(raw, part)
        return parse_spec(raw)


def parse_study(raw: Mapping[str, Any]) -> StudySpec:
    """Return the study that `raw` describes.

    Raises:
        SpecError: Naming every problem at once.
    """
    try:
        return StudySpec.model_validate(raw)
    except ValidationError as error:
        problems = [f"{'.'.join(map(str, each['loc'])) or 'the study'}: {each['msg']}" for each in error.errors()]
        raise SpecError(problems) from error


def _laid_over(raw: Part, part: Part) -> Part:
    """Return `raw` with what `part` says in its place; a strategy is replaced as a whole, others option by option."""
    result = dict(raw)
    for key, value in part.items():
        below = result.get(key)
        if isinstance(value, dict) and isinstance(below, dict) and key != "strategy":
            value = _laid_over(below, value)
        result[key] = value
    return result
