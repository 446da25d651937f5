"""Facilitation: the circuit gets more efficient, pain is processed faster.

The same inputs are given before six flare-ups of the back and after them: a strong heat with
touch, which rings both times, and a plain touch, which may ring afterwards only. A latency is the time from
the onset to the first alarm of 30; what does not ring within a second counts 1000 ms.
"""

from neurotag.claims import Claim, Lived, Part, Reading
from neurotag.experiments.shared.flares import (
    ARMS,
    dissociation,
    dissociation_parts,
    matrix,
    quiet,
    rings_ms,
    told_matrix,
)
from neurotag.measure import ignition_of_probe
from neurotag.recording import Recording


def sooner_ms(recording: Recording, probe_name: str) -> float:
    """Return how much sooner a probe rings after than before."""
    return rings_ms(recording, f"{probe_name}_before") - rings_ms(recording, f"{probe_name}_after")


def spread_ms(recording: Recording, stage: str) -> float:
    """Return the mean latency of all regions to the strong heat; 1000 ms counts where one does not ignite."""
    found = ignition_of_probe(recording, f"strong_{stage}")
    return 1000.0 if found is None else found.spread_ms


def measure(lived: Lived) -> Reading:
    """Return how much sooner the alarm rings after flare-ups, and what that hangs on."""
    whole, naive = lived["whole"], lived["no_learning"]
    found = matrix(lived)
    return Reading(
        {
            "pain": sooner_ms(whole, "strong"),
            "pain_control": sooner_ms(naive, "strong"),
            "touch": sooner_ms(whole, "back"),
            "touch_control": sooner_ms(naive, "back"),
            "strong_before": rings_ms(whole, "strong_before"),
            "strong_after": rings_ms(whole, "strong_after"),
            "rest_after": quiet(whole, "back_after"),
            "spread_before": spread_ms(whole, "before"),
            "spread_after": spread_ms(whole, "after"),
            **dissociation(found, "facilitation"),
        }
    )


CLAIM = Claim(
    name="facilitation",
    row="A18",
    statement="Facilitation: the circuit gets more efficient, pain is processed faster.",
    parts=(
        Part(
            "pain", "After flare-ups the same strong heat rings sooner.", "ms sooner", low=10.0,
            control="the same days without learning",
            published="no latency of pain itself is in the table of evidence; direction only",
        ),
        Part(
            "touch", "After flare-ups a touch on the back rings sooner (1000 ms where it does not ring).",
            "ms sooner", low=100.0, control="the same days without learning",
            published="ratings of pain next to a strongly stimulated site rise to 190 %: Pfau et al. 2011",
        ),
        *dissociation_parts("learning from touch to the alarm"),
    ),
    arms=ARMS,
    measure=measure,
    published="No direct figure: the table of evidence holds no latency of pain before and after it became "
    "chronic. People with pain judge left and right more slowly, not faster: Breckenridge et al. 2019.",
    disagrees=(
        "Faster is the alarm, not the person: judgements about the painful part are slower in people with "
        "pain (d = 0.5 to 1.4), which this claim does not model. Touch that has learned makes pain faster, "
        "and the same learning carries imprecision and sensitisation: without it a quarter to nothing of "
        "the three is left. They are one mechanism's work."
    ),
    told=(
        ("rest_after", "alarm at rest, after (of 100)"),
        ("strong_before", "strong heat rings, before (ms)"),
        ("strong_after", "strong heat rings, after (ms)"),
        ("spread_before", "mean latency of all regions, before (ms)"),
        ("spread_after", "mean latency of all regions, after (ms)"),
        *told_matrix("facilitation", "ms sooner"),
    ),
)  # fmt: skip
