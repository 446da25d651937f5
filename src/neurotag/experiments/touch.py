"""Eventually those neurons may fire at any touch on the back.

The evidence qualifies the article: in healthy people one event does not make touch hurt (Madden et al.
2017). So the healthy brain must stay below a pain that matters after the stove and a night. The vulnerable
brain is given what the article's "eventually" asks for: one event, time, and reactivation, here four days on
which the sore back is used and the stove is thought of. Touch elsewhere must ring the less the further away
it is.
"""

from neurotag.claims import Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.burn import (
    DISTANCES,
    EVENTUALLY,
    EVENTUALLY_HEALTHY,
    EVENTUALLY_NO_PLASTICITY,
    EVERYDAY,
    N_DAYS,
    OTHER_SITES,
    VULNERABLE,
)
from neurotag.experiments.shared.readings import alarm, rank_correlation

LAST = f"back_{N_DAYS}"
LESS_THAN_MATTERS = 10.0
"""Difference that counts as clinically important between groups, of 100."""


def measure(lived: Lived) -> Reading:
    """Return the alarm of a plain touch after one event, after days of reactivation, and over the body."""
    days = ("eventually", "eventually_healthy", "eventually_no_plasticity")
    back = {arm: [alarm(lived[arm], f"back_{day}") for day in range(N_DAYS + 1)] for arm in days}
    body = {arm: [alarm(lived[arm], site) for site in OTHER_SITES] for arm in days}
    once, vulnerable = (
        alarm(lived[arm], "touch_back_after") - alarm(lived[arm], "touch_back_before")
        for arm in ("everyday", "vulnerable")
    )
    vulnerable_late = alarm(lived["eventually"], LAST)
    values = {
        "healthy": once,
        "healthy_control": vulnerable_late,
        "eventually": vulnerable_late,
        "eventually_control": alarm(lived["eventually_no_plasticity"], LAST),
        "gradient": _gradient(back["eventually"][-1], body["eventually"]),
        "gradient_control": _gradient(back["eventually_no_plasticity"][-1], body["eventually_no_plasticity"]),
        "vulnerable_once": vulnerable,
        "healthy_late": alarm(lived["eventually_healthy"], LAST),
    }
    values |= dict(zip((f"late_{site}" for site in OTHER_SITES), body["eventually"], strict=True))
    return Reading(values, {"vulnerable": back["eventually"], "healthy": back["eventually_healthy"],
                            "no_plasticity": back["eventually_no_plasticity"]})  # fmt: skip


def _gradient(back: float, body: list[float]) -> float:
    return rank_correlation([0.0, *map(float, DISTANCES)], [back, *body])


CLAIM = Claim(
    name="touch",
    row="A15",
    statement="Eventually those neurons may fire at any touch on the back.",
    parts=(
        Part(
            "healthy", "In the healthy brain one event does not make a plain touch on the back hurt by as "
            "much as matters to people.", "of 100", high=LESS_THAN_MATTERS,
            control="the vulnerable brain, eventually",
            published="no conditioned allodynia, n = 34: Madden et al. 2017",
        ),
        Part(
            "eventually", "In the vulnerable brain a plain touch on the back rings the alarm after one "
            "event, a night and four days of use and thought.", "of 100", low=30.0,
            control="the same days without plasticity",
            published="touch hurts in 16 of 55 people after strong input: Klein et al. 2004; 32 % of acute "
            "back pain lasts: Stevans et al. 2021",
        ),
        Part(
            "gradient", "The nearer to the back, the more a touch rings (rank correlation with the distance "
            "over the body).", "rho", high=-0.7, control="the same days without plasticity",
            published="fear of movement spreads to what is close: Meulders & Vlaeyen 2013",
        ),
    ),
    arms=(EVERYDAY, VULNERABLE, EVENTUALLY, EVENTUALLY_HEALTHY, EVENTUALLY_NO_PLASTICITY),
    measure=measure,
    published="Conditioning shifts thresholds (+7.4 of 100) but does not make touch hurt in healthy people.",
    disagrees=(
        "The article lets any touch fire the neurotag. In healthy people one event does not do that; here it "
        "takes a brain that learns more from threat and is inhibited less. That brain rings after one night "
        "already, sooner than 'eventually' says; four sore days bring it to the end of the scale, and the "
        "healthy brain part of the way."
    ),
    told=(
        ("vulnerable_once", "rise in the vulnerable brain after one event and a night (of 100)"),
        ("healthy_late", "alarm in the healthy brain after the same days (of 100)"),
        ("late_hip", "touch on the hip, eventually (of 100)"),
        ("late_arm", "touch on the arm, eventually (of 100)"),
        ("late_hand", "touch on the hand, eventually (of 100)"),
    ),
    chart=Chart(
        "days after the burn's night", "alarm of a touch on the back (of 100)",
        tuple(float(day) for day in range(N_DAYS + 1)),
        (("vulnerable", "vulnerable"), ("healthy", "everyday"), ("no_plasticity",
        "vulnerable, without plasticity")),
    ),
)  # fmt: skip
