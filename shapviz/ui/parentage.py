"""What is said of a fork: what it changed, what would have been otherwise, and whose fork it is."""

from shapviz.figures.course import Fork, Ghost
from shapviz.runs import flags
from shapviz.runs.info import RunInfo
from shapviz.runs.records import EpochRecord
from shapviz.runs.spec import RunSpec
from shapviz.ui.orders import CHOICES, chosen, summary

LONGEST = 34  # characters; so much has room above the story


def parting(child: RunInfo, parent: RunInfo | None) -> Fork | None:
    """Return where a run parted from its parent, and how; None for a run that has none."""
    if child.parent_epoch is None:
        return None
    return Fork(child.parent_epoch, changes(child.spec, parent.spec if parent else None))


def changes(spec: RunSpec, before: RunSpec | None) -> str:
    """Return what a fork changed, in a few words; where its parent is gone, how it learns."""
    order = summary(spec)[1].lower()
    if before is None or order != summary(before)[1].lower():
        return order
    told, old = (each.model_dump(include={"strategy", "training", "valuation"}) for each in (spec, before))
    differing = [
        f"{field.replace('_', ' ')} {value}"
        for section, fields in told.items()
        for field, value in fields.items()
        if old[section].get(field) != value
    ]
    words = ", ".join(differing) or "nothing changed"
    return words if len(words) <= LONGEST else f"{len(differing)} settings"


def ghost(parent: RunInfo, records: tuple[EpochRecord, ...]) -> Ghost:
    """Return the parent as what would have happened without the fork."""
    label = CHOICES[chosen(parent.spec.strategy)].label.lower()
    return Ghost(f"had it stayed {label}", label, records)


def descent(child: RunInfo, parent: RunInfo | None) -> list[str]:
    """Return whose fork a run is, as a fact of the context strip; nothing for a run that is none."""
    if child.parent_epoch is None:
        return []
    of = f" of {parent.name}" if parent else ""
    return [f"fork{of} at epoch {child.parent_epoch}"]


def command(child: RunInfo, parent: RunInfo | None) -> str | None:
    """Return the command that gives the same run; None for a fork of a run that is gone."""
    if child.parent_epoch is None:
        return flags.train(child.spec)
    return flags.fork(parent.name, child.parent_epoch, child.spec, parent.spec) if parent else None
