"""What must not happen in the healthy brain: the null battery.

N1 one event does not make touch hurt. N2 intense heat alone, five seconds in all, does not make a firm touch
hurt, at the site or far from it; the model has no pressure pain, so a firm touch stands for it. N5 a salient
surprise that does not hurt ignites most of the regions that no sense drives, and does not ring the alarm.
N6 a twentieth less drive of heat, as from a faint peripheral analgesic, does next to nothing for a sore back.
N7 twelve more pairings beyond six do not go on raising what a cue adds to a mild heat.

N3 (acuity does not track the course) and N4 (threshold and pain are coupled weakly) are about differences
between many people. One reading here is one brain, so they are left out, and said to be.
"""

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.broadcast import SURPRISE, hubs_ignited
from neurotag.experiments.shared.burn import EVERYDAY, VULNERABLE, burn_alarm, latencies_ms
from neurotag.experiments.shared.lives import Words, event, heat_drive, life, probe, repeat, rest, together
from neurotag.experiments.shared.readings import alarm
from neurotag.life import Life
from neurotag.recording import Recording

MATTERS = 10.0
"""Difference that counts as clinically important between groups, of 100."""

FIRM = {site: event("touch", site=site, pressure=1.5, duration_s=1.0) for site in ("hand", "foot")}


def _trains(name: str, *train: Words) -> Life:
    before, after = (
        [probe(f"{site}_{when}", touch) for site, touch in FIRM.items()] for when in ("before", "after")
    )
    return life(name, *before, repeat(5, together(*train), every_s=10.0), rest(5.0), *after)


HEAT = event("heat", site="hand", intensity=1.0, duration_s=1.0)
TRAINS = Arm("trains", _trains("trains", HEAT))
TRAINS_FELT = Arm(
    "trains_felt", _trains("trains_felt", HEAT, event("touch", site="hand", duration_s=1.0)),
    brain="vulnerable",
)  # fmt: skip

SORE = life(
    "sore_back",
    *(
        probe(f"heat_{at}", event("heat", site="back", intensity=strength, duration_s=1.0))
        for at, strength in enumerate((0.45, 0.7))
    ),
)
N_SORE = 2


def _tablet(name: str, *changes: str) -> Arm:
    return Arm(name, SORE, changes=changes, past=EVERYDAY)


NO_TABLET = _tablet("no_tablet")
FAINT = _tablet("faint", heat_drive(0.95))
STRONG = _tablet("strong", heat_drive(0.5))

PAIRINGS = (0, 6, 12, 18)
BELL = event("sound", of="a bell", duration_s=2.0)


def _lessons() -> Life:
    mild = event("heat", site="hand", intensity=0.45, at_s=1.0, duration_s=1.0)
    pair = together(BELL, event("heat", site="hand", intensity=0.8, at_s=1.0, duration_s=0.5))

    def tests(number: int) -> tuple[Words, ...]:
        return (probe(f"bell_{number}", together(BELL, mild)), probe(f"alone_{number}", mild))

    lessons = [each for number in PAIRINGS[1:] for each in (repeat(6, pair, rest(2.0)), *tests(number))]
    return life("lessons", *tests(0), *lessons)


LESSONS = Arm("lessons", _lessons())


def worst_rise(recording: Recording) -> float:
    """Return how much more a firm touch rings after the trains, at the site or far from it: the greater."""
    return max(alarm(recording, f"{site}_after") - alarm(recording, f"{site}_before") for site in FIRM)


def _touch_rise(recording: Recording) -> float:
    return alarm(recording, "touch_back_after") - alarm(recording, "touch_back_before")


def _sore(recording: Recording) -> float:
    return sum(alarm(recording, f"heat_{at}") for at in range(N_SORE)) / N_SORE


def measure(lived: Lived) -> Reading:
    """Return what each null comes to, and what shows that it could have been otherwise."""
    surprise, stove, no_tablet = lived["surprise"], lived["everyday"], _sore(lived["no_tablet"])
    nocebo = [alarm(lived["lessons"], f"bell_{n}") - alarm(lived["lessons"], f"alone_{n}") for n in PAIRINGS]
    values = {
        "n1": _touch_rise(stove),
        "n1_control": _touch_rise(lived["vulnerable"]),
        "n2": worst_rise(lived["trains"]),
        "n2_control": worst_rise(lived["trains_felt"]),
        "n5_hubs": hubs_ignited(latencies_ms(surprise, "salient")),
        "n5_hubs_control": hubs_ignited(latencies_ms(surprise, "faint")),
        "n5_output": alarm(surprise, "salient"),
        "n5_output_control": burn_alarm(stove),
        "n6": no_tablet - _sore(lived["faint"]),
        "n6_control": no_tablet - _sore(lived["strong"]),
        "n7": nocebo[3] - nocebo[1],
        "n7_control": nocebo[1] - nocebo[0],
        "sore": no_tablet,
        "n2_hand": alarm(lived["trains"], "hand_after") - alarm(lived["trains"], "hand_before"),
        "n2_foot": alarm(lived["trains"], "foot_after") - alarm(lived["trains"], "foot_before"),
    }
    return Reading(values, {"nocebo": nocebo})


CLAIM = Claim(
    name="nulls",
    row="",
    statement="What must not happen in a healthy brain does not happen.",
    parts=(
        Part(
            "n1", "N1: one event does not make a plain touch hurt by as much as matters.", "of 100",
            high=MATTERS, control="the vulnerable brain",
            published="no conditioned allodynia, n = 34: Madden et al. 2017",
        ),
        Part(
            "n2", "N2: trains of intense heat do not make a firm touch hurt, near or far, by as much as "
            "matters.", "of 100", high=MATTERS,
            control="the vulnerable brain, touched during the trains",
            published="pressure pain thresholds unchanged, near and far: Cayrol et al. 2018",
        ),
        Part(
            "n5_hubs", "N5: a salient surprise that does not hurt ignites most of the six regions that no "
            "sense drives.", "regions", low=3.5, control="a faint touch",
            published="the insula answers salient touch, sound and light as it answers pain: Liberati et al. "
            "2016",
        ),
        Part(
            "n5_output", "N5: it does not ring the alarm.", "of 100", high=30.0, control="the burn",
            published="much of the broadcast is not about pain: Iannetti & Mouraux 2010",
        ),
        Part(
            "n6", "N6: heat's drive weaker by a twentieth lowers the alarm of heat on a sore back by no more "
            "than paracetamol does.", "of 100", low=-2.97, high=1.99,
            control="the drive halved",
            published="paracetamol, acute back pain: +0.49 of 100 (-1.99 to 2.97): Cashin et al. 2023",
        ),
        Part(
            "n7", "N7: twelve more pairings after six add less to what a cue does to mild heat than the "
            "least that conditioning does.", "of 100", high=4.0, control="the first six pairings",
            published="no relation to the number of pairings, 6 to 30: Thomaidou et al. 2023; +7.4 (4.0 to "
            "10.8) by conditioning: Madden et al. 2016",
        ),
    ),
    arms=(EVERYDAY, VULNERABLE, TRAINS, TRAINS_FELT, SURPRISE, NO_TABLET, FAINT, STRONG, LESSONS),
    measure=measure,
    published="The null battery N1 to N7 of the evidence.",
    disagrees=(
        "N3 (acuity does not track the course: Morf et al. 2021) and N4 (threshold and pain are coupled "
        "weakly, r = -0.15: Hübscher et al. 2013) are not tested here: they are about differences between "
        "many people, and one reading is one brain. They are left to cohorts. The model has no pressure "
        "pain: in N2 a firm touch stands for it. N6 fails because heat's scale is steep (a twentieth of "
        "the drive is 3 of 100); N7 because what the bell adds goes on growing beyond six pairings (see "
        "repetition)."
    ),
    told=(
        ("sore", "alarm of heat on the sore back, no tablet (of 100)"),
        ("n2_hand", "firm touch at the heated hand, after the trains (rise, of 100)"),
        ("n2_foot", "firm touch on the foot, far from it (rise, of 100)"),
    ),
    chart=Chart(
        "pairings of the bell with heat", "what the bell adds to mild heat (of 100)",
        tuple(float(number) for number in PAIRINGS), (("nocebo", "healthy brain"),),
    ),
)  # fmt: skip
