"""A song brings back the emotion that was felt when it was heard.

Twice a song is heard while something is felt that matters; a night; then a second of the song alone. Read
is the share of the emotion's own neurons that fire (8 Hz and more) in it, and how much the fear region as a
whole, in which the model keeps all feelings, fires. The control hears the song as often, nine seconds before
the feeling. Number, length and relevance of the meetings were chosen in pilots (seed 100) of six settings: a
feeling with a relevance of 0.2 or less was not brought back at all, after four meetings of four seconds its
neurons fired without any song. Seed 0 had been seen in an earlier setting.
"""

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.lives import event
from neurotag.experiments.shared.readings import rates_in_probe
from neurotag.experiments.shared.recall import DELAY_S, SHARES, brought_back, half_point, meetings
from neurotag.recording import Recording

TIMES, LASTS_S = 2, 2.0
SONG = event("sound", of="our song")
FEELING = (event("emotion", of="longing", relevance=0.5), event("sight", of="the dance floor"))
EMOTION = ("emotion", "longing")


def _arm(name: str, *, paired: bool) -> Arm:
    return Arm(name, meetings(f"song_{name}", SONG, FEELING, times=TIMES, duration_s=LASTS_S, paired=paired))


def _region_hz(recording: Recording, at: int, region: str) -> float:
    rates = rates_in_probe(recording, f"cue_{at}", delay_s=DELAY_S)
    return float(rates[recording.layout.excitatory(region)].mean())


def measure(lived: Lived) -> Reading:
    """Return the share of the feeling that the song brings back, by the share of it that is heard."""
    lines = {
        arm: [brought_back(lived[arm], at, EMOTION) for at in range(len(SHARES))]
        for arm in ("paired", "unpaired")
    }
    paired, unpaired = lines["paired"], lines["unpaired"]
    last = len(SHARES) - 1
    rise = {arm: _region_hz(lived[arm], last, "fear") - _region_hz(lived[arm], 0, "fear") for arm in lines}
    values = {
        "emotion": paired[-1],
        "emotion_control": unpaired[-1],
        "felt": rise["paired"],
        "felt_control": rise["unpaired"],
        "half": half_point(SHARES, [each - paired[0] for each in paired]),
        "scene": brought_back(lived["paired"], last, ("sight", "the dance floor")),
        "stranger": paired[0],
    }
    return Reading(values, lines)


UNPAIRED = "song and feeling nine seconds apart"

CLAIM = Claim(
    name="song",
    row="A7",
    statement="A song brings back the emotion that was felt with it.",
    parts=(
        Part(
            "emotion", "The song alone makes 60 % of the feeling's neurons active.", "share", low=0.6,
            control=UNPAIRED,
            published="songs bring back memories, most of them felt strongly: Janata et al. 2007",
        ),
        Part(
            "felt", "The region of feelings fires more at the song than at another one.", "Hz", low=0.5,
            control=UNPAIRED,
            published="30 % of song clips evoke a memory: Janata et al. 2007; direction only",
        ),
    ),
    arms=(_arm("paired", paired=True), _arm("unpaired", paired=False)),
    measure=measure,
    published="About 30 % of clips of popular songs evoke a memory in the laboratory: Janata et al. 2007.",
    told=(
        ("scene", "share of the place's neurons that come back"),
        ("stranger", "what another song brings back (share)"),
        ("half", "share of the song's neurons at which half of it comes back"),
    ),
    chart=Chart(
        "share of the song's neurons in the cue", "share of the feeling that is active", SHARES,
        (("paired", "heard with the feeling"), ("unpaired", "heard before it")),
    ),
)  # fmt: skip
