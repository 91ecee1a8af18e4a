"""The change within a panel: McNemar's exact test, Holm's adjustment, Newcombe's paired interval.

Pure arithmetic on the four counts of a panel, as arrays; `pipelines.statistics.fill` puts
the results into the warehouse. A panel of yes and no has the cells

    kept     yes and yes          gained   no, then yes
    lost     yes, then no         neither  no and no

statsmodels takes its time to import: only who has a panel to test imports this module.
"""

from __future__ import annotations

import gc

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom
from statsmodels.stats.contingency_tables import mcnemar as mcnemar_of_table
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


def mcnemar(gained: Counts, lost: Counts) -> tuple[Floats, Floats]:
    """Probability of moves as uneven as these, if each went either way like a coin.

    Args:
        gained: how many moved to yes.
        lost: how many moved to no.

    Returns:
        The exact two-sided p, 2·P(Bin(gained + lost, ½) <= the fewer of the two), at most 1; and
        the mid-p, which counts only half of the probability of what was seen.
    """
    moves, fewer = gained + lost, np.minimum(gained, lost)
    # one table at a time: each split once
    splits, of = np.unique(np.stack([fewer, moves - fewer]), axis=1, return_inverse=True)
    tables = [[[0, more], [less, 0]] for less, more in splits.T.tolist()]
    exact = np.array([mcnemar_of_table(table, exact=True).pvalue for table in tables])[of]
    half_seen = binom.cdf(fewer, moves, 0.5) + binom.cdf(fewer - 1, moves, 0.5)
    return exact, np.minimum(half_seen, 1.0)


def holm(p: Floats) -> Floats:
    """The p of several tests, adjusted so that all of them can be looked at together."""
    gc.freeze()  # it collects garbage: a tenth of a second among all that a build has loaded
    try:
        adjusted: Floats = multipletests(p, method="holm")[1]
    finally:
        gc.unfreeze()
    return adjusted


def paired_interval(
    kept: Counts, gained: Counts, lost: Counts, neither: Counts, confidence: float
) -> tuple[Floats, Floats]:
    """Limits for the change of a share within a panel, (gained - lost) of all.

    Newcombe (1998b), method 10: the Wilson limits of both shares, squared and added, less
    what the two waves have in common (φ, with a correction for continuity).

    Args:
        kept: yes in both waves.
        gained: yes only in the later one.
        lost: yes only in the earlier one.
        neither: yes in none; the four must not all be 0.
        confidence: level of the limits, 0-1.
    """
    size = kept + gained + lost + neither
    after, before = (kept + gained) / size, (kept + lost) / size
    after_low, after_high = _wilson(kept + gained, size, confidence)
    before_low, before_high = _wilson(kept + lost, size, confidence)
    phi = _phi(*(cell.astype(float) for cell in (kept, gained, lost, neither)))
    change = (gained - lost) / size
    down = _added(after - after_low, before_high - before, phi)
    up = _added(after_high - after, before - before_low, phi)
    return np.maximum(change - down, -1.0), np.minimum(change + up, 1.0)


def _wilson(count: Counts, size: Counts, confidence: float) -> tuple[Floats, Floats]:
    low, high = proportion_confint(count, size, alpha=1 - confidence, method="wilson")
    # never past the share itself by the last bit of a float
    return np.minimum(low, count / size), np.maximum(high, count / size)


def _phi(kept: Floats, gained: Floats, lost: Floats, neither: Floats) -> Floats:
    """The correlation of the two waves, drawn towards 0; 0 where a margin is empty."""
    size = kept + gained + lost + neither
    excess = kept * neither - gained * lost
    excess = np.where(excess > 0, np.maximum(excess - size / 2, 0), excess)
    margins = np.sqrt((kept + gained) * (lost + neither) * (kept + lost) * (gained + neither))
    return np.where(margins > 0, excess / np.where(margins > 0, margins, 1), 0.0)


def _added(one: Floats, other: Floats, phi: Floats) -> Floats:
    return np.sqrt(np.maximum(one * one - 2 * phi * one * other + other * other, 0))
