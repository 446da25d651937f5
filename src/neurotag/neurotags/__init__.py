"""Floor 5b. Spike trains -> neurotags: found, weighed, followed through time, and held against chance."""

from neurotag.neurotags.bonds import bind, bond_of, is_learned
from neurotag.neurotags.dials import Dial, describe_dial, measure_dials
from neurotag.neurotags.find import find_in
from neurotag.neurotags.find_neurotags import find_neurotags
from neurotag.neurotags.identity import Identity, Sighting, TrackEvent, Tracks
from neurotag.neurotags.ignite import measure_on_twins
from neurotag.neurotags.match import Link
from neurotag.neurotags.neurotag import Bond, Neurotag, Neurotags, Null, Vital
from neurotag.neurotags.telling import tell, track_rows
from neurotag.neurotags.track import track_neurotags
from neurotag.neurotags.vitals import describe_vital, with_vitals
from neurotag.neurotags.windows import Window, windows_of

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
