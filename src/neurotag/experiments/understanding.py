"""Understanding how pain works is one of the strongest tools for relief.

An explanation that lowers threat is tried in the chronic state: four days of ordinary use, during which fear
is taken to be half as threatening. Trials find that education lowers fear of movement by more than pain, and
that nothing that is combined wins by a mile. Fear is read from the firing of the fear region during a safe
touch, on the alarm's own scale; salience is told only, for the explanation weakens its drive by itself. Fear
is compared with the alarm of the same touch, so that neither has the easier task; fear is a third of that
alarm, which makes the difference smaller than it would otherwise be.
"""

from neurotag.claims import Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.chronic import (
    BOTH,
    DRUG,
    NEVER,
    USUAL,
    WORDS,
    excess,
    fear_share,
    pain,
    salience_of,
)
from neurotag.experiments.shared.readings import alarm

NONE = float("nan")
TREATMENTS = ("drug", "words", "both")


def measure(lived: Lived) -> Reading:
    """Return by how much each treatment lowers pain, fear and salience against the same usual days."""
    usual = lived["usual"]
    less_pain = {name: pain(usual) - pain(lived[name]) for name in (*TREATMENTS, "never")}
    less_touch = {name: alarm(usual, "touch") - alarm(lived[name], "touch") for name in TREATMENTS}
    less_fear = {
        name: fear_share(usual, "touch") - fear_share(lived[name], "touch") for name in (*TREATMENTS, "never")
    }
    values = {
        "fear": less_fear["words"],
        "fear_control": less_fear["never"],
        "pain": less_pain["words"],
        "pain_control": less_pain["never"],
        "more": less_fear["words"] - less_touch["words"],
        "more_control": less_fear["drug"] - less_touch["drug"],
        "additive": excess(less_pain["both"], less_pain["drug"], less_pain["words"]),
        "additive_control": excess(less_pain["never"], less_pain["drug"], less_pain["words"]),
        "both": less_pain["both"],
        "drug": less_pain["drug"],
        "salience": salience_of(usual, "touch") - salience_of(lived["words"], "touch"),
        "more_than_day": less_fear["words"] - less_pain["words"],
        "usual": pain(usual),
        "usual_fear": fear_share(usual, "touch"),
    }
    lines = {
        "pain": [less_pain[name] for name in TREATMENTS],
        "fear": [less_fear[name] for name in TREATMENTS],
    }
    return Reading(values, lines)


NOTHING_LEARNED = "a cure: the same days in a brain that has learned nothing"

CLAIM = Claim(
    name="understanding",
    row="A23",
    statement="Understanding how pain works is one of the strongest tools for relief.",
    parts=(
        Part(
            "fear", "The explanation lowers fear during a safe touch by as much as education does in trials.",
            "of 100", low=1.21, high=25.89, control=NOTHING_LEARNED,
            published="fear of movement -13.55 of 100 (-25.89 to -1.21): Watson et al. 2019",
        ),
        Part(
            "pain", "It lowers the pain of a day by as much as education does in trials.", "of 100",
            low=-1.93, high=13.75, control=NOTHING_LEARNED,
            published="pain -5.91 of 100 (-13.75 to 1.93), or -3.20 (-6.66 to 0.27): Watson et al. 2019",
        ),
        Part(
            "more", "It lowers fear by more than pain: fear during a safe touch against the alarm of the "
            "same touch.", "of 100", low=0.0, control="the drug instead",
            published="fear of movement -13.55, pain -3.20 to -5.91: Watson et al. 2019",
        ),
        Part(
            "additive", "Drug and explanation together are no more than the sum of both, to half of what "
            "matters to people.", "of 100", high=5.0, control=NOTHING_LEARNED,
            published="multidisciplinary care against usual care 5 of 100: Kamper et al. 2015",
        ),
    ),
    arms=(USUAL, DRUG, WORDS, BOTH, NEVER),
    measure=measure,
    published="Education lowers fear of movement by 13.55 of 100, and pain by 3 to 6: Watson et al. 2019.",
    disagrees=(
        "In people education lowers fear of movement two to four times as much as pain. In the model fear "
        "of a safe touch falls by 5 of 100 where its alarm falls by 2 less, but with the drug, which "
        "explains nothing, it may as well (0.7 less): the difference is no mark of understanding. Fear is "
        "a third of the alarm, fires nearer the end of its scale, and nothing but what was learned moves "
        "it."
    ),
    told=(
        ("both", "pain less by both (of 100)"),
        ("drug", "pain less by the drug (of 100)"),
        ("salience", "salience of a safe touch less by the explanation, in part by definition (of 100)"),
        ("more_than_day", "fear of a safe touch less than the pain of a day, by the explanation (of 100)"),
        ("usual", "pain of the last usual day (of 100)"),
        ("usual_fear", "fear during a safe touch after usual days (of 100)"),
    ),
    chart=Chart(
        "drug (0), explanation (1), both (2)", "less than after usual days (of 100)", (0.0, 1.0, 2.0),
        (("pain", "pain of a day"), ("fear", "fear during a safe touch")),
        points=(
            ("pain in trials: NSAID, education", (3.3, 5.91, NONE)),
            ("fear of movement in trials: education", (NONE, 13.55, NONE)),
        ),
    ),
)  # fmt: skip
