"""The shapes that a view consists of: plain JSON, all words and colours included. See `View`."""

from typing import Literal, TypedDict

from shapviz.figures.charts import Chart, Table
from shapviz.figures.words import Sentence

Place = Literal["now", "beside", ""]


class Number(TypedDict):
    """The big number of one side, in whole percents."""

    run: str
    clean: str  # "76": everybody present, nothing corrupted
    now: str  # "46": who is present, as they are now
    interval: str  # "95 % interval [42, 51]"
    change: str  # "30 points less [26, 34]"
    value: float  # now, as a fraction of 1: what `estimates` are measured against


class Cell(TypedDict):
    """One coalition at one severity."""

    text: str  # "46", or "…" while it is being measured
    value: float | None  # accuracy as a fraction of 1
    background: str  # hex; empty while it is being measured
    colour: str  # hex of the text, at least 4.5:1 on the background
    now: bool  # the coalition and the severity on screen
    label: str  # "Twemoji + words at severity 3: 46 % [42, 51]"


class Column(TypedDict):
    """One severity."""

    text: str  # "clean", "1", ...
    severity: float
    place: Place  # "now": the one on screen; "beside": the one on screen lies between this and another


class Row(TypedDict):
    """One coalition."""

    mask: int
    label: str  # "Twemoji + words", or "nobody"
    members: list[bool]  # by modality in the order of bits: show its mark, or a dot
    now: bool  # the coalition on screen
    cells: list[Cell]


class Grid(TypedDict):
    """Coalitions by severities of the focused modality's corruption, all else clean; to be drawn as an HTML table."""

    run: str
    title: Sentence
    subtitle: str
    columns: list[Column]
    rows: list[Row]
    alt: str
    table: Table


class Chip(TypedDict):
    """A finding about one network as such, in one line."""

    run: str
    key: Literal["worst", "missed", "redundant"]
    title: str
    said: Sentence
    sure: bool  # False: too close to call, or not known yet


class Drop(TypedDict):
    """You may drop one sensor to save money: which? The page keeps the answer behind a button."""

    question: str
    answer: Sentence
    reasons: list[Sentence]
    sure: bool


class Guess(TypedDict):
    """What the network makes of a sample."""

    label: str  # the class
    percent: str  # "64"
    right: bool


class Verdict(TypedDict):
    """One network on one sample."""

    run: str
    before: Guess  # everybody present, nothing corrupted
    after: Guess  # who is present, as they are now
    flipped: bool
    said: str  # "Travel 64 % became Activities 37 %, which is wrong."


class Sample(TypedDict):
    """One sample of the strip."""

    row: int  # its place in the dataset
    truth: str  # its class
    verdicts: list[Verdict]  # one for each side


class View(TypedDict):
    """Everything that the page shows for one coalition under some conditions. Plain JSON, finite numbers only.

    A `Sentence` is a list of strings and of `{"tag": modality}` (a pill in its colour), `{"strong": text}` (bold) and
    `{"unsure": text}` (hatched: the interval covers zero). No text holds markup.
    """

    finding: Sentence  # the headline
    subtitle: str  # its measure and n
    note: str  # of two networks: why they are not subtracted, and in which settings they differ
    numbers: list[Number]  # one for each side
    levels: dict[str, str]  # by corrupted modality: "Gaussian noise, σ 0.26"
    curves: Chart
    grids: list[Grid]  # one for each side
    dumbbell: Chart
    chips: list[Chip]  # three for each side
    conclusion: Sentence  # the one bordered box
    drop: Drop
    strip: list[Sample]
    estimates: list[dict[str, list[tuple[float, float]]]]
    """For each side, by modality: (severity, accuracy) of this coalition with that modality alone corrupted. While its
    slider is held, the number is read off linearly between them and marked "≈". Only modalities whose sweep is known,
    and of which no other one that is present is corrupted."""
    pending: list[str]  # modalities whose curve is still being measured
    csv: Table  # everything above in one tidy table
