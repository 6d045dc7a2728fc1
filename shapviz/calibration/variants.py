"""From a trained network to the record of what calibrating it would change."""

from collections.abc import Iterator, Mapping

from shapviz.calibration.heads import refit
from shapviz.calibration.temperatures import fit_temperatures
from shapviz.games.outcome import outcome
from shapviz.models import BatchSource, FusionModel
from shapviz.runs.records import CalibrationRecord, Progress, Variant
from shapviz.runs.sampled import Mask, SampleTable
from shapviz.runs.samples import SplitName
from shapviz.runs.spec import RunSpec
from shapviz.valuation import coalition_worth

Splits = Mapping[SplitName, BatchSource]
Tables = Mapping[SplitName, SampleTable]


def calibrate(
    spec: RunSpec, model: FusionModel, train: BatchSource, splits: Splits, tables: Tables
) -> Iterator[Progress | CalibrationRecord]:
    """Yield how far it is, and then what every way of calibrating that `spec` asks for would change.

    All are fitted on the training and the validation split; the test split is only looked at. On the validation split
    they look better than they are, by what the choice of a penalty or of a temperature for each modality is worth.

    Args:
        spec: Its section `calibration` says what is asked for.
        model: The trained network. It is left as it was found.
        train: The training split.
        splits: The validation and the test split.
        tables: What the network does with their samples.
    """
    epochs = spec.training.epochs
    variants = {"before": _variant(spec, tables, {split: table.right for split, table in tables.items()})}
    if spec.calibration.refit != "none":
        yield Progress(epoch=epochs, fraction=0, doing="calibrating")
        variants["refit"] = _refitted(spec, model, train, splits, tables)
    if spec.calibration.temperatures:
        yield Progress(epoch=epochs, fraction=0.9, doing="calibrating")
        variants["temperatures"] = _tempered(spec, tables)
    yield CalibrationRecord(epoch=epochs, variants=variants)


def _refitted(spec: RunSpec, model: FusionModel, train: BatchSource, splits: Splits, tables: Tables) -> Variant:
    fitted = refit(model, train, splits["valid"], own=spec.calibration.refit == "own_full")
    right = {
        split: coalition_worth(fitted.model, source, ["accuracy"])[0]["accuracy"].astype(bool)
        for split, source in splits.items()
    }
    return _variant(spec, tables, right).model_copy(update={"l2": fitted.l2})


def _tempered(spec: RunSpec, tables: Tables) -> Variant:
    found = fit_temperatures(tables["valid"])
    right = {split: table.tempered(found) for split, table in tables.items()}
    return _variant(spec, tables, right).model_copy(update={"temperatures": found})


def _variant(spec: RunSpec, tables: Tables, right: Mapping[SplitName, Mask]) -> Variant:
    """Return the accuracies where these coalitions predict these samples, and what they gain over the network's."""
    draws = {"resamples": spec.valuation.resamples, "seed": spec.seed}
    return Variant(
        **{split: outcome(table.modalities, table.right, right[split], **draws) for split, table in tables.items()}
    )
