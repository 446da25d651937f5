"""The body: where it can be touched, and how its signals travel."""

from typing import Annotated

from pydantic import Field, NonNegativeFloat, PositiveFloat, model_validator

from neurotag.description import Description
from neurotag.errors import DescriptionError

Share = Annotated[float, Field(ge=0, le=1)]


class Site(Description):
    """A place on the body."""

    name: str
    """What a life calls it."""
    path_m: PositiveFloat
    """Length of the nerve from the skin to the spinal cord, in metres."""


class Fibres(Description):
    """How fast and how strongly signals leave the skin.

    References
    ----------
    A-delta 10-13 m/s and C 0.8 m/s: Eur J Appl Physiol 1988 58:266. A-beta 50 m/s: textbook value.
    """

    touch_m_per_s: PositiveFloat = 50.0
    """Speed of the thick fibres of touch (A-beta)."""
    fast_pain_m_per_s: PositiveFloat = 12.0
    """Speed of the thin fibres of first pain (A-delta)."""
    slow_pain_m_per_s: PositiveFloat = 0.8
    """Speed of the bare fibres of second pain (C)."""
    slow_pain_share: float = Field(0.4, ge=0, le=1)
    """Strength of the slow fibres' drive, as a share of the fast fibres'."""
    heat_latency_ms: NonNegativeFloat = 40.0
    """Time the skin takes to warm to the nerve endings."""
    heat_threshold_C: float = 42.0
    """Skin temperature at which the drive of the danger relay begins."""
    heat_full_C: float = 50.0
    """Skin temperature of full drive (intensity 1)."""
    heat_fatigue: float = Field(0.5, ge=0, lt=1)
    """Share of the drive that long heat can wear off at one site (nerve endings tire)."""
    heat_fatigue_tau_s: PositiveFloat = 5.0
    """How fast full heat tires the endings."""
    heat_recovery_tau_s: PositiveFloat = 120.0
    """How fast they recover."""
    overlap: tuple[Share, ...] = (0.3, 0.05)
    """Share of a touch that also drives the sites one, two, ... places away: the precision of the map."""

    @model_validator(mode="after")
    def _full_heat_lies_above_the_threshold(self) -> "Fibres":
        if self.heat_full_C <= self.heat_threshold_C:
            raise DescriptionError(
                "heat_full_C",
                f"must be more than heat_threshold_C = {self.heat_threshold_C:g} (got {self.heat_full_C:g})",
                "Raise it",
            )
        return self


class Body(Description):
    """The sites in the order of the map in the brain, and their fibres."""

    sites: tuple[Site, ...] = ()
    """Neighbours in this order are neighbours in the touch region."""
    fibres: Fibres = Fibres()
    """How signals travel."""

    @property
    def site_names(self) -> tuple[str, ...]:
        """Names in map order."""
        return tuple(site.name for site in self.sites)

    @model_validator(mode="after")
    def _sites_have_names_of_their_own(self) -> "Body":
        for index, name in enumerate(self.site_names):
            if name in self.site_names[:index]:
                raise DescriptionError(f"sites[{index}].name", f"{name!r} is there twice", "Rename one")
        return self
