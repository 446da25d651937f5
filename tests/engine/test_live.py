"""A live brain gives the spikes that `simulate` gives, however it was looked at."""

from itertools import cycle

import numpy as np
import pytest
from tests.engine.lives import small

from neurotag.brain import Brain
from neurotag.engine import LiveBrain, Stay, digest_of_stays, live_again, simulate
from neurotag.errors import DescriptionError
from neurotag.life import Emotion, Heat, Skip, Sleep, Sound, Thought, Together, Touch

SEED = 3


def brain() -> Brain:
    return small().replace(scale=0.25)


def touch(**changes: float) -> Touch:
    return Touch(kind="touch", site="back", **{"duration_s": 0.4, **changes})


def song() -> Together:
    parts = (Sound(kind="sound", of="song"), Emotion(kind="emotion", of="joy"))
    return Together(kind="together", name="song", events=parts)


def lived(looks_s: tuple[float, ...]) -> LiveBrain:
    """Return a brain that lived a little of everything, looked at now and then."""
    live, looks = LiveBrain(brain(), seed=SEED), cycle(looks_s)

    def until(at_s: float) -> None:
        while live.awake_s < at_s - 1e-9:
            live.live(min(next(looks), at_s - live.awake_s))

    until(0.5)
    live.happen(song())
    until(0.8)
    live.happen(touch(), Heat(kind="heat", site="back", intensity=1.0, duration_s=0.5))
    until(2.0)
    live.happen(Thought(kind="thought", of="song"))
    until(2.2)
    live.pass_time(Sleep(kind="sleep", hours=8))
    until(3.5)
    live.happen(touch(duration_s=1.0))
    until(3.8)
    modulators = brain().modulators
    assert modulators is not None
    live.change(brain().replace(modulators=modulators.replace(appraisal=0.5)))
    until(4.0)
    live.happen(Thought(kind="thought", of="song"))
    until(4.3)
    live.pass_time(Skip(kind="skip", days=1))
    until(5.6)
    return live


def digest_lived_again(stays: tuple[Stay, ...]) -> str:
    return digest_of_stays(live_again(stays, seed=SEED), stays)


def test_what_was_lived_live_is_lived_again_bit_for_bit() -> None:
    live = lived((0.035,))
    assert len(live.stays()) == 2
    assert live.hours_offline == 32
    assert digest_lived_again(live.stays()) == live.digest()


def test_looks_change_nothing() -> None:
    assert lived((0.005, 0.1, 0.035)).digest() == lived((1.0,)).digest()


def test_it_goes_on_from_what_was_lived() -> None:
    first = lived((0.5,))
    again = LiveBrain.again(first.stays(), seed=SEED)
    assert again.digest() == first.digest()
    for live in (first, again):
        live.happen(touch())
        live.live(0.7)
    np.testing.assert_array_equal(again.state.neurons.v, first.state.neurons.v)
    assert digest_lived_again(again.stays()) == again.digest()


def test_a_future_begins_at_its_checkpoint() -> None:
    live = lived((0.5,))
    past = live.checkpoint()
    live.happen(touch())
    seen = live.live(0.5)
    life = live.stays()[-1].life.replace(events=(touch(),))
    future = simulate(live.brain, life, past=past)
    np.testing.assert_array_equal(future.activity.until(0.4).neuron, seen.until(0.4).neuron)


def test_what_cannot_happen_does_not_and_leaves_no_trace() -> None:
    live = LiveBrain(brain(), seed=SEED)
    live.live(0.1)
    with pytest.raises(DescriptionError, match="unknown site 'bakc'"):
        live.happen(Touch(kind="touch", site="bakc"))
    with pytest.raises(DescriptionError, match="no lived event of this life is named 'song'"):
        live.happen(Thought(kind="thought", of="song"))
    live.live(0.1)
    quiet = LiveBrain(brain(), seed=SEED)
    quiet.live(0.2)
    assert live.digest() == quiet.digest()


def test_a_change_of_connections_is_refused() -> None:
    live = LiveBrain(brain(), seed=SEED)
    live.live(0.1)
    with pytest.raises(DescriptionError, match="cannot change in mid-life"):
        live.change(brain().replace(scale=0.3))
    assert live.brain == brain()


def test_hush_ends_what_is_felt() -> None:
    live = LiveBrain(brain(), seed=SEED)
    live.happen(touch(duration_s=5.0))
    live.live(0.5)
    at = live.circuit.layout.index("touch")
    felt = live.live(0.5).counts[:, at].sum()
    live.hush()
    live.live(0.5)
    assert live.live(0.5).counts[:, at].sum() < 0.4 * felt
