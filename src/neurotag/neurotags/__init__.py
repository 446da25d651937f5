"""Floor 5b. Spike trains -> neurotags: found, weighed, followed through time, and held against chance."""

from neurotag.neurotags.bonds import bind, bond_of, is_learned
from neurotag.neurotags.exchange import export_neurotags
from neurotag.neurotags.find_neurotags import find_neurotags
from neurotag.neurotags.neurotag import Bond, Neurotag, Neurotags, Null, Vital
from neurotag.neurotags.probing.dials import Dial, describe_dial, measure_dials
from neurotag.neurotags.probing.ignite import measure_on_twins
from neurotag.neurotags.search.find import find_in
from neurotag.neurotags.tracking.identity import Identity, Sighting, TrackEvent, Tracks
from neurotag.neurotags.tracking.match import Link
from neurotag.neurotags.tracking.telling import tell, track_rows
from neurotag.neurotags.tracking.track import track_neurotags
from neurotag.neurotags.tracking.windows import Window, windows_of
from neurotag.neurotags.vitals import describe_vital, with_vitals

__all__ = [
    "Bond",
    "Dial",
    "Identity",
    "Link",
    "Neurotag",
    "Neurotags",
    "Null",
    "Sighting",
    "TrackEvent",
    "Tracks",
    "Vital",
    "Window",
    "bind",
    "bond_of",
    "describe_dial",
    "describe_vital",
    "export_neurotags",
    "find_in",
    "find_neurotags",
    "is_learned",
    "measure_dials",
    "measure_on_twins",
    "tell",
    "track_neurotags",
    "track_rows",
    "windows_of",
    "with_vitals",
]
