"""Spike trains -> sets that fire together more than chance makes them."""

from neurotag.neurotags.search.find import find_in

__all__ = ["find_in"]
