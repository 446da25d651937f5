"""Cells that fire together wire together.

A lamp is seen while something is felt, three times, and it matters. Read are the synapses from the lamp's
neurons to those of the feeling: how much heavier they are than at birth. Three controls: the two nine
seconds apart; the feeling first and the lamp after it, end to end (the source fires after its target); and
both together in a brain whose third factor is switched off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.claims import Arm, Claim, Lived, Part, Reading
from neurotag.engine.learned import learned_synapses
from neurotag.experiments.shared.lives import event, life, repeat, rest, together
from neurotag.experiments.shared.readings import cells

if TYPE_CHECKING:
    from neurotag.experiments.shared.lives import Words
    from neurotag.recording import Recording

TIMES, LASTS_S, APART_S = 3, 1.0, 9.0
LAMP = event("sight", of="lamp", duration_s=LASTS_S, relevance=0.5)
FEELING = event("emotion", of="delight", duration_s=LASTS_S, relevance=0.5)


def _arm(name: str, *once: Words, changes: tuple[str, ...] = ()) -> Arm:
    return Arm(name, life(f"wiring_{name}", repeat(TIMES, *once, rest(4.0)), rest(1.0)), changes=changes)


TOGETHER = together(LAMP, FEELING)
PAIRED = _arm("paired", TOGETHER)
UNPAIRED = _arm("unpaired", LAMP, rest(APART_S), FEELING)
REVERSED = _arm("reversed", FEELING, LAMP)
NO_FACTOR = _arm(
    "no_third_factor", TOGETHER, changes=("modulators.salience_learning=0", "modulators.learning_bias=0")
)
FLAT = _arm("no_plasticity", TOGETHER, changes=("plasticity=false",))


def gain(recording: Recording) -> float:
    """Return the growth since birth of the synapses from the lamp's neurons to the feeling's, in per cent."""
    sources, targets = (
        np.concatenate(list(cells(recording, *thing).values()))
        for thing in (("sight", "lamp"), ("emotion", "delight"))
    )
    learned = learned_synapses(recording.branch())
    within = np.isin(learned.source, sources) & np.isin(learned.target, targets)
    born = float(learned.born[within].sum())
    return 100.0 * (float(learned.weight[within].sum()) / born - 1.0) if born > 0 else 0.0


def measure(lived: Lived) -> Reading:
    """Return how much the pair's synapses grew, in each arm."""
    grown = {name: gain(recording) for name, recording in lived.items()}
    paired = grown["paired"]
    return Reading(
        {
            "together": paired, "together_control": grown["unpaired"],
            "order": paired, "order_control": grown["reversed"],
            "third_factor": paired, "third_factor_control": grown["no_third_factor"],
            "frozen": grown["no_plasticity"],
        }
    )  # fmt: skip


CLAIM = Claim(
    name="wiring",
    row="A3",
    statement="Cells that fire together wire together.",
    parts=(
        Part(
            "together", "Synapses from one to the other gain half of their weight and more.", "%", low=50.0,
            control="the two nine seconds apart",
            published="potentiation needs pre before post within 20 ms: Bi & Poo 1998",
        ),
        Part(
            "order", "They do where the source fires before and with its target.", "%", low=50.0,
            control="the target first, the source after it",
            published="no potentiation, or depression, in the reverse order: Bi & Poo 1998",
        ),
        Part(
            "third_factor", "They do where it matters.", "%", low=50.0,
            control="both together, the third factor switched off",
            published="threat learning needs noradrenaline besides coincidence: Johansen et al. 2014",
        ),
    ),
    arms=(PAIRED, UNPAIRED, REVERSED, NO_FACTOR, FLAT),
    measure=measure,
    published="Pairs within 20 ms, source first, gain 50 to 100 %: Bi & Poo 1998, 2001.",
    disagrees="The article's sentence leaves out two conditions that the evidence adds: the order, and that "
    "it matters. The model's rule counts bursts, and hardly weakens a synapse whose target fires first.",
    told=(("frozen", "growth without plasticity (%)"),),
)  # fmt: skip
