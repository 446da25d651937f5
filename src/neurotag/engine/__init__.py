"""Floor 4. Brain -> Circuit, and Circuit + Life -> Recording."""

from neurotag.engine.circuit import Circuit, State
from neurotag.engine.compile import check_brain, compile_brain
from neurotag.engine.end import end_of
from neurotag.engine.forecast import Forecast, forecast
from neurotag.engine.learned import LearnedSynapses, learned_synapses, potentiated_neurons
from neurotag.engine.live import LiveBrain
from neurotag.engine.past import check_past, start_of
from neurotag.engine.room import check_memory, largest_scale
from neurotag.engine.simulate import check_life, simulate
from neurotag.engine.stays import Stay, digest_of_stays, live_again
from neurotag.engine.twin import Cue, Twins

__all__ = [
    "Circuit",
    "Cue",
    "Forecast",
    "LearnedSynapses",
    "LiveBrain",
    "State",
    "Stay",
    "Twins",
    "check_brain",
    "check_life",
    "check_memory",
    "check_past",
    "compile_brain",
    "digest_of_stays",
    "end_of",
    "forecast",
    "largest_scale",
    "learned_synapses",
    "live_again",
    "potentiated_neurons",
    "simulate",
    "start_of",
]
