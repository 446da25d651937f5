"""Random numbers that depend on nothing but a key, a step and a place: no stream, no order, no state."""

import numpy as np

from neurotag.kernels.jit import kernel, loop
from neurotag.kernels.tables import Counts, Keys

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
KICKS = np.uint64(0xD6E8FEB86659FD93)
S30, S27, S31, S32, S33 = (np.uint64(bits) for bits in (30, 27, 31, 32, 33))
BYTE = np.uint32(0xFF)
B8, B16, B24 = (np.uint32(bits) for bits in (8, 16, 24))
LOW_16 = np.uint64(0xFFFF)
LOW_32 = np.uint64(0xFFFFFFFF)
CHUNK = 512
# Four 8-bit numbers: mean 2 * 255, variance 4 * (256**2 - 1) / 12.
SUM_MEAN = np.float32(510.0)
SUM_SCALE = np.float32(1.0 / np.sqrt((256.0**2 - 1.0) / 3.0))
N_COUNTS = 16
"""Thresholds of a Poisson count."""


@kernel
def mix(key: np.uint64, step: int) -> np.uint64:
    """Return 64 random bits of a key at a step: the finaliser of SplitMix64 on a Weyl sequence.

    References
    ----------
    Steele, Lea & Flood 2014, OOPSLA, "Fast splittable pseudorandom number generators".
    """
    z = key + np.uint64(step + 1) * GOLDEN
    z = (z ^ (z >> S30)) * MIX_1
    z = (z ^ (z >> S27)) * MIX_2
    return z ^ (z >> S31)


@loop
def fill_bits(key: np.uint64, step: int, first: int, bits: Keys) -> None:
    """Write 64 random bits for each place, counted from ``first``."""
    begin = mix(key, step) + np.uint64(first) * MIX_1
    for i in range(bits.size):
        z = begin + np.uint64(i) * MIX_1
        z = (z ^ (z >> S33)) * MIX_2
        z = (z ^ (z >> S27)) * GOLDEN
        bits[i] = z ^ (z >> S32)


@kernel
def normal(bits: np.uint32) -> np.float32:
    """Return a number of mean 0 and variance 1: the sum of the four bytes, within 3.45 of 0.

    A membrane averages some twenty of them, so its potential is Gaussian far into the tails.
    """
    total = (bits & BYTE) + ((bits >> B8) & BYTE) + ((bits >> B16) & BYTE) + (bits >> B24)
    return (np.float32(np.int32(total)) - SUM_MEAN) * SUM_SCALE


@kernel
def poisson(
    key: np.uint64, step: int, first: int, n_draws: int, high: Counts, low: Counts, bits: Keys, count: Counts
) -> None:
    """Draw a Poisson count for each place. Writes ``count``; ``bits`` is scratch, one for every four.

    A uniform number of 16 bits decides by how many thresholds it reaches. The thresholds themselves are
    rounded up or down by chance, anew at every step, so that each count's distribution is exact to 2^-32.

    Parameters
    ----------
    n_draws : int
        Counts that are added up, each with a mean of at most 2.
    high, low : (16,) uint16
        The cumulative distribution in units of 2^-16, and the rest of it in units of 2^-32.
    """
    for draw in range(n_draws):
        at = step * n_draws + draw
        fill_bits(key, at, first // 4, bits)
        uniform = bits.view(np.uint16)
        chance = mix(key ^ KICKS, at)
        for begin in range(0, count.size, CHUNK):
            end = min(begin + CHUNK, count.size)
            many = _count(uniform[begin:end], chance, high, low, draw > 0, count[begin:end])
            if many > 0:
                _count_many(uniform[begin:end], chance, high, low, count[begin:end])


@kernel
def _threshold(k: int, chance: np.uint64, high: Counts, low: Counts) -> np.uint16:
    # The largest number that does not reach it; each threshold takes its own 16 bits of the chance.
    up = np.uint16(mix(chance, k) & LOW_16) < low[k]
    return np.uint16(high[k] - np.uint16(1) + np.uint16(up))


@loop
def _count(uniform: Counts, chance: np.uint64, high: Counts, low: Counts, adds: bool, count: Counts) -> int:
    h0, h1 = _threshold(0, chance, high, low), _threshold(1, chance, high, low)
    h2, h3 = _threshold(2, chance, high, low), _threshold(3, chance, high, low)
    h4, h5 = _threshold(4, chance, high, low), _threshold(5, chance, high, low)
    h6, h7 = _threshold(6, chance, high, low), _threshold(7, chance, high, low)
    h8 = _threshold(8, chance, high, low)
    base = np.uint16(0xFFFF) if adds else np.uint16(0)
    most = np.uint16(0)
    for i in range(count.size):
        x = uniform[i]
        few = (
            np.uint16(x > h0) + np.uint16(x > h1) + np.uint16(x > h2) + np.uint16(x > h3)
            + np.uint16(x > h4) + np.uint16(x > h5) + np.uint16(x > h6) + np.uint16(x > h7)
        )  # fmt: skip
        count[i] = (count[i] & base) + few
        most = max(most, x)
    return int(most > h8)


@kernel
def _count_many(uniform: Counts, chance: np.uint64, high: Counts, low: Counts, count: Counts) -> None:
    for k in range(8, N_COUNTS):
        threshold = _threshold(k, chance, high, low)
        for i in range(count.size):
            count[i] += np.uint16(uniform[i] > threshold)
