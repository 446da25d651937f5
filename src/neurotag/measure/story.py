"""What happened, in a few plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.measure.alarm import alarm_per_event
from neurotag.measure.onsets import first_hurt, key_of_mark, onset_of_probe
from neurotag.measure.probes import name_probe, neutral_probe, pair_probes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from neurotag.recording import Mark, Recording

    Numbers = Mapping[str, float | int | None]

ALARM_RINGS = 30.0
"""Mean alarm from which a story says that the alarm rings."""

ALARM_SHIFTS = 5.0
"""Difference between two mean alarms from which a story says that something has changed."""

MOST_PAIRS = 6

LEAST_CHANGE = 0.0005
"""Relative change of the weights below which a story does not call it one."""


def tell(recording: Recording, measures: Numbers) -> list[str]:
    """Return about five sentences on what happened in a life, for any life and any brain.

    Parameters
    ----------
    recording : Recording
        The life.
    measures : mapping of str to float, int or None
        Its measures, as `take_measures` returns them.

    Returns
    -------
    list of str
        One sentence or two each, without any markup.
    """
    # What matters most comes first: a short telling can stop after any sentence.
    return [
        *_tell_outcome(recording),
        *_tell_hurt(recording, measures),
        *_tell_task(recording, measures),
        *_tell_pairs(recording, measures),
        *_tell_habits(recording),
        *_tell_network(recording, measures),
    ]


def say_change(before: float, after: float) -> str:
    """Return what became of an alarm between two probes, to follow the two numbers."""
    rang, rings, louder = before >= ALARM_RINGS, after >= ALARM_RINGS, after > before
    if abs(after - before) < ALARM_SHIFTS:
        return "as before"
    if rings and not rang:
        return "it now rings the alarm"
    if rang and not rings:
        return "it no longer rings the alarm"
    if rings:
        return "it rings the alarm louder than before" if louder else "the alarm it rings is quieter now"
    return "more than before, but no alarm" if louder else "less than before"


def _tell_outcome(recording: Recording) -> Iterator[str]:
    if not recording.outcome.is_complete:
        yield f"The life was not lived to its end. {recording.outcome.sentence}"


def _tell_hurt(recording: Recording, measures: Numbers) -> Iterator[str]:
    hurt = first_hurt(recording)
    if hurt is None:
        peak = measures.get("alarm_peak")
        rest = "" if peak is None else f" The alarm never rose above {peak:.0f} of 100."
        if recording.brain.body.sites:
            yield f"Nothing in this life hurt.{rest}"
        return
    if withdrawal := _say_withdrawal(hurt, recording, measures):
        yield withdrawal
    key = key_of_mark(recording, hurt)
    n_ignited, n_regions = measures.get(f"regions_ignited_{key}"), len(recording.layout.regions)
    if n_ignited is not None:
        control = _say_control(recording, measures)
        yield f"{n_ignited} of {n_regions} regions ignited within a second of the {hurt.kind}{control}."


def _say_withdrawal(hurt: Mark, recording: Recording, measures: Numbers) -> str:
    """Return what ignited first, as far as the brain has regions that stand for it."""
    withdrawal_ms, awareness_ms = measures.get("withdrawal_ms"), measures.get("awareness_ms")
    brain = recording.brain
    moves, is_aware = brain.movement_region is not None, brain.awareness_region is not None
    if withdrawal_ms is None and awareness_ms is None:
        missing = {
            (True, True): "set off neither a withdrawal nor awareness",
            (True, False): "set off no withdrawal",
            (False, True): "did not reach awareness",
        }
        return f"The {hurt.kind} {missing[moves, is_aware]}." if moves or is_aware else ""
    if withdrawal_ms is None:
        rest = "; the body did not pull away" if moves else ""
        return f"Awareness followed the {hurt.kind} after {awareness_ms:.0f} ms{rest}."
    pulled = f"The body pulled away {withdrawal_ms:.0f} ms after the {hurt.kind}"
    if awareness_ms is None:
        return f"{pulled}; the awareness region did not ignite." if is_aware else f"{pulled}."
    order = "followed at" if awareness_ms > withdrawal_ms else "came already at"
    return f"{pulled}; awareness {order} {awareness_ms:.0f} ms."


def _say_control(recording: Recording, measures: Numbers) -> str:
    name = neutral_probe(recording)
    if name is None:
        return ""
    n_ignited = measures.get(f"regions_ignited_{onset_of_probe(recording, name).key}")
    words = name_probe(recording, name)
    return "" if n_ignited is None else f", against {n_ignited} for {words} that did not hurt"


def _tell_task(recording: Recording, measures: Numbers) -> Iterator[str]:
    before_hz, during_hz = measures.get("task_rate_before_hz"), measures.get("task_rate_during_hz")
    hurt = first_hurt(recording)
    if hurt is None or before_hz is None or during_hz is None:
        return
    fell = during_hz < 0.9 * before_hz
    verb = "fell from" if fell else "went from"
    yield (
        f"The neurons of what was in mind {verb} {before_hz:.1f} to {during_hz:.1f} Hz when "
        f"the {hurt.kind} came{': it took hold of attention' if fell else ''}."
    )


def _tell_pairs(recording: Recording, measures: Numbers) -> Iterator[str]:
    """Tell of the probes before and after: the greatest change first, those as before in one sentence."""
    found: list[tuple[str, float, float]] = []
    for first, second in list(pair_probes(list(recording.probes)).values())[:MOST_PAIRS]:
        before, after = (
            measures.get(f"alarm_{onset_of_probe(recording, name).key}") for name in (first, second)
        )
        if before is not None and after is not None:
            found.append((name_probe(recording, second), before, after))
    found.sort(key=lambda pair: -abs(pair[2] - pair[1]))
    for words, before, after in found:
        if abs(after - before) >= ALARM_SHIFTS:
            yield (
                f"{words[0].upper()}{words[1:]}: alarm {before:.0f} of 100 before, {after:.0f} after; "
                f"{say_change(before, after)}."
            )
    same = [
        f"{words} ({after:.0f} of 100)"
        for words, before, after in found
        if abs(after - before) < ALARM_SHIFTS
    ]
    if same:
        yield f"As before: {', '.join(same)}."


def _tell_habits(recording: Recording) -> Iterator[str]:
    alarms = alarm_per_event(recording, "heat")
    if len(alarms) > 2:
        (_, first), (_, last) = alarms[0], alarms[-1]
        yield (
            f"The first of {len(alarms)} heats raised the alarm to {first:.0f} of 100 on average, "
            f"the last to {last:.0f}."
        )


def _tell_network(recording: Recording, measures: Numbers) -> Iterator[str]:
    """Tell of a brain without an alarm what can be told of any network."""
    if recording.brain.alarm is not None:
        return
    rate_hz, change = measures.get("mean_rate_excitatory_hz"), measures.get("learned_weight_change")
    if rate_hz is not None:
        yield f"The excitatory neurons fired at {rate_hz:.1f} Hz on average."
    if change is not None and recording.brain.plasticity:
        direction = "stronger" if change > 0 else "weaker"
        size = f"{100 * abs(change):.1f} % {direction}" if abs(change) >= LEAST_CHANGE else "hardly different"
        yield f"The synapses that learn became {size} on average."
