"""The health of a run: looked at between chunks, told in sentences with time, place and advice.

What makes a run worthless ends it: firing as in a seizure, and numbers that are none. What leaves a result,
though hardly the one that was wanted, is a warning: silence, and weights that have nowhere to go. To look
takes 0.5 % of a run.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from neurotag.brain import Cell
from neurotag.kernels.modulate import MEAN
from neurotag.recording import LIFE, Outcome, probe_stretch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from neurotag.brain import AnyCell
    from neurotag.engine.circuit import Circuit, State
    from neurotag.engine.stimulus import Schedule

SILENT_S = 2.0
"""Without one excitatory spike in the whole brain for this long, although background or input is there. The
calmest built-in brain fires some hundred times in this time at a third of its size."""
UNANSWERED_S = 3.0
"""Without one excitatory spike in a region that an event drives for this long. A region that nothing drives
may be quiet for long (the relay of a small brain for 22 s), and salience may hush a driven one for 2.8 s."""
HEARD = 0.1
"""Input that a region should answer, in leak conductances: a tenth of what a sense gets at intensity 1."""
STUCK_SHARE = 0.5
"""Share of a projection's synapses at their bounds from which it counts as stuck. At birth it is at most 4 %
in the built-in brains, and their lives leave it there."""
STUCK_WITHIN = 1e-3
"""How near to its bound a weight is at it, as a share of the ceiling."""
MOST_WARNINGS = 12
"""Sentences in an outcome; what is left out is counted."""
RECENT_MS = 100.0
"""The rate of the region that fires most in a seizure is taken over this long."""

# What a reader calls the state of a neuron, causes before what they cause. Scratch is left out.
QUANTITIES = {
    "resource": "transmitter",
    "efficacy": "efficacy of inhibition",
    "ampa": "fast excitation",
    "nmda": "slow excitation",
    "gaba": "inhibition",
    "fast": "fast adaptation",
    "slow": "slow adaptation",
    "v": "membrane potential",
}
MODULATORS = (
    "salience", "safety error", "stress", "danger rate", "fear rate", "mean rate", "drive of cortisol",
    "cortisol", "energy",
)  # fmt: skip


def _is_driven(cell: AnyCell) -> bool:
    """Whether neurons of this kind are expected to fire without any event."""
    return cell.poisson_hz > 0 or (isinstance(cell, Cell) and cell.noise_mV > 0)


class Pulse:
    """Looks at one stretch after each chunk.

    Parameters
    ----------
    circuit : Circuit
        What runs.
    stretch : str
        Name of the stretch: the life, or one probe.
    zero : int
        Step at which its recording begins.
    """

    def __init__(self, circuit: Circuit, stretch: str, zero: int = 0) -> None:
        self.circuit, self.stretch, self.zero = circuit, stretch, zero
        n_regions = len(circuit.layout.regions)
        self.has_background = any(
            _is_driven(circuit.brain.cell(region, excites=True)) for region in circuit.brain.regions
        )
        # One number for each region, and the last for the whole brain.
        self.bound_s = np.append(np.full(n_regions, UNANSWERED_S), SILENT_S)
        self.quiet_s = np.zeros(n_regions + 1)
        self.since_s = np.zeros(n_regions + 1)
        self.is_waiting = False
        self.silences: list[tuple[int, float, float]] = []
        self.schedule: Schedule | None = None

    def begin(self, schedule: Schedule, origin: int) -> None:
        """Learn which regions are driven from when to when; the schedule begins at step ``origin``."""
        if schedule is self.schedule:
            return
        layout = self.circuit.layout
        heard = [
            (on, off, int(np.searchsorted(layout.start, one.neurons[0], side="right")) - 1, one.neurons[0])
            for one, on, off in zip(schedule.inputs, schedule.on, schedule.off, strict=True)
            if one.conductance >= HEARD and len(one.neurons)
        ]
        excited = [
            each[:3] for each in heard if each[3] < layout.start[each[2]] + layout.n_excitatory[each[2]]
        ]
        self.on, self.off, self.region = np.array(excited, np.int64).reshape(-1, 3).T
        self.schedule, self.origin = schedule, origin

    def feel(
        self, state: State, counts: Sequence[NDArray[np.int32]], *, began: int, ran_away: bool
    ) -> Outcome | None:
        """Look at the chunk that has just run; return how the run ends if it must end here.

        Parameters
        ----------
        state : State
            The state after the chunk.
        counts : sequence of (n_updates, n_regions, 3) int
            Spikes of each region's cell classes, chunk by chunk, this one last.
        began : int
            First step of the chunk.
        ran_away : bool
            Whether the modulators saw the mean rate pass its bound.
        """
        at_s = (state.step - self.zero) * self.circuit.dt_ms / 1000.0
        lost = find_non_finite(self.circuit, state)
        if lost is not None:
            return Outcome("non_finite", f"At {self._time(at_s)}, {lost}")
        if ran_away:
            return self._tell_runaway(float(state.modulation.state[MEAN]), counts, at_s)
        self._listen(counts[-1], began, state.step)
        return None

    def warnings(self) -> list[str]:
        """Return a sentence for each region, or for the whole brain, that was silent where it should fire."""
        all_of_it = len(self.bound_s) - 1
        open_still = [
            (who, float(self.since_s[who]), float(self.quiet_s[who]))
            for who in np.flatnonzero(self.quiet_s >= self.bound_s).tolist()
        ]
        silences = [*self.silences, *open_still]
        whole = [(since, since + quiet) for who, since, quiet in silences if who == all_of_it]
        longest: dict[int, tuple[float, float]] = {}
        for who, since, quiet in silences:
            hidden = any(begin < since + quiet and since < end for begin, end in whole)
            if (who == all_of_it or not hidden) and quiet > longest.get(who, (0.0, 0.0))[1]:
                longest[who] = since, quiet
        return [self._tell_silence(who, *longest[who]) for who in sorted(longest, reverse=True)]

    def _listen(self, counts: NDArray[np.int32], began: int, step: int) -> None:
        n_spikes = counts.sum(axis=0)[:, :2].sum(axis=1)
        if n_spikes.all() and not self.is_waiting:
            return
        on_now = (self.on <= began - self.origin) & (began - self.origin < self.off)
        driven = np.zeros(len(n_spikes), np.bool_)
        driven[self.region[on_now]] = True
        if n_spikes.any() and not driven[n_spikes == 0].any() and not self.is_waiting:
            return
        dt_s = self.circuit.dt_ms / 1000.0
        fired = np.append(n_spikes, n_spikes.sum()) > 0
        expected = np.append(driven, self.has_background or driven.any())
        for who in np.flatnonzero(fired & (self.quiet_s >= self.bound_s)).tolist():
            self.silences.append((who, float(self.since_s[who]), float(self.quiet_s[who])))
        self.since_s = np.where(self.quiet_s > 0, self.since_s, (began - self.zero) * dt_s)
        self.quiet_s = np.where(fired, 0.0, self.quiet_s + (step - began) * dt_s * expected)
        self.is_waiting = bool(self.quiet_s.any())

    def _time(self, at_s: float) -> str:
        if self.stretch == LIFE:
            return f"{at_s:.1f} s of waking life"
        return f"{at_s:.1f} s of the probe {self.stretch.removeprefix(probe_stretch(''))!r}"

    def _tell_runaway(self, mean_hz: float, counts: Sequence[NDArray[np.int32]], at_s: float) -> Outcome:
        brain = self.circuit.brain
        update_ms = self.circuit.update_steps * self.circuit.dt_ms
        n_rows = max(1, round(RECENT_MS / update_ms))
        recent = np.concatenate(counts[-n_rows:])[-n_rows:, :, :2].sum(axis=2)
        recent_s = max(1, len(recent)) * update_ms / 1000.0
        rates_hz = recent.sum(axis=0) / self.circuit.layout.n_excitatory / recent_s
        most = int(rates_hz.argmax())
        region = brain.region_names[most]
        return Outcome(
            "runaway",
            f"The brain ran away at {self._time(at_s)}: its excitatory neurons fired at {mean_hz:.3g} Hz, "
            f"above the {brain.runaway_hz:g} Hz of a seizure, in {region} even at {rates_hz[most]:.3g} Hz. "
            f"Give {region} more inhibition, weaken what excites it, or let it learn less.",
        )

    def _tell_silence(self, who: int, since_s: float, quiet_s: float) -> str:
        names = self.circuit.layout.regions
        n_times = sum(each[0] == who for each in self.silences) + int(self.quiet_s[who] >= self.bound_s[who])
        times = f" (the longest of {n_times} such times)" if n_times > 1 else ""
        since = f"From {self._time(since_s)} on"
        if who == len(names):
            return (
                f"{since}, no excitatory neuron of any region fired for {quiet_s:.1f} s{times}. Raise "
                f"excitatory.bias_mV or excitatory.noise_mV, or weaken inhibition."
            )
        return (
            f"{since}, {names[who]} did not fire in {quiet_s:.1f} s of input{times}. Raise the strength of "
            f"its drive in senses or its bias_shift_mV, or weaken its inhibition."
        )


def find_non_finite(circuit: Circuit, state: State, *, thoroughly: bool = False) -> str | None:
    """Return the end of a sentence about the first quantity that is not finite; none where all are.

    Whatever goes wrong reaches the membrane potentials at the next step, or the next spike of its synapse:
    a look at these and at the modulators is enough, and only where it fails is all the rest looked at.

    Parameters
    ----------
    circuit : Circuit
        What runs.
    state : State
        Its state; nothing of it is changed.
    thoroughly : bool
        Look at everything at once, the weights of all synapses too.
    """
    # A sum is finite where all its parts are, and takes a fifth of the time; huge parts overflow it.
    with np.errstate(all="ignore"):
        total = float(state.neurons.v.sum()) + float(state.modulation.state.sum())
    if math.isfinite(total) and not thoroughly:
        return None
    for name, value in zip(MODULATORS, state.modulation.state.tolist(), strict=False):
        if not math.isfinite(value):
            return f"the {name} was no longer a finite number. Choose smaller numbers in modulators."
    if not np.isfinite(state.weight).all():
        return _tell_weight(circuit, np.flatnonzero(~np.isfinite(state.weight)))
    for name, words in QUANTITIES.items():
        lost = np.flatnonzero(~np.isfinite(getattr(state.neurons, name)))
        if len(lost):
            return _tell_neurons(circuit, words, lost)
    return None


def find_stuck(circuit: Circuit, weight: NDArray[np.float32], seen: set[str]) -> Iterator[tuple[str, float]]:
    """Yield each learning projection that is stuck, with the share of its synapses at their bounds.

    A weight is at its bound within ``STUCK_WITHIN`` of its ceiling, or at 0 where it was not born there.
    Rules that do not need the birth weights do not remember them: there the projection's mean stands for all.

    Parameters
    ----------
    circuit : Circuit
        What learns.
    weight : (n_weights,) float
        The weights, settled.
    seen : set of str
        Projections that were told of already; those that are yielded are added.
    """
    projections = {projection.label: projection for projection in circuit.brain.projections}
    remembered = circuit.wiring.birth
    for label, part in zip(circuit.learning_labels, circuit.learning_slices, strict=True):
        now, projection = weight[part], projections[label]
        if label in seen or not len(now):
            continue
        born_above_0 = remembered[part] > 0 if part.stop <= len(remembered) else projection.weight > 0
        at_ceiling = now >= (projection.weight_max or math.inf) * (1 - STUCK_WITHIN)
        share = float((at_ceiling | ((now <= 0) & born_above_0)).mean())
        if share > STUCK_SHARE:
            seen.add(label)
            yield label, share


class Scales:
    """Weighs a brain at moments of its life: whether the weights are finite, and can still move."""

    def __init__(self, circuit: Circuit) -> None:
        self.circuit = circuit
        self.warnings: list[str] = []
        self._seen: set[str] = set()

    def weigh(self, state: State, moment: str) -> Outcome | None:
        """Look at settled weights; return how the run ends if it must end here.

        Parameters
        ----------
        state : State
            The state, its weights brought to the present.
        moment : str
            When: ``at birth``, ``after 63.1 s awake``.
        """
        lost = find_non_finite(self.circuit, state, thoroughly=True)
        if lost is not None:
            return Outcome("non_finite", f"{_capital(moment)}, {lost}")
        if self.circuit.brain.plasticity:
            stuck = sorted(find_stuck(self.circuit, state.weight, self._seen), key=lambda each: -each[1])
            if stuck:
                self.warnings.append(_tell_stuck(stuck, len(self.circuit.learning_labels), moment))
        return None


def sum_up(warnings: Sequence[str]) -> tuple[str, ...]:
    """Return the first warnings, and how many more there were."""
    if len(warnings) <= MOST_WARNINGS:
        return tuple(warnings)
    left = len(warnings) - MOST_WARNINGS + 1
    return (*warnings[: MOST_WARNINGS - 1], f"There were {left} more warnings.")


def _tell_neurons(circuit: Circuit, words: str, lost: NDArray[np.int64]) -> str:
    layout = circuit.layout
    regions = np.searchsorted(layout.start, lost, side="right") - 1
    first = int(regions[0])
    region = layout.regions[first]
    n_regions = len(np.unique(regions))
    others = f" and of {len(lost) - 1} more in {_count(n_regions, 'region')}" if len(lost) > 1 else ""
    cells = "excitatory" if lost[0] < layout.start[first] + layout.n_excitatory[first] else "inhibitory"
    return (
        f"the {words} of neuron {lost[0]} ({cells}, in {region}){others} was no longer a finite number. "
        f"Choose a dt_ms below {circuit.dt_ms:g} or smaller weights onto {region}."
    )


def _tell_weight(circuit: Circuit, lost: NDArray[np.int64]) -> str:
    inside = zip(circuit.learning_labels, circuit.learning_slices, strict=True)
    label = next((name for name, part in inside if part.start <= lost[0] < part.stop), None)
    whose = "a projection that does not learn" if label is None else label
    return (
        f"the weight of {_count(len(lost), 'synapse')}, the first of {whose}, was no longer a finite number. "
        f"Choose smaller weights or a smaller rate of learning."
    )


def _tell_stuck(stuck: Sequence[tuple[str, float]], n_learning: int, moment: str) -> str:
    label, share = stuck[0]
    others = f" (and of {len(stuck) - 1} more of {n_learning} learning projections)" if len(stuck) > 1 else ""
    return (
        f"{_capital(moment)}, {100 * share:.0f} % of the synapses of {label} stood at their bounds{others} "
        f"and could learn no more. Raise its weight_max, or lower its weight or the rate of its rule."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
