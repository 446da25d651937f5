"""Pain is sent to all regions, in three waves: a reflex first, memory last.

The article: what hurts has to change behaviour quickly, so pain is extremely efficient at sending messages
across all regions. Read here: which regions change their rate within a second of the stove, upwards or
downwards: hyperfocus reaches the senses by silencing them.

Order and latencies are read from the same heat without contact, in a frozen twin: the evidence comes from
lasers, which touch nobody, and the contact alone, harmless, made memory ignite after 30 ms in a pilot (seed
101). This was changed after a look at seeds 0 to 2 with contact, where 2.7 of 3 steps were in order; what
the burn itself gives is told besides. Ignition counts from the heat; a region that does not ignite counts
1000 ms.

The control for the reach is the harmless touch and picture of the same strength. Because much of the
broadcast is not about pain (Liberati et al. 2016), a salient surprise that does not hurt is tried as well:
it should ignite most of the regions that no sense drives, and yet not the alarm.
"""

from itertools import pairwise

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.burn import EVERYDAY, WINDOW_MS, burn_alarm, latencies_ms, reached
from neurotag.experiments.shared.lives import event, life, probe, together
from neurotag.experiments.shared.readings import alarm

FIRST_WAVE = ("danger", "suffering", "fear")
HUBS = (*FIRST_WAVE, "awareness", "memory", "thought")
"""Regions that no sense drives directly."""

INSTANTS_MS = tuple(float(at) for at in range(0, 1001, 50))

SURPRISE = Arm(
    "surprise",
    life(
        "surprise",
        probe(
            "salient",
            together(
                event("touch", site="back", duration_s=0.6, relevance=0.8),
                event("sound", of="a bang", duration_s=0.6, relevance=0.8),
                event("sight", of="a flash", duration_s=0.6, relevance=0.8),
            ),
            settle_s=2.5,
        ),
        probe("laser", event("heat", site="back", intensity=1.0, duration_s=0.6), settle_s=2.5),
        probe("faint", event("touch", site="back", pressure=0.2, duration_s=0.6), settle_s=2.5),
    ),
)


def waves(latency_ms: dict[str, float]) -> tuple[float, float, float, float]:
    """Return when withdrawal, danger with suffering and fear (their mean), awareness and memory came."""
    first = sum(latency_ms[region] for region in FIRST_WAVE) / len(FIRST_WAVE)
    return latency_ms["movement"], first, latency_ms["awareness"], latency_ms["memory"]


def steps_in_order(times_ms: tuple[float, ...]) -> float:
    """Return how many of the steps from one wave to the next lead forwards; what never came is no step."""
    return float(sum(before < after < WINDOW_MS for before, after in pairwise(times_ms)))


def follows_by_ms(latency_ms: dict[str, float]) -> float:
    """Return how much later memory comes than awareness; 0 where one of them does not come."""
    aware_ms, memory_ms = latency_ms["awareness"], latency_ms["memory"]
    return memory_ms - aware_ms if max(aware_ms, memory_ms) < WINDOW_MS else 0.0


def hubs_ignited(latency_ms: dict[str, float]) -> float:
    """Return how many of the regions that no sense drives ignited."""
    return float(sum(latency_ms[region] < WINDOW_MS for region in HUBS))


def _course(latency_ms: dict[str, float]) -> list[float]:
    return [float(sum(ms <= at and ms < WINDOW_MS for ms in latency_ms.values())) for at in INSTANTS_MS]


def measure(lived: Lived) -> Reading:
    """Return reach, order and latencies of the burn, and of what does not hurt."""
    stove, surprise = lived["everyday"], lived["surprise"]
    burn, neutral = latencies_ms(stove), latencies_ms(stove, "neutral")
    salient, faint = (latencies_ms(surprise, name) for name in ("salient", "faint"))
    laser = latencies_ms(surprise, "laser")
    times, neutral_times = waves(laser), waves(neutral)
    names = ("withdrawal", "first_wave", "awareness")
    values = {
        "reached": float(len(reached(stove))),
        "reached_control": float(len(reached(stove, "neutral"))),
        "order": steps_in_order(times),
        "order_control": steps_in_order(neutral_times),
        "last": follows_by_ms(laser),
        "last_control": follows_by_ms(neutral),
        "hubs": hubs_ignited(salient),
        "hubs_control": hubs_ignited(faint),
        "output": alarm(surprise, "salient"),
        "output_control": burn_alarm(stove),
        "output_neutral": alarm(stove, "neutral"),
        "order_stove": steps_in_order(waves(burn)),
        "last_stove": follows_by_ms(burn),
        "ignited": float(sum(ms < WINDOW_MS for ms in burn.values())),
    }
    values |= dict(zip(names, times[:3], strict=True))
    values |= {f"{name}_control": ms for name, ms in zip(names, neutral_times[:3], strict=True)}
    lines = {
        "burn": _course(burn),
        "laser": _course(laser),
        "neutral": _course(neutral),
        "salient": _course(salient),
    }
    return Reading(values, lines)


NEUTRAL = "a touch and a picture of the same strength"

CLAIM = Claim(
    name="broadcast",
    row="A9",
    statement="Pain is extremely efficient at sending messages across all regions of the brain.",
    parts=(
        Part(
            "reached", "All twelve regions change their rate within one second of the burn, upwards or "
            "downwards.",
            "regions", low=11.5, control=NEUTRAL,
            published="sixteen regions, complete within a second: Bastuji et al. 2016",
        ),
        Part(
            "order", "Withdrawal, then danger with suffering and fear, then awareness, then memory: three "
            "steps in order.", "steps", low=2.5, control=NEUTRAL,
            published="insula, cingulate and amygdala first, anterior insula next, hippocampus last: Bastuji "
            "et al. 2016",
        ),
        Part(
            "withdrawal", "The movement region ignites as late as the withdrawal reflex.", "ms", low=40.0,
            high=180.0,
            control=NEUTRAL, published="RII 40-60 ms, RIII 90-180 ms: Sandrini et al. 2005",
        ),
        Part(
            "first_wave", "Danger, suffering and fear ignite with the first cortical answers to a laser.",
            "ms",
            low=100.0, high=230.0, control=NEUTRAL,
            published="operculum N140-P170, insula N180-P230: Frot & Mauguière 2003",
        ),
        Part(
            "awareness", "Awareness ignites after the first wave and before one could press a button.", "ms",
            low=230.0, high=450.0, control=NEUTRAL,
            published="P2 about 300 ms; voluntary reaction 350-450 ms: Campbell & LaMotte 1983",
        ),
        Part(
            "last", "Memory comes after awareness, within the second.", "ms", low=10.0, high=750.0,
            control=NEUTRAL,
            published="hippocampus late, outlasting perception, all within 1 s: Bastuji et al. 2016",
        ),
        Part(
            "hubs", "A salient surprise that does not hurt ignites most of the six regions that no sense "
            "drives.",
            "regions", low=3.5, control="a faint touch",
            published="the insula answers salient touch, sound and light as it answers pain: Liberati et al. "
            "2016",
        ),
        Part(
            "output", "Yet it does not ring the alarm.", "of 100", high=30.0, control="the burn",
            published="most of the broadcast is not about pain: Iannetti & Mouraux 2010",
        ),
    ),
    arms=(EVERYDAY, SURPRISE),
    measure=measure,
    published="Sixteen regions answer a painful laser in three waves within a second: Bastuji et al. 2016.",
    disagrees=(
        "In people a salient touch, sound or light sets off much of the same broadcast as pain does. In "
        "the model it ignites four of the six hubs: relevance drives fear alone, and what the senses pass "
        "on to danger and suffering at birth is faint. One or two of the twelve regions are not reached in "
        "some brains, and some are reached only in that they fall silent; where the burn touches as well, "
        "memory may ignite early, by the contact."
    ),
    told=(
        ("ignited", "regions that ignite after the burn (regions)"),
        ("order_stove", "steps in order after the burn itself, contact and all (of 3)"),
        ("last_stove", "memory after awareness, then (ms)"),
        ("output_neutral", "alarm of the harmless touch and picture (of 100)"),
    ),
    chart=Chart(
        "time after the onset (ms)", "regions that have ignited", INSTANTS_MS,
        (("burn", "the burn"), ("laser", "heat without contact"), ("neutral", NEUTRAL), ("salient",
        "a salient surprise")),
    ),
)  # fmt: skip
