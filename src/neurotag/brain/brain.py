"""The brain as a description: what there is, before any of it runs."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, model_validator

from neurotag.brain.body import Body
from neurotag.brain.cells import AnyCell
from neurotag.brain.modulators import Modulators, Transmitter
from neurotag.brain.projection import Convergence, Neighbours, Projection, SameSite
from neurotag.brain.region import Region
from neurotag.brain.senses import Senses
from neurotag.description import Description, suggest
from neurotag.errors import DescriptionError
from neurotag.plasticity import Consolidation, Disinhibition, InhibitorySTDP, ModulatedSTDP, Rule


class Alarm(Description):
    """The read-out of pain: mean firing of the nociceptive neurons of some regions, put on 0 to 100."""

    regions: tuple[str, ...] = Field(min_length=1)
    """Regions that must all take part for a full alarm."""
    rest_hz: NonNegativeFloat
    """Mean rate that counts as 0 in each region."""
    full_hz: PositiveFloat
    """Mean rate that counts as 100 in each region."""

    @model_validator(mode="after")
    def _full_lies_above_rest(self) -> "Alarm":
        if self.full_hz <= self.rest_hz:
            raise DescriptionError(
                "full_hz", f"must be more than rest_hz = {self.rest_hz:g} (got {self.full_hz:g})", "Raise it"
            )
        return self


class Brain(Description):
    """Regions, projections, a body, senses, modulators and rules: everything a circuit is compiled from."""

    name: str
    """What runs and reports call it."""
    title: str
    """One line for a list."""
    scale: float = Field(1.0, gt=0, le=64)
    """Size: multiplies every number of neurons. A larger brain keeps each neuron's number of inputs; a
    smaller one keeps it as far as its neurons suffice."""
    dt_ms: float = Field(1.0, gt=0, le=1)
    """Time step."""
    plasticity: bool = True
    """False freezes every synapse: nothing is learned or lost."""
    regions: tuple[Region, ...] = Field(min_length=1)
    """The regions."""
    projections: tuple[Projection, ...] = Field(min_length=1)
    """The projections."""
    excitatory: AnyCell
    """Excitatory neurons."""
    inhibitory: AnyCell
    """Inhibitory neurons."""
    rules: dict[str, Rule] = Field(default_factory=dict)
    """Rules of learning, by the names that projections use."""
    consolidation: Consolidation | None = Consolidation()
    """What hours offline do to learned weights; none: nothing."""
    disinhibition: Disinhibition = Disinhibition()
    """How inhibition is lost and comes back, where a region does not say otherwise."""
    modulators: Modulators | None = None
    """Brain-wide signals; none: a network without salience, safety and stress."""
    transmitters: dict[str, Transmitter] = Field(default_factory=dict)
    """Further modulators, by the names that rules use."""
    body: Body = Body()
    """The body."""
    senses: Senses = Senses()
    """The ways in."""
    alarm: Alarm | None = None
    """The read-out of pain; none: there is nothing to read."""
    awareness_region: str | None = None
    """The region whose ignition stands for becoming aware."""
    movement_region: str | None = None
    """The region whose ignition stands for the withdrawal."""
    precision: Literal["single", "double"] = "single"
    """Precision of potentials, weights and traces; double takes twice the memory and about twice the time."""
    runaway_hz: PositiveFloat = 40.0
    """Mean excitatory rate over 100 ms at which a run is stopped as a seizure."""

    @property
    def region_names(self) -> tuple[str, ...]:
        """Names of the regions, in order."""
        return tuple(region.name for region in self.regions)

    def region(self, name: str) -> Region:
        """Return the region of this name.

        Raises
        ------
        DescriptionError
            If there is none.
        """
        for region in self.regions:
            if region.name == name:
                return region
        raise DescriptionError(
            f"brain {self.name!r}", f"has no region {name!r}", suggest(name, self.region_names)
        )

    def cell(self, region: Region, *, excites: bool) -> AnyCell:
        """Return the kind of a region's excitatory or inhibitory neurons."""
        own = region.excitatory if excites else region.inhibitory
        return own or (self.excitatory if excites else self.inhibitory)

    def disinhibition_of(self, region: Region) -> Disinhibition:
        """Return how a region's excitatory neurons lose inhibition and get it back."""
        return region.disinhibition or self.disinhibition

    def describe_size(self) -> tuple[int, int]:
        """Return the numbers of excitatory and inhibitory neurons at this scale."""
        return (
            sum(self.count(region, region.n_excitatory) for region in self.regions),
            sum(self.count(region, region.n_inhibitory) for region in self.regions),
        )

    def count(self, region: Region, number: int) -> int:
        """Return a region's number of neurons at this scale; a body map has as many for each site."""
        if number == 0:
            return 0
        if region.layout == "scattered":
            return scaled(number, self.scale)
        n_sites = len(self.body.sites)
        return n_sites * scaled(number, self.scale / n_sites)

    @model_validator(mode="after")
    def _names_are_known(self) -> "Brain":
        _refuse_duplicates("regions", self.region_names)
        _refuse_duplicates("projections", [projection.label for projection in self.projections])
        for index, projection in enumerate(self.projections):
            self._check_projection(f"projections[{index}]", projection)
        for place, name in self._mentioned_regions():
            if name not in self.region_names:
                raise DescriptionError(place, f"unknown region {name!r}", suggest(name, self.region_names))
        return self

    @model_validator(mode="after")
    def _modulators_are_known(self) -> "Brain":
        known = [*(("salience", "safety") if self.modulators else ()), *self.transmitters]
        for name, rule in self.rules.items():
            for modulator in rule.gains if isinstance(rule, ModulatedSTDP) else ():
                if modulator not in known:
                    raise DescriptionError(
                        f"rules.{name}.gains", f"unknown modulator {modulator!r}", suggest(modulator, known)
                    )
        return self

    @model_validator(mode="after")
    def _regions_can_do_what_is_asked(self) -> "Brain":
        mapped = [region.name for region in self.regions if region.layout == "body_map"]
        if mapped and not self.body.sites:
            raise DescriptionError(
                "body.sites",
                f"must hold 1 or more for the body map of {mapped[0]!r} (got 0)",
                "Add to the list",
            )
        for place, name in self._mapped_regions():
            if self.region(name).layout != "body_map":
                raise DescriptionError(
                    place, f"needs a region with the layout 'body_map' (got {name!r})", "Give it that layout"
                )
        for name in self.alarm.regions if self.alarm else ():
            if self.region(name).nociceptive_share == 0:
                raise DescriptionError(
                    "alarm.regions",
                    f"needs a region with a nociceptive_share (got {name!r})",
                    "Give it a share",
                )
        return self

    def _check_projection(self, place: str, projection: Projection) -> None:
        for end in ("source", "target"):
            name = getattr(projection, end)
            if name not in self.region_names:
                raise DescriptionError(
                    f"{place}.{end}", f"unknown region {name!r}", suggest(name, self.region_names)
                )
        if projection.rule is None:
            return
        if projection.rule not in self.rules:
            raise DescriptionError(
                f"{place}.rule", f"unknown rule {projection.rule!r}", suggest(projection.rule, self.rules)
            )
        rule = self.rules[projection.rule]
        inhibits = isinstance(rule, InhibitorySTDP)
        if inhibits != (projection.source_cells == "inhibitory"):
            which = "inhibitory" if inhibits else "excitatory"
            raise DescriptionError(
                f"{place}.rule",
                f"{projection.rule!r} is for connections from {which} neurons (these are not)",
                "Take another rule",
            )
        if projection.target_cells == "inhibitory":
            raise DescriptionError(
                f"{place}.rule",
                f"only connections onto excitatory neurons can learn (got {projection.rule!r})",
                "Leave the rule out",
            )
        if projection.weight_max is None:
            raise DescriptionError(
                f"{place}.weight_max", "is required where there is a rule (got none)", "Add a ceiling"
            )
        if projection.weight_max < projection.weight:
            raise DescriptionError(
                f"{place}.weight_max",
                f"must be at least weight = {projection.weight:g} (got {projection.weight_max:g})",
                "Raise the ceiling",
            )

    def _mentioned_regions(self) -> Iterable[tuple[str, str]]:
        for place in ("awareness_region", "movement_region"):
            if (name := getattr(self, place)) is not None:
                yield place, name
        if self.modulators is not None:
            yield "modulators.danger.region", self.modulators.danger.region
            yield "modulators.fear.region", self.modulators.fear.region
        for transmitter, words in self.transmitters.items():
            if words.source is not None:
                yield f"transmitters.{transmitter}.source", words.source
        for name in self.alarm.regions if self.alarm else ():
            yield "alarm.regions", name
        for sense in type(self.senses).model_fields:
            drives = getattr(self.senses, sense)
            for index, drive in enumerate(drives if isinstance(drives, tuple) else ()):
                yield f"senses.{sense}[{index}].region", drive.region

    def _mapped_regions(self) -> Iterable[tuple[str, str]]:
        for index, projection in enumerate(self.projections):
            if isinstance(projection.pattern, SameSite | Neighbours | Convergence):
                yield f"projections[{index}].source", projection.source
            if isinstance(projection.pattern, SameSite | Neighbours):
                yield f"projections[{index}].target", projection.target
        for sense in ("touch", "heat"):
            for index, drive in enumerate(getattr(self.senses, sense)):
                yield f"senses.{sense}[{index}].region", drive.region


def scaled(number: int, scale: float) -> int:
    """Return a number of neurons at a scale, at least one."""
    return max(1, round(number * scale))


def _refuse_duplicates(place: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise DescriptionError(place, f"{name!r} is there twice", "Keep one of the two")
        seen.add(name)
