"""The shapes that a view consists of: plain JSON, all words and colours included. See `View`."""

from typing import Literal, TypedDict

from shapviz.figures.charts import Chart, Table
from shapviz.figures.words import Sentence

Scope = Literal["all", "sample"]
"""All samples, or the one in view. Whatever has both has both at once: the page only switches."""

State = Literal["known", "refused", "pending"]
Outcome = Literal["passes", "fails", "inconclusive", "not applicable", "not run yet"]


class Segment(TypedDict):
    """A piece of a bar: what one player gets. `left` and `width` are fractions of the bar's whole width."""

    player: str
    left: float
    width: float
    text: str  # to stand inside, "38" or "−3"; empty where there is no room
    glyph: bool  # whether there is room for the player's mark before the text
    label: str  # "Noto 38 % [36, 40]": on hover, and for screen readers


class Amount(TypedDict):
    """What one player gets, with its sign, in the unit of the table."""

    player: str
    text: str  # "+29"
    interval: str  # "[27, 31]": over samples where scope is "all", over draws where it is "sample"; empty if none


class Bars(TypedDict):
    """What one method gives, in one scope."""

    shares: list[Segment]  # of |φ|: they fill the whole width; empty where nobody gets anything
    signed: list[Segment]  # around `Methods.zero`: those above it to the right, those below it to the left
    amounts: list[Amount]  # in the order of the modalities
    positive: str  # "+54": what all samples' players get that help, together; the mean over samples
    negative: str  # "−31": the same of those that harm; "0" where nobody does
    cancels: str  # "+54 and −31 leave +23": where parts cancel; else empty
    missing: str  # "27 pts", "0": what the values leave of everybody - nobody, on average
    leaves: bool  # whether `missing` is worth stressing: more than what is drawn explains
    give: str  # "±0.8": half the width of the widest 95 % interval over what the method draws; empty if none
    alt: str  # the bar in words


class MethodRow(TypedDict):
    """One method, in the order of `METHODS`."""

    method: str  # its key there
    title: str
    library: str
    about: str  # what it does, as a sentence
    state: State
    main: bool  # exact Shapley values: what all others are measured against
    bars: dict[Scope, Bars] | None  # None unless known; without "sample" where the row in view was not asked for
    said: str  # "not run yet: about 9 calls a sample, about 12 s", or the reason of a refusal; empty where all is known
    remedy: str  # what to do about a refusal; else empty
    calls: str  # per sample: "8"; "about 256" before it is run
    time: str  # for all samples: "1.0 ms"; "about 12 s" before it is run
    baseline: str  # "as trained", "zeros", "mean", or "background of 32", sampled
    sampled_baseline: bool  # whether it samples its baseline though the question fixes one: not the same question
    aims: str  # "Shapley values", or "something else"
    samples: str  # "100 of 363 samples" where they are not all; else empty


class Methods(TypedDict):
    """The table of methods; the view's finding is its title."""

    subtitle: dict[Scope, str]  # "Share of |φ|, mean over 363 test samples"
    signed_subtitle: dict[Scope, str]  # "φ in points, mean over 363 test samples, 95 % intervals over samples"
    zero: dict[Scope, float]  # where signed bars begin, as a fraction of their width; the same for all methods
    unit: str  # "points", "nats" or "logits"
    rows: list[MethodRow]
    alt: str
    table: Table


class AgreementCell(TypedDict):
    """How far two methods agree. On the diagonal: a method's name."""

    text: str  # "84", or the name
    background: str  # hex; empty on the diagonal
    colour: str  # hex of the text, at least 4.5:1 on the background; empty on the diagonal
    name: bool  # whether it is the diagonal
    unsure: bool  # the interval is too wide to tell much: hatched
    label: str  # "Exact Shapley and Leave one out: the same modality leads in 84 % [80, 88] of samples"


class AgreementRow(TypedDict):
    """One method against all before it, itself last."""

    method: str
    title: str  # in full, where `cells[-1]["text"]` is short
    head: str  # to stand before the row: empty where names fit on the diagonal, else the name, and letters stand there
    cells: list[AgreementCell]


class Measure(TypedDict):
    """One way to measure agreement."""

    key: str
    name: str  # on the switch: "same leader"
    title: Sentence
    subtitle: str
    how: str  # how to read it
    rows: list[AgreementRow]
    alt: str
    table: Table


class Agreements(TypedDict):
    """The heat map of agreement: a lower triangle with names on the diagonal, to be drawn as an HTML table."""

    said: str  # why there is none yet; else empty
    measures: list[Measure]  # the first is shown first; empty while there is none


class Falls(TypedDict):
    """The waterfall from nobody to everybody, in two forms."""

    alone: Chart | None  # nobody, each alone, what they share or add together (hatched), everybody
    values: Chart | None  # nobody, each by its Shapley value, everybody: nothing is left over


class Coalition(TypedDict):
    """One coalition and what it is worth, in the unit of the table."""

    mask: int
    label: str  # "Twemoji + words", or "nobody"
    members: list[bool]  # by modality in the order of bits: show its mark, or a dot
    worth: dict[Scope, str]  # "67"
    interval: str  # of "all", over samples: "[64, 70]"
    width: dict[Scope, float]  # of a bar, in [0, 1]: 0 the least of all worths, 1 the greatest
    folded: bool  # one of many in the middle, shown on demand


class Coalitions(TypedDict):
    """All coalitions, the worthiest first."""

    title: Sentence
    subtitle: str
    rows: list[Coalition]
    folded: int  # how many are shown on demand
    alt: str
    table: Table


class Corner(TypedDict):
    """How many samples lie near one corner of the share space."""

    player: str
    samples: int
    said: Sentence  # "[words] alone: 41 samples"


class Space(TypedDict):
    """All samples by the shares of their |φ|. In the figure, `customdata` of each mark is its row: a click shows it."""

    chart: Chart | None
    corners: list[Corner]


class Tested(TypedDict):
    """What one sanity check says of some methods that it says the same of."""

    outcome: Outcome
    methods: list[str]  # keys of `METHODS`
    said: str  # "Exact Shapley, Captum's Shapley values"
    reason: str  # with its numbers: of the first of them


class Card(TypedDict):
    """One sanity check in words."""

    key: str
    title: str  # "Randomise the weights"
    done: str  # what was done
    expected: str  # of a method that does what it should
    found: Sentence  # "All 4 methods pass", "[Leave one out] fails"
    outcome: Outcome  # the worst: fails, then inconclusive, then passes
    tested: list[Tested]  # those that fail first; empty while nothing is known
    table: Table | None  # its numbers; None while nothing is known


class Chip(TypedDict):
    """What one modality gets of the sample in view."""

    player: str
    text: str  # "+15"; a true minus sign
    label: str  # "Noto: −6 points"
    against: bool


class SampleCard(TypedDict):
    """The sample in view."""

    row: int
    place: int  # among the samples, counted from 1
    of: int
    truth: str
    predicted: str
    percent: str  # "46": the probability of the predicted class
    right: bool
    said: str  # "true: Travel · predicted Travel, 46 %, right"
    chips: list[Chip]  # in the order of the modalities, by exact Shapley values; empty while unknown
    leader: Sentence  # "[Noto] leads here", "too close to call", ...


class Disagreement(TypedDict):
    """A sample on which methods disagree."""

    row: int
    truth: str
    said: Sentence  # "Exact: [Noto], Leave one out: [words]"


class Common(TypedDict):
    """What is the same whichever sample is in view."""

    finding: Sentence  # the headline
    subtitle: str  # measure, n, baseline, payoff, epoch
    note: str  # what to know besides: methods on fewer samples; often empty
    agreement: Agreements
    sanity: list[Card]
    history: Chart | None  # mean φ by epoch
    trust: Sentence  # the one bordered box: which one to trust?
    disagreements: list[Disagreement]  # the most first
    csv: Table  # all numbers in one tidy table


class View(Common):
    """Everything that the page says and draws of one question. Plain JSON, finite numbers only.

    A `Sentence` is a list of strings and of `{"tag": modality}` (a pill in its colour), `{"strong": text}` (bold) and
    `{"unsure": text}` (hatched: the interval covers zero). No text holds markup, but the texts in figures, in which
    markup is escaped. A part that is not known yet is None, or says so; it never holds a place with made-up numbers.
    """

    methods: Methods
    waterfall: dict[Scope, Falls]
    coalitions: Coalitions | None
    space: Space
    budget: Chart | None  # for the sample in view
    curves: Chart | None  # insertion and deletion, for the sample in view
    sample: SampleCard | None
