"""The hot stove: you are upright again before you fully know what has happened.

Withdrawal is the ignition of the movement region, knowing that of awareness; either counts 1000 ms where it
does not ignite. What follows at once (hyperfocus, stress, fear) and later (touch, thought) are claims of
their own.
"""

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.burn import EVERYDAY, VULNERABLE, burn_alarm, latencies_ms
from neurotag.experiments.shared.lives import event, life, probe, together
from neurotag.experiments.shared.readings import alarm

SITES = ("face", "back", "hand", "foot")
PATH_M = (0.15, 0.35, 0.8, 1.0)
"""Length of the nerve from each of them to the spinal cord, as in the built-in bodies."""

PLACES = Arm(
    "places",
    life(
        "stoves_elsewhere",
        *(
            probe(
                site,
                together(
                    event("touch", site=site, duration_s=0.6),
                    event("heat", site=site, intensity=1.0, duration_s=0.6),
                ),
                settle_s=2.5,
            )
            for site in SITES
        ),
    ),
)
NO_REFLEX = Arm("no_reflex", PLACES.life, changes=("projections.relay->movement.weight=0",))


def lead_ms(latency_ms: dict[str, float]) -> float:
    """Return how much sooner withdrawal comes than awareness."""
    return latency_ms["awareness"] - latency_ms["movement"]


def measure(lived: Lived) -> Reading:
    """Return by how much withdrawal leads awareness, and how loud the burn is."""
    everyday, vulnerable = lived["everyday"], lived["vulnerable"]
    elsewhere = [latencies_ms(lived["places"], site) for site in SITES]
    cut = [latencies_ms(lived["no_reflex"], site) for site in SITES]
    values = {
        "lead": lead_ms(latencies_ms(everyday)),
        "lead_control": lead_ms(latencies_ms(everyday, "neutral")),
        "everywhere": min(map(lead_ms, elsewhere)),
        "everywhere_control": min(map(lead_ms, cut)),
        "alarm": burn_alarm(everyday),
        "alarm_control": alarm(everyday, "neutral"),
        "lead_vulnerable": lead_ms(latencies_ms(vulnerable)),
    }
    lines = {
        "withdrawal": [each["movement"] for each in elsewhere],
        "awareness": [each["awareness"] for each in elsewhere],
    }
    return Reading(values, lines)


CLAIM = Claim(
    name="stove",
    row="A10",
    statement="You lean on a hot stove, and are upright again before you fully know what has happened.",
    parts=(
        Part(
            "lead", "Withdrawal comes before awareness, by as much as reflexes come before reactions.", "ms",
            low=100.0, high=400.0, control="a touch and a picture of the same strength",
            published="reflex at 90-180 ms (Sandrini et al. 2005), reaction at 350-450 ms (Campbell & "
            "LaMotte 1983)",
        ),
        Part(
            "everywhere", "So it does from the face to the foot: the least lead of four places.", "ms",
            low=50.0,
            control="the way from the danger relay to movement cut",
            published="reflex much before awareness: Sandrini et al. 2005",
        ),
        Part(
            "alarm", "The alarm rings.", "of 100", low=30.0, control="a touch and a picture of the same "
            "strength",
            published="heat of 50 °C hurts strongly in everyone",
        ),
    ),
    arms=(EVERYDAY, VULNERABLE, PLACES, NO_REFLEX),
    measure=measure,
    published="Withdrawal begins 90-180 ms after the stimulus, a voluntary answer after 350-450 ms.",
    told=(("lead_vulnerable", "lead in the vulnerable brain (ms)"),),
    chart=Chart(
        "length of the nerve (m): face, back, hand, foot", "ignition after the heat (ms)", PATH_M,
        (("withdrawal", "withdrawal"), ("awareness", "awareness")),
    ),
)  # fmt: skip
