"""From a specification to events: the only place that joins data, network, strategy and training."""

from shapviz.experiment.alone import unimodal
from shapviz.experiment.opening import open_bench, open_explainer, opened
from shapviz.experiment.running import run
from shapviz.experiment.setting import Setting

__all__ = ["Setting", "open_bench", "open_explainer", "opened", "run", "unimodal"]
