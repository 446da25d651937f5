"""Detection beside its peers: recordings with planted assemblies and with none, and who finds them.

Started as ``python -m neurotag.bench.finding``; see `neurotag.bench.finding.plan` for what is asked.
"""

from neurotag.bench.finding.planted import NULLS, Planted, null_of, plant
from neurotag.bench.finding.score import f1

__all__ = ["NULLS", "Planted", "f1", "null_of", "plant"]
