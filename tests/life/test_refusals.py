"""A life that cannot be lived is refused in one sentence that says where, what and what to do."""

from dataclasses import dataclass
from typing import Any

import pytest
from tests.life.cases import Events, heat, probe, repeat, rest, skip, sleep, smell, thought, together, touch

from neurotag.description import parse
from neurotag.errors import DescriptionError
from neurotag.life import Life


@dataclass(frozen=True)
class Refusal:
    """Events that must be refused, and the whole sentence below ``life.events``."""

    name: str
    events: Events
    sentence: str


INSIDE = (
    "[0]: a {} cannot stand inside a 'together' or a probe. "
    "Move it to the life's own list, or into a repeat there."
)
NO_MAPPING = "must be a mapping of fields (got 'touch'). Write its fields as 'name: value'."
ENDLESS = "unrolls into more than 100000 events. Repeat less, or split the life."

REFUSALS = [
    # Kinds and fields.
    Refusal("unknown kind", [{"kind": "tuoch"}], "[0]: unknown kind 'tuoch'. Did you mean 'touch'?"),
    Refusal("no kind", [{"site": "back"}],
            "[0]: has no 'kind' (got {'site': 'back'}). Add a 'kind' that says what it is."),
    Refusal("unknown field", [touch(presure=1)], "[0].presure: unknown field. Did you mean 'pressure'?"),
    Refusal("no site", [{"kind": "touch"}], "[0].site: this field is required. Add 'site'."),
    Refusal("too firm", [touch(pressure=2)],
            "[0].pressure: must be at most 1.5 (got 2). Choose 1.5 or less."),
    Refusal("too relevant", [touch(relevance=2)],
            "[0].relevance: must be at most 1 (got 2). Choose 1 or less."),
    Refusal("negative duration", [touch(duration_s=-1)],
            "[0].duration_s: must be at least 0.001 (got -1). Choose 0.001 or more."),
    Refusal("no duration", [touch(duration_s=0)],
            "[0].duration_s: must be at least 0.001 (got 0). Choose 0.001 or more."),
    Refusal("negative time", [touch(at_s=-1)], "[0].at_s: must be at least 0 (got -1). Choose 0 or more."),
    Refusal("name", [touch(name="the stove")],
            "[0].name: must match ^[A-Za-z][A-Za-z0-9_]*$ (got 'the stove'). "
            "Use letters, digits and underscores, a letter first."),
    Refusal("a word YAML reads as false", [smell() | {"of": False}],
            "[0].of: must be text (got False). Put it in quotes."),
    Refusal("nothing sensed", [smell(of="")], "[0].of: must not be empty (got ''). Write something."),
    Refusal("both measures of heat", [heat(temperature_C=48)],
            "[0].intensity: exactly one of intensity and temperature_C is needed (got both). Keep one."),
    Refusal("no measure of heat", [{"kind": "heat", "site": "back"}],
            "[0].intensity: exactly one of intensity and temperature_C is needed (got neither). Keep one."),
    Refusal("too hot", [{"kind": "heat", "site": "back", "temperature_C": 200}],
            "[0].temperature_C: must be at most 100 (got 200). Choose 100 or less."),
    Refusal("zero skip", [skip()],
            "[0].hours: a skip must pass some time (got 0 hours, 0 days). Give hours or days."),
    Refusal("negative skip", [skip(hours=-1)], "[0].hours: must be at least 0 (got -1). Choose 0 or more."),
    Refusal("no sleep", [sleep(hours=0)], "[0].hours: must be more than 0 (got 0). Choose more than 0."),
    Refusal("empty group", [{"kind": "together", "events": []}],
            "[0].events: must hold 1 or more (got 0). Add to the list."),
    Refusal("no turn", [repeat(0, touch())], "[0].times: must be more than 0 (got 0). Choose more than 0."),
    Refusal("half a turn", [repeat(2, touch()) | {"times": 1.5}],
            "[0].times: must be a whole number (got 1.5). Write a whole number."),
    Refusal("probe without a name", [{"kind": "probe", "events": [touch()]}],
            "[0].name: this field is required. Add 'name'."),
    Refusal("deep inside", [repeat(2, together(touch(), touch(site=5)))],
            "[0].events[0].events[1].site: must be text (got 5). Put it in quotes."),
    # Time.
    Refusal("sleep in a group", [together(sleep())], "[0].events" + INSIDE.format("sleep")),
    Refusal("skip in a group", [together(skip(hours=1))], "[0].events" + INSIDE.format("skip")),
    Refusal("sleep in a probe", [probe("p", sleep())], "[0].events" + INSIDE.format("sleep")),
    Refusal("sleep in a repeat in a group", [together(repeat(2, sleep()))],
            "[0].events[0].events" + INSIDE.format("sleep")),
    Refusal("sleep before the end", [touch(duration_s=5), sleep(at_s=3)],
            "[1].at_s: begins at 3 s, before 5 s, when the events before it have ended (got 3). "
            "Begin it later."),
    Refusal("repeat too short", [repeat(2, touch(duration_s=3), every_s=2)],
            "[0].every_s: must be at least the 3 s that one turn takes (got 2). "
            "Lengthen the interval or shorten the events."),
    Refusal("repeat of nights at an interval", [repeat(2, touch(), sleep(), every_s=5)],
            "[0].every_s: counts waking time, so it cannot be kept over a sleep or a skip (got 5). "
            "Leave it out: each turn follows the one before."),
    Refusal("episode over a night", [repeat(2, touch(), sleep(), name="course")],
            "[0].name: an episode cannot last over a sleep or a skip (got 'course'). "
            "Name the events within it instead."),
    Refusal("endless", [repeat(100_000, touch())],
            "[0].events[0]: " + ENDLESS),
    Refusal("endless in probes", [repeat(1000, probe("p", repeat(200, touch())))],
            "[0].events[0].events[0].events[0]: " + ENDLESS),
    # Probes.
    Refusal("probe inside an event", [touch(duration_s=5), probe("p", at_s=3)],
            "[1]: the probe 'p' at 3 s falls inside events[0] (touch, 0 to 5 s). "
            "Move the probe before or after it."),
    Refusal("probe inside an event that began before another",
            [touch(duration_s=9), heat(at_s=1), probe("p", at_s=3)],
            "[2]: the probe 'p' at 3 s falls inside events[0] (touch, 0 to 9 s). "
            "Move the probe before or after it."),
    Refusal("probe in a probe", [probe("p", probe("q"))],
            "[0].events[0]: a probe cannot stand inside a probe. Move it out."),
    Refusal("probe in a group in a probe", [probe("p", together(touch(), probe("q")))],
            "[0].events[0].events[1]: a probe cannot stand inside a probe. Move it out."),
    Refusal("two probes of one name", [probe("p"), probe("p")],
            "[1].name: a probe named 'p' is there already. Name it otherwise."),
    Refusal("two probes of one numbered name", [probe("p_2"), repeat(2, probe("p"))],
            "[1].events[0].name: a probe named 'p_2' is there already. Name it otherwise."),
    # Thoughts.
    Refusal("thought of nothing", [thought("stove")],
            "[0].of: no lived event of this life is named 'stove'. Give the event to recall a name."),
    Refusal("thought of what is misspelt", [touch(name="stove"), thought("stoev")],
            "[1].of: no lived event of this life is named 'stoev'. Did you mean 'stove'?"),
    Refusal("thought of what only a twin met", [probe("p", touch(name="tap")), thought("tap")],
            "[1].of: no lived event of this life is named 'tap'. Give the event to recall a name."),
    Refusal("thought of a probe", [probe("p"), thought("p")],
            "[1].of: no lived event of this life is named 'p'. Give the event to recall a name."),
    Refusal("thought of a night", [touch(), sleep(name="night"), thought("night")],
            "[2].of: no lived event of this life is named 'night'. Give the event to recall a name."),
    # Likeness.
    Refusal("similar to nothing", [smell(similarity=0.5)],
            "[0].like: is needed with similarity = 0.5 (got none). Say what it is like."),
    Refusal("like without how much", [smell(like="lily")],
            "[0].similarity: is needed with like = 'lily' (got none). Say how much, 0 to 1."),
    Refusal("like itself", [smell("rose", like="rose", similarity=0.5)],
            "[0].like: must be another thing (got 'rose'). Leave it out."),
    Refusal("like what is misspelt", [smell("rose"), smell("lily", like="roes", similarity=0.5)],
            "[1].like: no smell of this life is 'roes'. Did you mean 'rose'?"),
    Refusal("like a thing of another sense",
            [{"kind": "sight", "of": "rose"}, smell("tulip"), smell("lily", like="rose", similarity=0.5)],
            "[2].like: no smell of this life is 'rose'. Use one of: tulip."),
    Refusal("like different things",
            [smell("rose"), smell("lily", like="rose", similarity=0.5), rest(), smell("lily")],
            "[3].like: 'lily' is like nothing here and like 'rose' (0.5) at events[1]. "
            "Say the same at every mention."),
    Refusal("like a likeness",
            [smell("rose"), smell("lily", like="rose", similarity=0.5),
             smell("fern", like="lily", similarity=0.5)],
            "[2].like: 'lily' is itself like 'rose'. Name that one instead."),
]  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_life_refuses(refusal: Refusal) -> None:
    with pytest.raises(DescriptionError) as caught:
        parse(Life, {"name": "case", "events": refusal.events}, where="life")
    assert str(caught.value) == f"life.events{refusal.sentence}"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"name": "x"}, "life.events: this field is required. Add 'events'."),
        ({"name": "x", "events": []}, "life.events: must hold 1 or more (got 0). Add to the list."),
        ({"name": "", "events": [touch()]}, "life.name: must not be empty (got ''). Write something."),
        ({"name": "x", "event": [touch()]}, "life.event: unknown field. Did you mean 'events'?"),
        ({"name": "x", "events": {"a": 1}}, "life.events: must be a list (got {'a': 1}). Write a list."),
        ({"name": "x", "events": ["touch"]}, f"life.events[0]: {NO_MAPPING}"),
    ],
    ids=["missing", "empty", "nameless", "misspelt", "no list", "a bare word"],
)  # fmt: skip
def test_life_refuses_its_own_fields(content: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DescriptionError) as caught:
        parse(Life, content, where="life")
    assert str(caught.value) == sentence
