"""Floor 5. Other houses: a life from the events file of a BIDS dataset."""

from neurotag.interop.bids import BidsLife, load_bids_life, read_bids_life
from neurotag.interop.mapping import EventMapping, RowRule, load_mapping

__all__ = ["BidsLife", "EventMapping", "RowRule", "load_bids_life", "load_mapping", "read_bids_life"]
