"""Floor 4. Brain -> Circuit, and Circuit + Life -> Recording."""

from neurotag.engine.circuit import Circuit, State
from neurotag.engine.compile import check_brain, compile_brain
from neurotag.engine.forecast import Forecast, forecast
from neurotag.engine.past import check_past, start_of
from neurotag.engine.room import check_memory, largest_scale
from neurotag.engine.simulate import check_life, simulate

__all__ = [
    "Circuit",
    "Forecast",
    "State",
    "check_brain",
    "check_life",
    "check_memory",
    "check_past",
    "compile_brain",
    "forecast",
    "largest_scale",
    "simulate",
    "start_of",
]
