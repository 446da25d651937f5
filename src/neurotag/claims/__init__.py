"""Floor 5c. Claims: predictions with bounds, lives that test them, and what the intervals say."""

from neurotag.claims.brains import changed_brain
from neurotag.claims.cache import Cache
from neurotag.claims.claim import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.claims.exchange import as_json
from neurotag.claims.perform import check_claims
from neurotag.claims.verdict import LEAST_SEEDS, Answer, Effect, Finding, Verdict, conclude, estimate

__all__ = [
    "LEAST_SEEDS",
    "Answer",
    "Arm",
    "Cache",
    "Chart",
    "Claim",
    "Effect",
    "Finding",
    "Lived",
    "Part",
    "Reading",
    "Verdict",
    "as_json",
    "changed_brain",
    "check_claims",
    "conclude",
    "estimate",
]
