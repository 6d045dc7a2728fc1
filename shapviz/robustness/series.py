"""Corruptions of series: (N, channels, time), standardised by the training rows.

What happens to sensors: they hiss, drift, fall out, skip, run at an uneven pace and meet the end of their range.
"""

import numpy as np

from shapviz.data.dataset import View
from shapviz.robustness.case import Case, spans


def drift(case: Case) -> View:
    """Return the series with a random walk on every channel, of that root mean square in spreads of the channel."""
    walk = np.cumsum(case.normal(), axis=2)
    size = np.sqrt(np.mean(walk**2, axis=2, keepdims=True))
    drifted: View = case.values + np.float32(case.level) * case.deviation * walk / size
    return drifted


def channel_dropout(case: Case) -> View:
    """Return the series with that share of their channels standing still at their training mean."""
    still = case.dice(case.values.shape[1]) < case.level
    return np.where(still[:, :, None], case.mean, case.values)


def span_dropout(case: Case) -> View:
    """Return the series with all channels standing still at their training mean for that share of the time."""
    still = spans(case.dice(), case.level, case.values.shape[2])
    return np.where(still[:, None, :], case.mean, case.values)


def time_warp(case: Case) -> View:
    """Return the series at an uneven pace, up to that many times as fast and as slow, with both ends where they were.

    The logarithm of the pace is one period of a sine, with a phase of its own for each row; all channels keep together.
    """
    length = case.values.shape[2]
    phase = 2 * np.pi * (np.arange(length - 1) / (length - 1) + case.dice(1))
    moments = np.cumsum(case.level ** np.sin(phase), axis=1)
    moments = np.pad(moments / moments[:, -1:] * (length - 1), ((0, 0), (1, 0)))
    before = np.minimum(moments.astype(np.int64), length - 2)
    way = (moments - before).astype(np.float32)[:, None, :]
    early, late = (np.take_along_axis(case.values, before[:, None, :] + step, axis=2) for step in (0, 1))
    warped: View = (1 - way) * early + way * late
    return warped


def saturation(case: Case) -> View:
    """Return the series with values that stop at so many spreads from their channel's training mean."""
    reach = np.float32(case.level) * case.deviation
    return np.clip(case.values, case.mean - reach, case.mean + reach)
