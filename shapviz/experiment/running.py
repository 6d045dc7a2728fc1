"""A run, from its first epoch to whatever is asked of it afterwards."""

from collections.abc import Iterator
from functools import partial

from shapviz.attribution.explainer import Explainer
from shapviz.attribution.study import study as attributed
from shapviz.calibration import calibrate
from shapviz.data import catalog
from shapviz.experiment.alone import Alone, trained_on
from shapviz.experiment.setting import Setting
from shapviz.models import FusionModel
from shapviz.robustness.bench import Bench
from shapviz.robustness.study import study as corrupted
from shapviz.runs import samples
from shapviz.runs.artifacts import ArtifactStore
from shapviz.runs.records import Event
from shapviz.runs.spec import RunSpec
from shapviz.training.checkpoint import Checkpoints
from shapviz.valuation.samples import tabulate


def run(
    spec: RunSpec,
    *,
    artifacts: ArtifactStore | None = None,
    run_id: str | None = None,
    forked: bool = False,
    known: dict[str, FusionModel] | None = None,
) -> Iterator[Event]:
    """Yield the events of a run, training as they are asked for.

    The same spec on the same machine yields the same records, `seconds` apart, also after a kill.

    Args:
        spec: Everything that describes the run.
        artifacts: Where its checkpoints are kept. If there are some already, the run goes on from the newest, and
            yields the record of that epoch once more. None keeps nothing.
        run_id: Whose checkpoints these are; by default the spec's fingerprint names them.
        forked: Whether it goes on from another run, whose checkpoint `shapviz.runs.forks` has laid there.
        known: Networks that were trained alone for the run before, by what they were trained for. Runs that differ in
            their strategy need the same ones. Those of this run take their place.

    Raises:
        UsageError: If data, network, strategy and device do not fit each other, all problems at once.
        TrainingError: If the loss is no longer finite.
    """
    catalog.check(spec)
    setting = Setting.of(spec)
    learner = setting.learner(spec)
    run_id = run_id or spec.fingerprint()
    kept = Checkpoints(artifacts, run_id, spec.fingerprint()) if artifacts else None
    alone = Alone(spec, setting, {} if known is None else known)
    yield from setting.training(spec, learner, kept, forked=forked, target=alone.target).events()
    tables = {split: tabulate(learner.model, source) for split, source in setting.unseen.items()}
    if artifacts:
        samples.write(artifacts, run_id, spec.training.epochs, tables)
    if spec.calibration.asked:
        yield from calibrate(spec, learner.model, setting.train, setting.unseen, tables)
    if spec.robustness.asked:
        bench = Bench(learner.model, setting.dataset, setting.splits, seed=spec.seed)
        yield from corrupted(spec, bench, artifacts, run_id)
    if spec.attribution.asked:
        explainer = Explainer(learner.model, setting.dataset, setting.splits, seed=spec.seed)
        yield from attributed(spec, explainer, partial(trained_on, spec, setting), artifacts, run_id)
    if spec.probes:
        yield from alone.diagnosis(learner.model)
