"""Roof. The lab: a live brain in a browser, a notebook, or a page to e-mail."""

from neurotag.lab.buttons import BUTTONS, Button
from neurotag.lab.levers import LEVERS, Lever
from neurotag.lab.notebook import Lab
from neurotag.lab.player import Opening, Player
from neurotag.lab.session import Session, open_session, relive
from neurotag.lab.shelf import Shelf

__all__ = [
    "BUTTONS",
    "LEVERS",
    "Button",
    "Lab",
    "Lever",
    "Opening",
    "Player",
    "Session",
    "Shelf",
    "open_session",
    "relive",
]
