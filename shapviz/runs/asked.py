"""What a specification can ask of a network when training has ended: calibration, corruptions, attributions."""

from typing import Annotated, ClassVar, Final, Literal, Self, get_args

from pydantic import AfterValidator, Field

from shapviz.errors import suggestion
from shapviz.runs.attribution import Baseline, Payoff, Question, Target
from shapviz.runs.corruptions import FITTING, Corruption
from shapviz.runs.methods import METHODS, Effort
from shapviz.runs.options import Options
from shapviz.runs.robustness import StandIn

AFTERWARDS: Final = ("calibration", "robustness", "attribution", "probes")
"""What comes when training has ended: none of it is meant to change what a run shows of its training."""


class CalibrationSpec(Options):
    """What to fit once more when training has ended, on copies: the run's own network stays as it is."""

    refit: Literal["none", "full", "own_full"] = Field(
        "none", description="fit the head again, by the loss of all modalities, or with each one's own loss added"
    )
    temperatures: bool = Field(False, description="fit one temperature per modality on the validation split")

    @property
    def asked(self) -> bool:
        """Whether anything is to be fitted."""
        return self.refit != "none" or self.temperatures


class RobustnessSpec(Options):
    """What to do to the test inputs of the network when training has ended. The network stays as it is."""

    section: ClassVar = "robustness"  # of a specification
    corruptions: tuple[Literal[Corruption, "all"], ...] = Field(
        (), description="each over every modality that it fits, one modality at a time; 'all' means all that fit"
    )
    draws: int = Field(3, ge=1, le=20, description="how often the dice of every corruption are thrown")
    stand_in: StandIn = Field(
        "own", description="what takes the place of absent modalities; 'own': what the network was trained with"
    )

    @property
    def asked(self) -> bool:
        """Whether anything is to be corrupted."""
        return bool(self.corruptions)

    def fitting(self, kind: str) -> tuple[Corruption, ...]:
        """Return which of the corruptions fit a kind of modality, in the order in which pages offer them."""
        return tuple(each for each in FITTING[kind] if each in self.corruptions or "all" in self.corruptions)

    def answers(self, other: Self) -> bool:
        """Return whether it asks for anything, and for all that `other` asks for."""
        alike = (self.draws, self.stand_in) == (other.draws, other.stand_in)
        covers = "all" in self.corruptions or set(other.corruptions) <= set(self.corruptions)
        return self.asked and alike and covers


def _method(name: str) -> str:
    if name != "all" and name not in METHODS:
        raise ValueError(f"'{name}' is unknown. {suggestion(name, ['all', *METHODS]).rstrip('.')}")
    return name


Checks = Literal["none", "quick", "retraining"]  # each does what those before it do, too
CHECKS: Final = get_args(Checks)


class AttributionSpec(Options):
    """By which methods to attribute what the network says about its test split when training has ended."""

    section: ClassVar = "attribution"  # of a specification
    methods: tuple[Annotated[str, AfterValidator(_method)], ...] = Field(
        (), description="as in shapviz.runs.methods.METHODS; 'all' means every one that plays between modalities"
    )
    samples: int = Field(0, ge=0, le=1_000_000, description="of the test split, drawn by the run's seed; 0 means all")
    payoff: Payoff = Field("probability", description="the number that is attributed")
    target: Target = Field("true", description="of which class")
    baseline: Baseline = Field("own", description="what takes the place of the absent")
    calls: int = Field(256, ge=1, le=1_000_000, description="of the network by methods that draw, for each sample")
    repeats: int = Field(16, ge=2, le=1000, description="independent draws that the calls are divided among")
    checks: Checks = Field(
        "quick",
        description="what methods are put to: nothing; randomised weights, a duplicated modality, one that does "
        "nothing, and other budgets; or networks that are trained once more as well",
    )

    @property
    def asked(self) -> bool:
        """Whether anything is to be attributed."""
        return bool(self.methods)

    @property
    def question(self) -> Question:
        """What every method is asked."""
        return Question(payoff=self.payoff, target=self.target, baseline=self.baseline)

    @property
    def named(self) -> tuple[str, ...]:
        """The methods, in the order in which pages list them."""
        usual = {name for name, method in METHODS.items() if "modality" in method.levels and "all" in self.methods}
        return tuple(name for name in METHODS if name in usual.union(self.methods))

    def effort(self, seed: int) -> Effort:
        """Return what methods that draw may spend."""
        return Effort(calls=self.calls, repeats=self.repeats, seed=seed)

    def answers(self, other: Self) -> bool:
        """Return whether it asks for anything, and for all that `other` asks for."""
        return (
            self.asked
            and self.model_dump(exclude={"methods", "checks"}) == other.model_dump(exclude={"methods", "checks"})
            and set(other.named) <= set(self.named)
            and CHECKS.index(other.checks) <= CHECKS.index(self.checks)
        )
