"""Calibration after training: what a finished network gains by fitting the last linear step of its fusion once more.

Everything here works on copies. The run's own weights and results stay as they are; what the calibrated copies predict
stands beside them, with all modalities and with each missing, because the two may move in opposite directions.
"""

from shapviz.calibration.heads import Refit, refit
from shapviz.calibration.temperatures import fit_temperatures
from shapviz.calibration.variants import calibrate

__all__ = ["Refit", "calibrate", "fit_temperatures", "refit"]
