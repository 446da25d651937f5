"""Floor 5. Other houses: events files of BIDS, recordings of spikes, and neurotags for other programs."""

from neurotag.interop.bids import BidsLife, load_bids_life, read_bids_life
from neurotag.interop.mapping import EventMapping, RowRule, load_mapping
from neurotag.interop.neurotags_nwb import write_neurotags_nwb
from neurotag.interop.node_sets import write_node_sets
from neurotag.interop.tables import write_table
from neurotag.interop.trains import read_trains
from neurotag.interop.trains_objects import trains_from

__all__ = [
    "BidsLife",
    "EventMapping",
    "RowRule",
    "load_bids_life",
    "load_mapping",
    "read_bids_life",
    "read_trains",
    "trains_from",
    "write_neurotags_nwb",
    "write_node_sets",
    "write_table",
]
