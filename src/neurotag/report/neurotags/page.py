"""The page about neurotags: one HTML file that opens from a disk and asks nothing of any network."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from neurotag.report.neurotags.choice import MOST_SHOWN, show_bin, shown_of
from neurotag.report.neurotags.dials import dial_meanings, dial_tables
from neurotag.report.neurotags.figures import draw_neurotags
from neurotag.report.neurotags.members import region_counts
from neurotag.report.neurotags.vitals import show_value, vital_rows
from neurotag.report.page import Section
from neurotag.report.tables import ABSENT
from neurotag.report.write import render_template, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from neurotag.neurotags.neurotag import Neurotag, Neurotags
    from neurotag.recording import Recording
    from neurotag.report.theme import Drawing

HEADINGS = {
    "raster": "Spike by spike",
    "blocks": "Who goes with whom",
    "bonds": "What their synapses learned",
    "members": "The members",
    "courses": "Over time",
    "vitals": "Vitals side by side",
    "dials": "What changed since birth",
    "null": "Against chance",
}

MOST_MEMBERS = 300
"""Members that the page names of each neurotag at most."""


@dataclass(frozen=True)
class Card:
    """One neurotag in words: its members, strongest first, and its regions with the number in each."""

    id: int
    n_members: int
    p: str
    q: str
    score: str
    regions: tuple[tuple[str, int], ...]
    members: tuple[tuple[str, str], ...]
    n_unnamed: int


def write_neurotag_report(
    path: str | Path,
    neurotags: Neurotags,
    *,
    recording: Recording | None = None,
    drawings: Mapping[str, Drawing] | None = None,
) -> None:
    """Write a page about the neurotags of one recording; none found is a page, too.

    Parameters
    ----------
    path : str or Path
        The HTML file; its folder is made where it is missing.
    neurotags : Neurotags
        What was found.
    recording : Recording, optional
        The simulated life it was found in, so that its events can be shown.
    drawings : mapping of str to Drawing, optional
        The figures, where they have been drawn already.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_text(path, render_neurotag_report(neurotags, recording=recording, drawings=drawings))


def render_neurotag_report(
    neurotags: Neurotags,
    *,
    recording: Recording | None = None,
    drawings: Mapping[str, Drawing] | None = None,
) -> str:
    """Return the page as HTML text; see `write_neurotag_report`.

    Parameters
    ----------
    neurotags : Neurotags
        What was found.
    recording : Recording, optional
        The simulated life it was found in.
    drawings : mapping of str to Drawing, optional
        The figures, where they have been drawn already.
    """
    drawn = draw_neurotags(neurotags, recording=recording) if drawings is None else drawings
    trains = neurotags.trains
    content = {
        "title": f"Neurotags of {trains.source}",
        "sentence": neurotags.sentence(),
        "neurotags": neurotags,
        "shown": shown_of(neurotags),
        "most_shown": MOST_SHOWN,
        "sections": [Section(name, HEADINGS[name], (drawing,)) for name, drawing in drawn.items()],
        "rows": vital_rows(neurotags, is_run=recording is not None),
        "dial_tables": dial_tables(neurotags),
        "dial_meanings": dial_meanings(neurotags),
        "cards": [make_card(neurotags, neurotag) for neurotag in neurotags.found],
        "has_regions": trains.regions is not None,
        "has_bonds": any(neurotag.bond is not None for neurotag in neurotags.found),
        "bin": show_bin(neurotags.bin_s),
        "absent": ABSENT,
        "facts": list_facts(neurotags, recording),
    }
    return render_template("neurotags.html.jinja", content)


def make_card(neurotags: Neurotags, neurotag: Neurotag) -> Card:
    """Return one neurotag in words."""
    named = sorted(
        zip(neurotags.ids_of(neurotag), neurotag.weights.tolist(), strict=True), key=lambda pair: -pair[1]
    )
    return Card(
        id=neurotag.id,
        n_members=neurotag.n_members,
        p=show_value(neurotag.p),
        q=show_value(neurotag.q),
        score=show_value(neurotag.score),
        regions=tuple(region_counts(neurotags, neurotag).items()),
        members=tuple(
            (str(unit), f"{weight:.2f}".replace("-", "−")) for unit, weight in named[:MOST_MEMBERS]
        ),
        n_unnamed=max(0, len(named) - MOST_MEMBERS),
    )


def list_facts(neurotags: Neurotags, recording: Recording | None) -> list[tuple[str, str]]:
    """Return where the numbers come from: names and values."""
    trains, null = neurotags.trains, neurotags.null
    facts = [
        ("Source", trains.source),
        ("Stretch", f"{trains.start_s:g} to {trains.end_s:g} s"),
        ("Units", f"{trains.n_units:,}, with {trains.n_spikes:,} spikes"),
        ("Bin", show_bin(neurotags.bin_s)),
        ("Surrogates", f"{null.n_surrogates}: {null.kind}"),
        ("Level", f"false discovery rate of {null.level:g}"),
        ("Candidates", f"{null.n_candidates}, from {null.n_components} components above chance"),
        ("Seed", str(neurotags.seed)),
    ]
    if neurotags.global_share > 0:
        facts.append(("Taken out", f"what {100 * neurotags.global_share:.0f} % of the units do together"))
    if recording is not None:
        facts += [
            ("Brain", recording.brain.name),
            ("Life", recording.life.name),
            ("Digest", recording.digest()),
        ]
    return [*facts, ("Version", f"neurotag {metadata.version('neurotag')}")]
