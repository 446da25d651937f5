"""Floor 4. Brain -> Circuit, and Circuit + Life -> Recording."""

from neurotag.engine.circuit import Circuit, State
from neurotag.engine.compile import check_brain, compile_brain
from neurotag.engine.simulate import check_life, simulate

__all__ = ["Circuit", "State", "check_brain", "check_life", "compile_brain", "simulate"]
