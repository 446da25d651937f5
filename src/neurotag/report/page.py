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
        "alarm_regions": alarm_regions(recordings),
        "absent": ABSENT,
        "versions": ", ".join(dict.fromkeys(recording.version for recording in recordings)),
    }


def alarm_regions(recordings: Sequence[Recording]) -> list[str]:
    """Return the regions that an alarm was read from, as a reader calls them; none without an alarm."""
    regions = [
        recording.brain.region(name).heading.lower()
        for recording in recordings
        if recording.brain.alarm is not None
        for name in recording.brain.alarm.regions
    ]
    return list(dict.fromkeys(regions))


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
    """Return all figures, with the same scales for all recordings, but for what none of the brains has."""
    brains = [recording.brain for recording in recordings]
    has_alarm = any(brain.alarm is not None for brain in brains)
    both = list(zip(recordings, measures, strict=True))
    sections = [Section("raster", "Spike by spike", tuple(map(draw_raster, recordings)))]
    if any(brain.body.sites for brain in brains):
        sections.append(Section("ignition", "Who answered, and when", tuple(map(draw_ignition, recordings))))
    if has_alarm:
        sections.append(Section("alarm", "The alarm", tuple(draw_alarm(*each) for each in both)))
        sections.append(Section("probes", "What each test found", tuple(draw_probes(*each) for each in both)))
    high_hz = shared_high_hz(recordings)
    rates = tuple(draw_rates(each, high_hz=high_hz) for each in recordings)
    sections.append(Section("rates", "Region by region", rates))
    if any(projection.rule is not None for brain in brains for projection in brain.projections):
        weight, change = shared_limits(recordings)
        maps = tuple(draw_weights(each, most_weight=weight, most_change=change) for each in recordings)
        sections.append(Section("weights", "What was learned", maps))
    return sections


def _tell_past(past: Past) -> str:
    offline = f" and {past.hours_offline:g} h offline" if past.hours_offline else ""
    return (
        f"{past.awake_s:.1f} s awake{offline}, last in {past.life}, with the connections of seed {past.seed} "
        f"(checkpoint {past.checkpoint[:12]})"
    )
