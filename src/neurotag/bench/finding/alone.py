"""One search in a process of its own: ``python -m neurotag.bench.finding.alone REQUEST.json``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from neurotag.bench.finding.cost import answer
from neurotag.bench.peers import process


def main(arguments: list[str]) -> int:
    """Answer the request in the one file that is named; return the status to end with."""
    if len(arguments) != 1:
        sys.stderr.write(
            "alone: name one request, as in: python -m neurotag.bench.finding.alone REQUEST.json\n"
        )
        return 2
    asked = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    with process.one_answer() as say:
        say(answer(asked))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
