"""The peers' side of the comparison: NEST and Brian2, each in an environment of its own, asked by JSON.

Neither is imported here. `run_peer` installs a peer if need be and starts a script (`nest_side` or
`brian_side`) under the peer's own python; what all sides share is plain: `networks`, `request`, `samples`.
"""

from neurotag.bench.peers.install import Peer, environment, is_installed
from neurotag.bench.peers.run import run_peer

__all__ = ["Peer", "environment", "is_installed", "run_peer"]
