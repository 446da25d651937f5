"""Fear is among the best-communicated responses, and can make intense memories.

Three predictions: the fear region ignites before awareness; it is the best connected, by what its neurons
send to other regions at birth (number of synapses onto excitatory neurons, times their weights, per neuron);
and without it the memory is weaker. The memory is read from the thought of the stove, a night later: how
much more the cells of the event fire than they did before it. Left out are the neurons that a thought drives
by itself, and the fear region. The cells are those of the intact brain, in every arm; an arm without fear
has the same neurons and wiring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.claims import Arm, Claim, Lived, Part, Reading
from neurotag.engine.compile import compile_brain
from neurotag.experiments.shared.burn import burned, hurt_of, latencies_ms
from neurotag.experiments.shared.lives import NIGHT, event, life, probe, together
from neurotag.experiments.shared.readings import cells, members_of, rates_in_probe
from neurotag.measure.state import learned_weight_change

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.engine.circuit import Circuit
    from neurotag.recording import Recording

THOUGHT = event("thought", of="stove")
EVENT_S = 3.0
"""Time from the burn over which a neuron that fires is one of the event's."""

LIFE = life(
    "stove_recalled",
    probe("before", THOUGHT),
    probe(
        "neutral",
        together(event("touch", site="back"), event("sight", of="a picture")),
        settle_s=2.5,
    ),
    *burned(),
    NIGHT,
    probe("after", THOUGHT),
)
SILENT_MV = -30.0
"""Shift of the resting drive that keeps a region silent, whatever reaches it."""

INTACT = Arm("intact", LIFE)
BLOCKED = Arm("blocked", LIFE, changes=(f"regions.fear.bias_shift_mV={SILENT_MV:g}",))
OTHER_BLOCKED = Arm("other_blocked", LIFE, changes=(f"regions.smell.bias_shift_mV={SILENT_MV:g}",))
UNHEARD = Arm("unheard", LIFE, changes=("modulators.fear.gain=0",))


def out_strength(circuit: Circuit) -> dict[str, float]:
    """Return what a neuron of each region sends to the excitatory neurons of others: synapses times weights.

    The mean over the region's excitatory neurons, at birth, in leak conductances.
    """
    wiring, layout = circuit.wiring, circuit.layout
    region_of = np.repeat(np.arange(len(layout.regions)), layout.n_excitatory + layout.n_inhibitory)
    excites = np.zeros(layout.n_neurons, bool)
    for name in layout.regions:
        excites[layout.excitatory(name)] = True
    sent = np.zeros(len(layout.regions))
    for bundle in np.flatnonzero(~np.asarray(wiring.inhibits, bool)):
        first = int(wiring.first_row[bundle])
        last = first + int(wiring.n_sources[bundle] * wiring.stride[bundle])
        synapses = slice(int(wiring.row_start[first]), int(wiring.row_start[last]))
        targets = circuit.blocks.id_of[
            int(wiring.target_start[bundle]) + wiring.target[synapses].astype(np.int64)
        ]
        shared = float(wiring.shared_weight[bundle])
        weights = np.full(len(targets), shared) if shared >= 0 else wiring.weight[synapses]
        source = region_of[int(wiring.source_id[bundle])]
        counts = excites[targets] & (region_of[targets] != source)
        sent[source] += float(weights[counts].sum())
    return dict(zip(layout.regions, (sent / layout.n_excitatory).tolist(), strict=True))


def against_best(strength: dict[str, float], region: str) -> float:
    """Return a region's strength, as a multiple of the strongest of the others."""
    others = max(value for name, value in strength.items() if name != region)
    return strength[region] / max(others, 1e-9)


def loss(intact: float, blocked: float) -> float:
    """Return the share of a memory that is lost, in per cent; none where there was none to lose."""
    return 100.0 * (1.0 - blocked / intact) if intact > 0 else 0.0


def _event_cells(recording: Recording) -> NDArray[np.int64]:
    start_s = hurt_of(recording).start_s
    driven = np.concatenate(list(cells(recording, "episode", "stove").values()))
    fear = np.arange(recording.layout.n_neurons)[recording.layout.excitatory("fear")]
    members = members_of(recording, start_s, start_s + EVENT_S)
    return np.setdiff1d(members, np.union1d(driven, fear))


def _memory_hz(recording: Recording, neurons: NDArray[np.int64]) -> float:
    before, after = (
        float(rates_in_probe(recording, name, delay_s=0.1)[neurons].mean()) for name in ("before", "after")
    )
    return after - before


def measure(lived: Lived) -> Reading:
    """Return when fear ignites, how well it is connected, and what is lost of the memory without it."""
    intact = lived["intact"]
    neurons = _event_cells(intact)
    memory = {
        name: _memory_hz(lived[name], neurons) for name in ("intact", "blocked", "other_blocked", "unheard")
    }
    burn, neutral = latencies_ms(intact), latencies_ms(intact, "neutral")
    strength = out_strength(compile_brain(intact.brain, seed=intact.seed))
    typical = float(np.median([value for name, value in strength.items() if name != "fear"]))
    best = max(strength.values())
    values = {
        "early": burn["fear"],
        "early_control": neutral["fear"],
        "before_awareness": burn["awareness"] - burn["fear"],
        "before_awareness_control": neutral["awareness"] - neutral["fear"],
        "connected": against_best(strength, "fear"),
        "connected_control": typical / max(best, 1e-9),
        "memory": loss(memory["intact"], memory["blocked"]),
        "memory_control": loss(memory["intact"], memory["other_blocked"]),
        "unheard": loss(memory["intact"], memory["unheard"]),
        "memory_hz": memory["intact"],
        "learned": 100.0 * (learned_weight_change(intact) or 0.0),
        "learned_blocked": 100.0 * (learned_weight_change(lived["blocked"]) or 0.0),
        "rank": 1.0 + sum(value > strength["fear"] for value in strength.values()),
    }
    return Reading(values)


NEUTRAL = "a touch and a picture of the same strength"

CLAIM = Claim(
    name="fear",
    row="A13",
    statement="Fear is among the best-communicated responses and can make intense memories.",
    parts=(
        Part(
            "memory", "Where fear is silenced, the memory of the stove is weaker by a tenth or more.", "%",
            low=10.0,
            control="smell silenced instead",
            published="threat learning needs noradrenaline besides coincidence: Johansen et al. 2014",
        ),
        Part(
            "early", "Fear ignites in the first wave.", "ms", low=100.0, high=230.0, control=NEUTRAL,
            published="amygdala in the pre-conscious wave: Bastuji et al. 2016",
        ),
        Part(
            "before_awareness", "It comes before awareness.", "ms", low=20.0, control=NEUTRAL,
            published="amygdala before anterior insula: Bastuji et al. 2016",
        ),
        Part(
            "connected", "It is the best connected: no other region's neurons send more to the rest of the "
            "brain.",
            "of the best other", low=1.0, control="the region in the middle of the others",
            published="no number is known; the article says 'among the best'",
        ),
    ),
    arms=(INTACT, BLOCKED, OTHER_BLOCKED, UNHEARD),
    measure=measure,
    published="One pairing with a shock gives strong fear: Haesen et al. 2017.",
    disagrees=(
        "Fear is the best connected by some 1 % only: danger and suffering reach the rest of the model as "
        "well as it does, by construction. No atlas of connections was used to set that. It ignites with "
        "the others of the first wave and not before awareness (13 ms, -53 to 70). Without it the memory "
        "is a quarter weaker, as predicted, but without another region as large it may be weaker by 6 % as "
        "well (-3 to 13), too wide to tell."
    ),
    told=(
        ("unheard", "memory lost where fear only ceases to drive salience (%)"),
        ("memory_hz", "rise of the event's cells in thought, intact (Hz)"),
        ("learned", "growth of the learning weights, intact (%)"),
        ("learned_blocked", "the same with fear silenced (%)"),
        ("rank", "fear's rank among the regions by what it sends"),
    ),
)  # fmt: skip
