"""Random draws of the build, each keyed by the seed and a label: a new region reshuffles none of the old."""

import hashlib

import numpy as np
from numpy.typing import NDArray


def key_of(seed: int, label: str) -> int:
    """Return 64 bits that depend on the seed and the label alone."""
    return int.from_bytes(hashlib.blake2b(f"{seed}/{label}".encode(), digest_size=8).digest(), "little")


def generator(seed: int, label: str) -> np.random.Generator:
    """Return a counter-based generator of its own for one label."""
    return np.random.Generator(np.random.Philox(key=key_of(seed, label)))


def neuron_keys(seed: int, label: str, n_neurons: int) -> NDArray[np.uint64]:
    """Return the keys of a population's random background, (n_neurons,)."""
    return generator(seed, f"background/{label}").integers(0, 2**64, n_neurons, dtype=np.uint64)


def bernoulli_pairs(
    rng: np.random.Generator, n_sources: int, n_targets: int, probability: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw each pair with one probability; return sources and targets, in order of source and target.

    Draws the gaps between successes, so the cost grows with the pairs drawn and not with all pairs.
    """
    n_pairs = n_sources * n_targets
    index = np.arange(n_pairs) if probability >= 1 else _successes(rng, n_pairs, probability)
    return index // n_targets, index % n_targets


def _successes(rng: np.random.Generator, n_trials: int, probability: float) -> NDArray[np.int64]:
    expected = n_trials * probability
    batch = int(expected + 5 * np.sqrt(expected) + 20)
    index = np.cumsum(rng.geometric(probability, batch)) - 1
    while index[-1] < n_trials:
        index = np.concatenate([index, index[-1] + np.cumsum(rng.geometric(probability, batch))])
    found: NDArray[np.int64] = index[index < n_trials]
    return found


def lognormal_weights(
    rng: np.random.Generator, n: int, *, mean: float, spread: float, ceiling: float | None
) -> NDArray[np.float32]:
    """Draw weights with a mean and a log-normal spread, cut at the ceiling; (n,) float32."""
    weight = np.full(n, mean, np.float64)
    if spread > 0:
        weight *= np.exp(spread * rng.standard_normal(n) - spread**2 / 2)
    if ceiling is not None:
        weight = np.minimum(weight, ceiling)
    return weight.astype(np.float32)
