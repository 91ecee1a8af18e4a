"""The change within a panel: McNemar's exact test and Newcombe's paired interval.

Pure arithmetic on the four counts of a panel, as arrays; `pipelines.statistics.fill` puts
the results into the warehouse. A panel of yes and no has the cells

    kept     yes and yes          gained   no, then yes
    lost     yes, then no         neither  no and no
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from pipelines.statistics.limits import normal_quantile

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
    at_most = bdtr(fewer.astype(float), moves, 0.5)
    below = np.where(fewer > 0, bdtr(np.maximum(fewer - 1, 0).astype(float), moves, 0.5), 0.0)
    return np.minimum(2 * at_most, 1.0), np.minimum(at_most + below, 1.0)


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
    z = normal_quantile(confidence)
    size = (kept + gained + lost + neither).astype(float)
    after, before = (kept + gained) / size, (kept + lost) / size
    after_low, after_high = _wilson(after, size, z)
    before_low, before_high = _wilson(before, size, z)
    phi = _phi(*(cell.astype(float) for cell in (kept, gained, lost, neither)))
    change = (gained - lost) / size
    down = _added(after - after_low, before_high - before, phi)
    up = _added(after_high - after, before - before_low, phi)
    return np.maximum(change - down, -1.0), np.minimum(change + up, 1.0)


def _wilson(share: Floats, size: Floats, z: float) -> tuple[Floats, Floats]:
    centre = share + z * z / (2 * size)
    half = z * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    scale = 1 + z * z / size
    # never past the share itself by the last bit of a float
    return np.minimum((centre - half) / scale, share), np.maximum((centre + half) / scale, share)


def _phi(kept: Floats, gained: Floats, lost: Floats, neither: Floats) -> Floats:
    """The correlation of the two waves, drawn towards 0; 0 where a margin is empty."""
    size = kept + gained + lost + neither
    excess = kept * neither - gained * lost
    excess = np.where(excess > 0, np.maximum(excess - size / 2, 0), excess)
    margins = np.sqrt((kept + gained) * (lost + neither) * (kept + lost) * (gained + neither))
    return np.where(margins > 0, excess / np.where(margins > 0, margins, 1), 0.0)


def _added(one: Floats, other: Floats, phi: Floats) -> Floats:
    return np.sqrt(np.maximum(one * one - 2 * phi * one * other + other * other, 0))
