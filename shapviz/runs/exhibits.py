"""What one modality of one sample looks and sounds like, before and after something was done to it.

An exhibit holds what a browser draws: pictures as data URIs, words, traces. `after` is None where nothing has changed
and where the modality is gone. A sound travels apart, when somebody wants to hear it.
"""

from typing import Annotated, Final, Literal

from pydantic import Field

from shapviz.runs.options import Options

GONE: Final = "missing altogether"
SAME: Final = "unchanged"
"""What is told of an exhibit of which nothing is left, and of one to which nothing was done."""

WordState = Literal["kept", "lost", "unknown", "moved", "misspelt", "replaced", "added"]


class _Exhibit(Options):
    gone: bool = Field(False, description="the modality is missing altogether")
    told: str = Field(description="what has changed and how much, as one phrase: the text of the picture")


class Picture(_Exhibit):
    """An image, pixel by pixel."""

    kind: Literal["image"] = "image"
    before: str = Field(description="data URI of a PNG")
    after: str | None


class Sound(_Exhibit):
    """A sound as its mel spectrogram: time to the right, pitch upwards, loud is light."""

    kind: Literal["audio"] = "audio"
    before: str = Field(description="data URI of a PNG in greys; both have the same scale")
    after: str | None
    seconds: float


class Word(Options):
    """What has become of one word."""

    state: WordState
    before: str = Field(description="empty where there was no word")
    after: str = Field(description="empty where there is no word any more")


class Words(_Exhibit):
    """Some words in their order."""

    kind: Literal["text"] = "text"
    words: tuple[Word, ...]


class Traces(_Exhibit):
    """A time series, channel by channel, thinned out to what a small picture can show."""

    kind: Literal["series"] = "series"
    before: tuple[tuple[float, ...], ...] = Field(description="by channel, values over time")
    after: tuple[tuple[float, ...], ...] | None
    low: float = Field(description="the least of all values shown, before and after")
    high: float


class Column(Options):
    """One column of a feature vector."""

    number: int = Field(ge=1, description="its place, counted from one")
    before: float
    after: float


class Columns(_Exhibit):
    """A feature vector: all columns of a short one, those that have changed most of a long one."""

    kind: Literal["features"] = "features"
    columns: tuple[Column, ...] = Field(description="in their order")
    total: int = Field(description="how many there are")
    low: float = Field(description="the least of all values shown and of 0")
    high: float


Exhibit = Annotated[Picture | Sound | Words | Traces | Columns, Field(discriminator="kind")]


class Shown(Options):
    """One sample of a strip."""

    row: int = Field(description="its place in the dataset")
    exhibits: dict[str, Exhibit] = Field(description="by modality")
