"""Neurotags of several windows -> identities: born, grown, drifted, merged, split, calmed."""

from neurotag.neurotags.tracking.identity import Identity, Sighting, TrackEvent, Tracks
from neurotag.neurotags.tracking.match import Link
from neurotag.neurotags.tracking.telling import tell, track_rows
from neurotag.neurotags.tracking.track import track_neurotags
from neurotag.neurotags.tracking.windows import Window, windows_of

__all__ = [
    "Identity",
    "Link",
    "Sighting",
    "TrackEvent",
    "Tracks",
    "Window",
    "tell",
    "track_neurotags",
    "track_rows",
    "windows_of",
]
