"""Random numbers that depend on nothing but a key and a step: no stream, no order, no state."""

import numpy as np

from neurotag.kernels.jit import kernel

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
KICKS = np.uint64(0xD6E8FEB86659FD93)
S30, S27, S31, S16, S32, S48 = (np.uint64(bits) for bits in (30, 27, 31, 16, 32, 48))
LOW_16 = np.uint64(0xFFFF)
# Four 16-bit numbers: mean 2 * 65535, variance 4 * (65536**2 - 1) / 12.
SUM_MEAN = np.float32(131070.0)
SUM_SCALE = np.float32(1.0 / np.sqrt((65536.0**2 - 1.0) / 3.0))


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


@kernel
def normal(bits: np.uint64) -> np.float32:
    """Return a number of mean 0 and variance 1: the sum of the four 16-bit parts, within 3.47 of 0.

    A membrane averages some twenty of them, so its potential is Gaussian far into the tails.
    """
    total = (bits & LOW_16) + ((bits >> S16) & LOW_16) + ((bits >> S32) & LOW_16) + (bits >> S48)
    return (np.float32(np.int64(total)) - SUM_MEAN) * SUM_SCALE
