"""Roof. The lab: a live brain in a browser, a notebook, or a page to e-mail."""

from neurotag.lab.cues import CUES, Cue
from neurotag.lab.levers import LEVERS, Lever
from neurotag.lab.notebook import Lab
from neurotag.lab.player import Player, Start
from neurotag.lab.session import Session, open_session, relive
from neurotag.lab.shelf import Shelf

__all__ = [
    "CUES",
    "LEVERS",
    "Cue",
    "Lab",
    "Lever",
    "Player",
    "Session",
    "Shelf",
    "Start",
    "open_session",
    "relive",
]
