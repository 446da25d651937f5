"""Neurotags followed through small lives: their synapses are asked, and their dials measured."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.measure.recordings import make_recording
from tests.neurotags.planted_windows import found_in, plant

from neurotag.brain import load_brain
from neurotag.cli.pursue import show_tracks
from neurotag.engine import Twins, simulate
from neurotag.errors import InputError
from neurotag.life import Life
from neurotag.neurotags.neurotag import Neurotag, Neurotags
from neurotag.neurotags.probing import excitatory_of, measure_dials
from neurotag.neurotags.probing.dials import DIALS
from neurotag.neurotags.tracking import lives
from neurotag.neurotags.tracking.lives import QUIET_NOTE, UNASKED_NOTE
from neurotag.neurotags.tracking.track import track_neurotags
from neurotag.recording import Recording, SpikeTrains, trains_of
from neurotag.report.track_page import write_track_report

TRACK = "neurotag.neurotags.tracking.track"
A = list(range(12))
FEW = 3


@cache
def small_life() -> Recording:
    brain = load_brain("everyday").replace(scale=0.1)
    heat = {"kind": "heat", "site": "hand", "intensity": 1.0, "duration_s": 0.4}
    life = Life.model_validate({"name": "short", "events": [heat, {"kind": "rest", "duration_s": 0.6}]})
    return simulate(brain, life, seed=1, keeps_end=True)


def finds(*sets: Sequence[int]) -> Any:
    """Return a search that finds the same sets in every recording, without looking."""

    def find_in(trains: SpikeTrains, **_more: object) -> Neurotags:
        n_bins = 10
        active = np.zeros(n_bins, bool)
        found = tuple(
            Neurotag(
                at, np.array(own), np.full(len(own), 0.5), np.zeros(trains.n_units),
                active.astype(np.float32), active, 9.0, 1e-6, 1e-6,
            )
            for at, own in enumerate(sets, start=1)
        )  # fmt: skip
        return replace(found_in(plant([A]), []), trains=trains, bin_s=0.1, found=found)

    return find_in


def test_members_are_those_excitatory_neurons_whose_places_they_are() -> None:
    trains, twins = trains_of(small_life(), cells="all"), Twins.of(small_life().branch())
    first = twins.layout.n_excitatory[0]
    # The last excitatory neuron of the first region, the first inhibitory one, the first of the next region.
    places = np.array([first - 1, first, twins.layout.start[1]])
    assert excitatory_of(places, trains.units, twins).tolist() == [first - 1, twins.layout.start[1]]
    shifted = trains.units[1:]
    assert excitatory_of(places - 1, shifted, twins).tolist() == [first - 1, twins.layout.start[1]]


def test_the_dials_of_a_tracked_neurotag_are_those_of_its_last_members(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    life, quick = small_life(), partial(measure_dials, n_trials=2, n_sets=1)
    mine, few = list(range(20)), list(range(40, 40 + FEW))
    monkeypatch.setattr(f"{TRACK}.find_in", finds(mine, few))
    monkeypatch.setattr(f"{TRACK}.keep_learned", lambda found, _life, **_more: (found, 0))
    monkeypatch.setattr(lives, "measure_dials", quick)
    tracks = track_neurotags(life, bin_s=0.01, n=1, seed=3, with_dials=True)
    # A neurotag with so few members cannot be cued in parts.
    assert [one.id for one in tracks.identities] == [1, 2]
    assert list(tracks.dials) == [1]
    twins = Twins.of(life.branch())
    expected = quick(twins.born(), twins, np.array(trains_of(life).units)[mine], seed=3)
    told = {name: dial.as_json() for name, dial in expected.items()}
    assert list(told) == list(DIALS)
    assert [one["dials"] for one in tracks.as_json()["identities"]] == [told, {}]
    show_tracks(tracks, [], as_json=False)
    said = capsys.readouterr().out
    assert "What changed in neurotag 1 since birth (95 %; p against random sets):" in said
    assert "What changed in neurotag 2" not in said


def test_without_the_question_nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{TRACK}.find_in", finds(A))
    monkeypatch.setattr(f"{TRACK}.keep_learned", lambda found, _life, **_more: (found, 0))
    tracks = track_neurotags(small_life(), bin_s=0.01, n=1)
    assert tracks.dials == {}
    assert [one["dials"] for one in tracks.as_json()["identities"]] == [{}]


def test_what_did_not_learn_is_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a second of life the synapses of neurons taken at random learned nothing that others did not."""
    monkeypatch.setattr(f"{TRACK}.find_in", finds(A, range(20, 40)))
    tracks = track_neurotags(small_life(), bin_s=0.01, n=1)
    assert tracks.identities == ()
    assert tracks.notes[1].startswith("2 sets that fire together were left out: the synapses within learned")
    assert tracks.notes[2:] == (QUIET_NOTE,)
    asked_nothing = track_neurotags(small_life(), bin_s=0.01, n=1, uses_synapses=False)
    assert len(asked_nothing.identities) == 2
    assert asked_nothing.notes[1:] == (UNASKED_NOTE, QUIET_NOTE)


def test_that_a_neurotag_may_only_be_quiet_is_said_wherever_a_life_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(f"{TRACK}.find_in", finds(A))
    tracks = track_neurotags(small_life(), bin_s=0.01, n=1, uses_synapses=False)
    assert "is not necessarily lost" in QUIET_NOTE
    assert QUIET_NOTE in tracks.as_json()["notes"]
    show_tracks(tracks, [], as_json=False)
    assert QUIET_NOTE in capsys.readouterr().out
    write_track_report(tmp_path / "tracks.html", tracks)
    assert QUIET_NOTE in (tmp_path / "tracks.html").read_text("utf-8")
    # Of a real recording nobody knows what cued whom.
    measured = track_neurotags(trains_of(small_life()), bin_s=0.01, n=1)
    assert QUIET_NOTE not in measured.notes


def test_once_is_enough_where_the_synapses_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in `find_neurotags`: what one event wrote into the synapses is learned, though it came once."""
    least: list[object] = []

    def find_in(trains: SpikeTrains, **more: object) -> Neurotags:
        least.append(more["least_activations"])
        found: Neurotags = finds()(trains)
        return found

    monkeypatch.setattr(f"{TRACK}.find_in", find_in)
    life = small_life()
    sources: list[SpikeTrains | Recording] = [trains_of(life), life]
    for source in (life, trains_of(life)):
        track_neurotags(source, bin_s=0.01, n=1)
    track_neurotags(life, bin_s=0.01, n=1, uses_synapses=False)
    track_neurotags(sources, bin_s=0.01)
    assert least == [1, 3, 3, 3, 1]


def test_a_life_whose_end_is_lost_can_be_followed_by_activity_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{TRACK}.find_in", finds(A))
    lost = replace(small_life(), end=None, version="0.0.0")
    with pytest.raises(InputError, match="cannot be lived again"):
        track_neurotags(lost, bin_s=0.01, n=1)
    assert len(track_neurotags(lost, bin_s=0.01, n=1, uses_synapses=False).identities) == 1


def test_of_several_recordings_only_the_lives_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Recording]] = []

    def ask(
        found: list[Neurotags | None], life: Recording, **_more: object
    ) -> tuple[list[Neurotags | None], int]:
        assert found[0] is not None
        asked.append((found[0].trains.source, life))
        return [replace(found[0], found=())], 1

    monkeypatch.setattr(f"{TRACK}.find_in", finds(A))
    monkeypatch.setattr(f"{TRACK}.keep_learned", ask)
    life = small_life()
    trains = replace(trains_of(life), source="measured")
    sources: list[SpikeTrains | Recording] = [trains, life]
    tracks = track_neurotags(sources, bin_s=0.01)
    assert asked == [(trains_of(life).source, life)]
    assert [len(window.found.found) for window in tracks.windows if window.found is not None] == [1, 0]
    assert tracks.notes[-1] == QUIET_NOTE


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seed": -1}, r"seed: must be from 0 to 4294967295 \(got -1\)"),
        ({"seed": 2**32}, r"seed: must be from 0 to 4294967295 \(got 4294967296\)"),
        ({"with_dials": True}, "dials: are told of one simulated life only"),
    ],
)
def test_what_cannot_be_told_of_what_was_found_before_is_refused(options: dict[str, Any], words: str) -> None:
    found = found_in(plant([A]), [A])
    with pytest.raises(InputError, match=words):
        track_neurotags([found, found], **options)


def test_dials_without_synapses_are_refused() -> None:
    with pytest.raises(InputError, match="dials: are measured with the synapses"):
        track_neurotags(make_recording(2.0), with_dials=True, uses_synapses=False)
