"""Floor 6. The engine beside its peers, on one machine in one sitting: ``neurotag bench``."""

from neurotag.bench.networks import NETWORKS
from neurotag.bench.results import write_results
from neurotag.bench.rows import Row, rows_of
from neurotag.bench.sitting import Sitting, hold_sitting

__all__ = ["NETWORKS", "Row", "Sitting", "hold_sitting", "rows_of", "write_results"]
