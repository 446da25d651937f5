"""What a page holds, before it is laid out: words, tables and figures of one brain or several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neurotag.measure import tell
from neurotag.report.alarm import draw_alarm
from neurotag.report.ignition import draw_ignition
from neurotag.report.probes import draw_probes
from neurotag.report.raster import draw_raster
from neurotag.report.rates import draw_rates, shared_high_hz
from neurotag.report.tables import ABSENT, at_a_glance, group_measures
from neurotag.report.weights import draw_weights, shared_limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neurotag.recording import Past, Recording
    from neurotag.report.theme import Drawing

    Measures = Mapping[str, float | int | None]


@dataclass(frozen=True)
class Section:
    """One kind of figure, drawn for each recording."""

    anchor: str
    heading: str
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True)
class Subject:
    """One recording in words."""

    label: str
    title: str
    digest: str
    sentences: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def compose(recordings: Sequence[Recording], measures: Sequence[Measures]) -> dict[str, object]:
    """Return everything that the template of a report names."""
    labels = label_recordings(recordings)
    brain = recordings[0].brain
    lives = list(dict.fromkeys(recording.life for recording in recordings))
    return {
        "title": "; ".join(life.title or life.name for life in lives),
        "stories": [" ".join(life.story.split()) for life in lives if life.story],
        "subjects": [describe_subject(*each) for each in zip(labels, recordings, measures, strict=True)],
        "sections": draw_sections(recordings, measures),
        "glance": at_a_glance(recordings, measures),
        "groups": group_measures(measures),
        "n_neurons": f"{recordings[0].layout.n_neurons:,}",
        "n_regions": len(recordings[0].layout.regions),
        "alarm_regions": [brain.region(name).title.lower() for name in brain.alarm.regions],
        "absent": ABSENT,
        "versions": ", ".join(dict.fromkeys(recording.version for recording in recordings)),
    }


def label_recordings(recordings: Sequence[Recording]) -> list[str]:
    """Return a name for each recording: its brain's, with life and seed where they tell it from others."""
    several_lives = len({recording.life.name for recording in recordings}) > 1
    return [
        f"{recording.brain.name}{f', {recording.life.name}' if several_lives else ''}, seed {recording.seed}"
        for recording in recordings
    ]


def describe_subject(label: str, recording: Recording, measures: Measures) -> Subject:
    """Return what happened to one brain in words, and where its numbers come from."""
    n_excitatory, n_inhibitory = recording.brain.describe_size()
    digest = recording.digest()
    facts = [
        ("Brain", f"{recording.brain.name}, {recording.brain.title}"),
        ("Neurons", f"{n_excitatory:,} excitatory and {n_inhibitory:,} inhibitory"),
        ("Seed", str(recording.seed)),
        *(("Past", _tell_past(past)) for past in [recording.past] if past is not None),
        ("Simulated", f"{recording.simulated_s:.1f} s, in {recording.wall_s:.1f} s of computing"),
        ("Outcome", recording.outcome.sentence),
        *(("Warning", warning) for warning in recording.outcome.warnings),
        ("Digest", digest),
    ]
    if recording.watch.spikes and recording.spikes_kept_s < recording.activity.duration_s:
        facts.append(("Spikes", f"kept for the first {recording.spikes_kept_s:.1f} waking seconds only"))
    if not recording.brain.plasticity:
        facts.append(("Learning", "switched off: every synapse stays as it was"))
    return Subject(label, recording.brain.title, digest, tuple(tell(recording, measures)), tuple(facts))


def draw_sections(recordings: Sequence[Recording], measures: Sequence[Measures]) -> list[Section]:
    """Return all figures, with the same scales for all recordings."""
    high_hz = shared_high_hz(recordings)
    most_weight, most_change = shared_limits(recordings)
    both = list(zip(recordings, measures, strict=True))
    drawn = {
        "Spike by spike": ("raster", [draw_raster(each) for each in recordings]),
        "Who answered, and when": ("ignition", [draw_ignition(each) for each in recordings]),
        "The alarm": ("alarm", [draw_alarm(*each) for each in both]),
        "What each test found": ("probes", [draw_probes(*each) for each in both]),
        "Region by region": ("rates", [draw_rates(each, high_hz=high_hz) for each in recordings]),
        "What was learned": (
            "weights",
            [draw_weights(each, most_weight=most_weight, most_change=most_change) for each in recordings],
        ),
    }
    return [Section(anchor, heading, tuple(drawings)) for heading, (anchor, drawings) in drawn.items()]


def _tell_past(past: Past) -> str:
    offline = f" and {past.hours_offline:g} h offline" if past.hours_offline else ""
    return (
        f"{past.awake_s:.1f} s awake{offline}, last in {past.life}, with the connections of seed {past.seed} "
        f"(checkpoint {past.checkpoint[:12]})"
    )
