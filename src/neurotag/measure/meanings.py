"""What each measure means, in words for a reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What a measure is called by people, its unit, how it is defined, and which family it belongs to."""

    title: str
    unit: str
    definition: str
    family: str = ""


_ALARM = (
    "rate of the nociceptive neurons of the alarm's regions over 100 ms, put on 0 (at rest) to 100 "
    "(full alarm) and averaged over the regions"
)
_IGNITES = (
    "a region ignites when its excitatory rate over 20 ms passes the mean + 5 SD, and 1.1 times the maximum, "
    "of the up to 1.5 s before (at least 0.3 s, and not the first 0.5 s after a start from rest)"
)
_HURT = "the first heat or injury of the life"

EXACT: dict[str, Meaning] = {
    "alarm_peak": Meaning("Highest alarm of the life", "of 100", f"Highest value of the alarm: {_ALARM}."),
    "withdrawal_ms": Meaning(
        "Withdrawal", "ms", f"Time from {_HURT} to the ignition of the movement region; {_IGNITES}."
    ),
    "awareness_ms": Meaning(
        "Awareness", "ms", f"Time from {_HURT} to the ignition of the awareness region; {_IGNITES}."
    ),
    "task_rate_before_hz": Meaning(
        "Task neurons before", "Hz",
        f"Mean rate of the talk's or task's own neurons in the last second before {_HURT}."
    ),
    "task_rate_during_hz": Meaning(
        "Task neurons during", "Hz",
        f"Mean rate of the same neurons from 200 to 1200 ms after {_HURT}."
    ),
    "salience_peak": Meaning("Highest salience", "0 to 1", "Highest value of the salience signal."),
    "stress_peak": Meaning("Highest stress", "no unit", "Highest value of the stress signal."),
    "cortisol_peak": Meaning(
        "Highest cortisol", "no unit",
        "Highest value, while awake, of cortisol, the slow arm of stress; 1 is what three minutes of strong "
        "pain leave. It peaks about half an hour after the stress: mostly in the pause, where there is one.",
    ),
    "energy_peak": Meaning(
        "Highest energy", "no unit",
        "Highest value, while awake, of the energy that stress and cortisol have made ready.",
    ),
    "fear_rate_before_hz": Meaning(
        "Fear before", "Hz", f"Mean excitatory rate of the fear region in the up to 1.5 s before {_HURT}."
    ),
    "fear_rate_hz": Meaning(
        "Fear after", "Hz", f"Mean excitatory rate of the fear region in the 3 s from {_HURT}."
    ),
    "mean_rate_excitatory_hz": Meaning(
        "Mean rate", "Hz", "Mean rate of all excitatory neurons over the waking life."
    ),
    "learned_weight_change": Meaning(
        "Learned change", "share",
        "Relative change of the mean weight from the first to the last look, averaged over the learning "
        "projections: 0.1 is 10 % stronger.",
    ),
}  # fmt: skip
"""Measures of a whole recording, by name: those that its brain has what they need for."""

PREFIXED: dict[str, Meaning] = {
    "regions_ignited_": Meaning(
        "Regions ignited", "regions",
        f"Number of regions that ignited within 1000 ms of the onset; {_IGNITES}."
    ),
    "spread_ms_": Meaning(
        "Spread", "ms",
        "Mean time to ignition over all regions; one that did not ignite counts the 1000 ms searched "
        "(a restricted mean).",
    ),
    "ignition_ms_": Meaning("Ignition", "ms", f"Time from the onset to the region's ignition; {_IGNITES}."),
    "alarm_": Meaning(
        "Alarm", "of 100",
        f"Mean alarm from 150 ms after the onset to the end of the events. Alarm: {_ALARM}."
    ),
}  # fmt: skip
"""Measures of one event or probe, by how their names begin."""


def describe_measure(name: str) -> Meaning:
    """Return what a measure means; one that is not known says so.

    Examples
    --------
    >>> describe_measure("alarm_touch_back_after").title
    'Alarm: touch back after'
    """
    if name in EXACT:
        return EXACT[name]
    for prefix, meaning in PREFIXED.items():
        if name.startswith(prefix):
            subject = name.removeprefix(prefix).replace("_", " ")
            return Meaning(f"{meaning.title}: {subject}", meaning.unit, meaning.definition, meaning.title)
    return Meaning(name.replace("_", " "), "", "A number of someone else's.")


def describe_measures() -> dict[str, str]:
    """Return the definition of every measure by name; ``<event>`` stands for an event's or a probe's name."""
    families = {f"{prefix}<event>": meaning.definition for prefix, meaning in PREFIXED.items()}
    return {name: meaning.definition for name, meaning in EXACT.items()} | families
