"""A session as a script: the same spikes, from the public library alone."""

from __future__ import annotations

import pprint
from typing import TYPE_CHECKING

from neurotag.brain import load_brain
from neurotag.lab.levers import assignment, standing

if TYPE_CHECKING:
    from neurotag.lab.session import Session

HEAD = '''"""A sitting in the lab: brain {brain!r}, seed {seed}, {awake_s:g} s awake.

Run it with neurotag {model}; it prints the digest of all spikes and counts.
"""

import neurotag as nt
from neurotag.engine import Stay, digest_of_stays, live_again

SEED = {seed}
STAYS = [
'''
TAIL = """]

recordings = live_again(STAYS, seed=SEED)
for recording in recordings:
    print(recording.outcome.kind, f"{recording.activity.duration_s:g} s awake")
print(digest_of_stays(recordings, STAYS))
"""


def write_script(session: Session) -> str:
    """Return a Python script that lives a session again and prints its digest."""
    born = standing(load_brain(session.brain))
    text = HEAD.format(
        brain=session.brain, seed=session.seed, awake_s=round(session.awake_s, 3), model=session.model
    )
    for chapter in session.chapters:
        changes = [
            assignment(name, value)
            for name, value in sorted(chapter.levers.items())
            if born.get(name) != value
        ]
        arguments = ", ".join(repr(each) for each in (session.brain, *([changes] if changes else [])))
        life = chapter.life.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
        words = pprint.pformat(life, width=100, sort_dicts=False, compact=True)
        words = words.replace("\n", "\n        ")
        call = "nt.changed_brain" if changes else "nt.load_brain"
        text += f"    Stay(\n        {call}({arguments}),\n        nt.Life(**{words}),\n"
        text += f"        awake_s={chapter.awake_s!r},\n    ),\n"
    return text + TAIL
