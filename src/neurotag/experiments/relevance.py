"""The more relevant an input is to survival, the more of the brain it reaches.

Two ladders of five steps, each step in a frozen twin of the same brain at birth: heat on the back, from none
to a hot stove (danger to the tissue), and a touch, a bang and a flash that matter more and more
(`relevance` 0 to 1). Counted are the regions that ignite within a second, and the share of a region's
excitatory neurons that are active (8 Hz and more). The control is a harmless light, as many steps from faint
to glaring: stronger, and not more relevant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.burn import WINDOW_MS, latencies_ms
from neurotag.experiments.shared.lives import event, life, probe, together
from neurotag.experiments.shared.readings import ACTIVE_HZ, rank_correlation, rates_in_probe

if TYPE_CHECKING:
    from neurotag.experiments.shared.lives import Words
    from neurotag.recording import Recording

STEPS = (0.2, 0.4, 0.6, 0.8, 1.0)
LASTS_S = 1.0
LEAST_SHARE = 0.02
"""A region with fewer active neurons counts this share, so that a ratio is never of nothing."""


def _harmless(relevance: float) -> Words:
    return together(
        event("touch", site="back", duration_s=LASTS_S, relevance=relevance),
        event("sound", of="a bang", duration_s=LASTS_S, relevance=relevance),
        event("sight", of="a flash", duration_s=LASTS_S, relevance=relevance),
    )


LADDERS: dict[str, tuple[Words, ...]] = {
    "heat": tuple(event("heat", site="back", intensity=step, duration_s=LASTS_S) for step in STEPS),
    "matters": tuple(_harmless(step) for step in STEPS),
    "light": tuple(event("sight", of="a light", intensity=1.5 * step, duration_s=LASTS_S) for step in STEPS),
}
LADDER = Arm(
    "ladder",
    life(
        "relevance",
        *(probe(f"{name}_{at}", words) for name, steps in LADDERS.items() for at, words in enumerate(steps)),
    ),
)


def _regions(recording: Recording, probe_name: str) -> float:
    return float(sum(ms < WINDOW_MS for ms in latencies_ms(recording, probe_name).values()))


def active_shares(recording: Recording, probe_name: str) -> dict[str, float]:
    """Return the share of each region's excitatory neurons that are active in a probe."""
    rates = rates_in_probe(recording, probe_name)
    layout = recording.layout
    return {
        region: float((rates[layout.excitatory(region)] >= ACTIVE_HZ).mean()) for region in layout.regions
    }


def typical_ratio(weak: dict[str, float], strong: dict[str, float]) -> float:
    """Return how many times as many of a region's neurons are active: the median of regions active in both.

    Examples
    --------
    >>> typical_ratio({"a": 0.1, "b": 0.2, "c": 0.0}, {"a": 0.15, "b": 0.4, "c": 0.5})
    1.75
    """
    both = [name for name in weak if min(weak[name], strong[name]) >= LEAST_SHARE]
    if not both:
        return 1.0 / LEAST_SHARE
    return float(np.median([strong[name] / weak[name] for name in both]))


def measure(lived: Lived) -> Reading:
    """Return how many regions each step of each ladder reaches, and how much of each region."""
    recording = lived["ladder"]
    lines = {name: [_regions(recording, f"{name}_{at}") for at in range(len(STEPS))] for name in LADDERS}
    shares = {
        (name, at): active_shares(recording, f"{name}_{at}") for name in LADDERS for at in range(len(STEPS))
    }
    last = len(STEPS) - 1
    values = {
        "graded": rank_correlation(STEPS, lines["heat"]),
        "graded_control": rank_correlation(STEPS, lines["light"]),
        "more": lines["heat"][-1] - lines["heat"][0],
        "more_control": lines["light"][-1] - lines["light"][0],
        "matters": rank_correlation(STEPS, lines["matters"]),
        "matters_control": rank_correlation(STEPS, lines["light"]),
        "fraction": typical_ratio(shares["heat", 2], shares["heat", last]),
    }
    return Reading(values, lines)


LIGHT = "a harmless light that grows as strong"

CLAIM = Claim(
    name="relevance",
    row="A5",
    statement="The more relevant an input is to survival, the better it reaches large numbers of neurons.",
    parts=(
        Part(
            "graded", "The hotter it is, the more regions ignite (rank correlation over five steps).", "rho",
            low=0.8, control=LIGHT,
            published="the number of active regions rises with pain: Coghill et al. 1999",
        ),
        Part(
            "more", "A hot stove ignites at least five regions more than faint heat.", "regions", low=5.0,
            control=LIGHT, published="about nine kinds of regions are graded: Coghill et al. 1999",
        ),
        Part(
            "matters", "A harmless touch, bang and flash ignite more regions the more they matter.", "rho",
            low=0.8, control=LIGHT, published="the article's sentence; salience: Liberati et al. 2016",
        ),
        Part(
            "fraction", "Within a region that answers, the share of active neurons changes twofold at most "
            "from moderate heat (0.6) to a hot stove.", "times", low=0.5, high=2.0,
            published="engrams keep their size over the strength of the event: Rao-Ruiz et al. 2019",
        ),
    ),
    arms=(LADDER,),
    measure=measure,
    published="Nine kinds of regions answer in grades to the intensity of pain: Coghill et al. 1999.",
    chart=Chart(
        "intensity, or relevance", "regions that ignite", STEPS,
        (("heat", "heat on the back"), ("matters", "touch, bang and flash that matter"),
         ("light", "a light, up to 1.5 times as strong")),
    ),
)  # fmt: skip
