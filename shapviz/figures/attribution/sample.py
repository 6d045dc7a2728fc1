"""The sample in view, and those on which methods disagree most."""

from __future__ import annotations

from shapviz.figures.attribution.answer import named
from shapviz.figures.attribution.answers import Answers
from shapviz.figures.attribution.parts import Chip, Disagreement, SampleCard
from shapviz.figures.labels import points
from shapviz.figures.numbers import UNSURE
from shapviz.figures.sentences import tag
from shapviz.figures.words import Sentence
from shapviz.runs.gallery import Gallery

_MOST = 12  # rows that are listed


def sample(answers: Answers) -> SampleCard | None:
    """Return what the network makes of the sample in view; None where that is not known."""
    gallery, row = answers.scene.gallery, answers.row
    if gallery is None or row not in gallery.rows:
        return None
    place = gallery.rows.index(row)
    truth, predicted = (gallery.classes[of[place]] for of in (gallery.truth, gallery.predicted))
    percent, right = points(float(gallery.probability[place])), truth == predicted
    return {
        "row": row,
        "place": place + 1,
        "of": len(gallery.rows),
        "truth": truth,
        "predicted": predicted,
        "percent": percent,
        "right": right,
        "said": f"true: {truth} · predicted: {predicted}, {percent} %, {'right' if right else 'wrong'}",
        "chips": _chips(answers, row),
        "leader": _leader(answers, row),
    }


def _chips(answers: Answers, row: int) -> list[Chip]:
    exact, unit = answers.exact, answers.unit
    place = exact.place(row) if exact else None
    if exact is None or place is None:
        return []
    values = exact.attribution.values[place].tolist()
    return [
        {
            "player": player,
            "text": unit.signed(value),
            "label": f"{player}: {unit.signed(value)} {unit.name}",
            "against": unit.text(value).startswith("−"),
        }
        for player, value in zip(answers.players, values, strict=True)
    ]


def _leader(answers: Answers, row: int) -> Sentence:
    """Return whose value is greatest in amount, as far as the numbers shown tell."""
    exact, unit = answers.exact, answers.unit
    place = exact.place(row) if exact else None
    if exact is None or place is None:
        return []
    sizes = exact.sizes[place]
    first, second = sorted(range(len(sizes)), key=lambda player: -sizes[player])[:2]
    if not sizes[first]:
        return ["No modality makes any difference here"]
    if unit.text(float(sizes[first])) == unit.text(float(sizes[second])):
        return ["Who leads here is ", UNSURE]
    against = exact.attribution.values[place, first] < 0
    return [tag(answers.players[first]), f" leads here, {'against' if against else 'for'} it"]


def disagreements(answers: Answers) -> list[Disagreement]:
    """Return the samples on which two methods are furthest apart, with whom each of them names."""
    agreement, gallery = answers.scene.agreement, answers.scene.gallery
    if agreement is None:
        return []
    return [
        {"row": worst.row, "truth": _truth(gallery, worst.row), "said": said}
        for worst in agreement.worst[:_MOST]
        if (said := _apart(answers, worst.row, worst.methods))
    ]


def _truth(gallery: Gallery | None, row: int) -> str:
    if gallery is None or row not in gallery.rows:
        return ""
    return gallery.classes[gallery.truth[gallery.rows.index(row)]]


def _apart(answers: Answers, row: int, methods: tuple[str, str]) -> Sentence:
    """Return what two methods say of a sample: whom they name, or where that is the same one, how much it gets."""
    told = [(named(method), _greatest(answers, method, row)) for method in methods]
    (one, first), (other, second) = told
    if first is None or second is None:
        return []
    if first[0] != second[0]:
        return [f"{one}: ", tag(first[0]), f", {other}: ", tag(second[0])]
    return [tag(first[0]), f" leads by both, {one}: {first[1]}, {other}: {second[1]}"]


def _greatest(answers: Answers, method: str, row: int) -> tuple[str, str] | None:
    """Return whose value is greatest in amount by a method, and that value."""
    answer = answers.known.get(method)
    place = answer.place(row) if answer else None
    if answer is None or place is None or not answer.sizes[place].any():
        return None
    leader = int(answer.sizes[place].argmax())
    return answers.players[leader], answers.unit.signed(float(answer.attribution.values[place, leader]))
