"""What can be asked of the networks in the lab. Loads no torch."""

from hashlib import blake2b
from typing import Final, Literal

from pydantic import Field

from shapviz.runs.attribution import Question as Asking
from shapviz.runs.corruptions import Corruption
from shapviz.runs.inside import Others
from shapviz.runs.methods import Effort
from shapviz.runs.options import Options
from shapviz.runs.robustness import Conditions, Corrupted, StandIn
from shapviz.runs.spec import RunSpec

AT_ONCE: Final = ("exact", "leave_one_out")
"""Methods whose values a page of attributions begins with: they cost one table of coalitions."""

CHECKED: Final = (*AT_ONCE, "captum.integrated_gradients")
"""Methods that a page has checked by itself: one that shares out what two know alike, one that does not, and one that
follows gradients."""


class Subject(Options):
    """A trained network. The run's id never means another one, but a run that was stopped may go on."""

    run: str
    epoch: int = Field(description="how far the run has come")
    earlier: int | None = Field(None, description="after which of its epochs; None means the last")
    spec: RunSpec


class _About(Options):
    subject: Subject

    @property
    def patient(self) -> bool:
        """Whether nobody waits for it with a hand on the slider."""
        return False


class _Patient(_About):
    @property
    def patient(self) -> bool:
        return True


class FactsOf(_About):
    """Whom one can take away, what one can do to them. Answer: `Facts`."""

    kind: Literal["facts"] = "facts"


class ReadingOf(_About):
    """What every coalition is worth under these conditions. Answer: `Reading`."""

    kind: Literal["reading"] = "reading"
    conditions: Conditions
    rows: tuple[int, ...] = Field((), description="the samples to look at; without any, those of the facts")


class SweepOf(_Patient):
    """What one corruption of one modality does at every severity. Answer: `Sweep`."""

    kind: Literal["sweep"] = "sweep"
    modality: str
    corruption: Corruption
    stand_in: StandIn
    draw: int


class StripOf(_About):
    """What a few samples look like under these conditions. Answer: a list of `Shown`."""

    kind: Literal["strip"] = "strip"
    conditions: Conditions


class SoundOf(_About):
    """What a sample sounds like. Answer: a WAV file in base 64, as a JSON string."""

    kind: Literal["sound"] = "sound"
    row: int
    modality: str
    corrupted: Corrupted | None
    draw: int


class AttributionFactsOf(_About):
    """What can be asked about attributions. Answer: `AttributionFacts`."""

    kind: Literal["attribution_facts"] = "attribution_facts"


class GalleryOf(_About):
    """All samples to look through. Answer: `Gallery`."""

    kind: Literal["gallery"] = "gallery"
    question: Asking


class WorthsOf(_About):
    """What every coalition is worth to every sample. Answer: `Worths`."""

    kind: Literal["worths"] = "worths"
    question: Asking


class ExhibitsOf(_About):
    """What some samples look like. Answer: a list of `Shown`."""

    kind: Literal["exhibits"] = "exhibits"
    rows: tuple[int, ...]


class AttributedOf(_About):
    """What one method gives to the modalities of all samples. Answer: `Attribution`, or `Refused`."""

    kind: Literal["attributed"] = "attributed"
    question: Asking
    method: str
    effort: Effort = Effort()

    @property
    def patient(self) -> bool:
        """Whether nobody waits for it: a page begins with what it can say at once."""
        return self.method not in AT_ONCE


class InsideOf(_About):
    """What one method gives to the elements of one modality of one sample. Answer: `Inside`."""

    kind: Literal["inside"] = "inside"
    question: Asking
    row: int
    modality: str
    method: str
    others: Others = "averaged"
    effort: Effort = Effort()


class ThroughOf(_About):
    """What one tree over all modalities gives to the elements of each. Answer: {modality: `Inside`}."""

    kind: Literal["through"] = "through"
    question: Asking
    row: int
    effort: Effort = Effort()


class HistoryOf(_Patient):
    """How the exact values of all samples moved, of a subject as it stands. Answer: {epoch: `Attribution`}."""

    kind: Literal["history"] = "history"
    question: Asking
    epochs: tuple[int, ...] = Field(description="whose weights are kept")


class AgreementOf(_Patient):
    """How far methods agree. Answer: `Agreement`."""

    kind: Literal["agreement"] = "agreement"
    question: Asking
    methods: tuple[str, ...]
    effort: Effort = Effort()
    stored: dict[str, str] = Field({}, description="by method: the run among whose artifacts a job has left its values")


class SanityOf(_Patient):
    """What the checks that train nothing say of some methods. Answer: `Sanity`."""

    kind: Literal["sanity"] = "sanity"
    question: Asking
    methods: tuple[str, ...] = CHECKED
    effort: Effort = Effort()


class BudgetOf(_Patient):
    """What more calls buy from a method that draws, for one sample. Answer: `Budget`."""

    kind: Literal["budget"] = "budget"
    question: Asking
    row: int
    method: str
    seed: int = 0


class CurvesOf(_About):
    """What becomes of the number as players come and go in the order of a method. Answer: `Curves`."""

    kind: Literal["curves"] = "curves"
    question: Asking
    method: str
    row: int | None = Field(None, description="the sample; None means all of them")
    modality: str | None = Field(None, description="whose elements come and go in that sample; None: modalities do")
    others: Others = Field("averaged", description="whom that modality meets; modalities themselves meet all")
    effort: Effort = Effort()

    @property
    def patient(self) -> bool:
        """Whether nobody waits for it: orders of a few modalities come with every view."""
        return self.modality is not None or self.method not in AT_ONCE


class CostOf(_Patient):
    """About how many seconds each method takes for all samples. Answer: {method: seconds}, without those refused."""

    kind: Literal["cost"] = "cost"
    question: Asking
    effort: Effort = Effort()


RobustnessQuestion = FactsOf | ReadingOf | SweepOf | StripOf | SoundOf
AttributionQuestion = (
    AttributionFactsOf
    | GalleryOf
    | WorthsOf
    | ExhibitsOf
    | AttributedOf
    | InsideOf
    | ThroughOf
    | HistoryOf
    | AgreementOf
    | SanityOf
    | BudgetOf
    | CurvesOf
    | CostOf
)
Question = RobustnessQuestion | AttributionQuestion


def key_of(question: Question) -> str:
    """Return what stands for the question and for every question that is equal to it."""
    return blake2b(question.model_dump_json().encode(), digest_size=16).hexdigest()
