"""``python -m neurotag.bench.finding``: who finds what was planted, and what is not there.

Takes about an hour on two processors, and a few minutes with ``--quick``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from neurotag.bench.finding.methods import METHODS
from neurotag.bench.finding.page import write_json, write_page
from neurotag.bench.finding.search import Findings, search_all
from neurotag.errors import InputError, NeurotagError

OUT = "bench/FINDING.md"
QUICK_OUT = "runs/bench/FINDING.md"


def main(arguments: list[str] | None = None) -> int:
    """Search, write the page, and return the status to end with: 0, 2 on wrong input, 130 on Ctrl-C."""
    asked = _parser().parse_args(arguments)
    try:
        findings = _asked(asked)
        place = Path(asked.out or (QUICK_OUT if asked.quick else OUT))
        if place.is_dir():
            raise InputError(str(place), "is a folder", f"Name a file, such as {OUT}")
        search_all(findings, progress=_tell)
        write_page(place, findings)
        if asked.json:
            write_json(place.with_suffix(".json"), findings)
    except NeurotagError as error:
        sys.stderr.write(f"bench-find: {error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"bench-find: {place} cannot be written ({error.strerror})\n")
        return 2
    for line in findings.trouble:
        sys.stderr.write(f"bench-find: {line}\n")
    sys.stdout.write(f"{place}\n")
    return 130 if findings.is_interrupted else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m neurotag.bench.finding", description=__doc__.replace("``", "")
    )
    parser.add_argument("--quick", action="store_true", help="a first look: a few small recordings")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="searches at a time (2)")
    parser.add_argument("--seeds", type=int, default=3, metavar="N", help="recordings of each setting (3)")
    parser.add_argument(
        "--methods", default=",".join(METHODS), metavar="NAMES", help=f"with commas ({','.join(METHODS)})"
    )
    parser.add_argument("--out", metavar="FILE", help=f"the page ({OUT}; with --quick {QUICK_OUT})")
    parser.add_argument("--json", action="store_true", help="also write every search beside it, as JSON")
    return parser


def _asked(asked: argparse.Namespace) -> Findings:
    names = [name.strip() for name in asked.methods.split(",")]
    for name in names:
        if name not in METHODS:
            raise InputError("--methods", f"unknown name {name!r}", f"Choose among {', '.join(METHODS)}")
    for option, value in (("--jobs", asked.jobs), ("--seeds", asked.seeds)):
        if not 1 <= value <= 1000:
            raise InputError(option, f"must lie between 1 and 1000 (got {value})", "Choose another")
    methods = tuple(method for method in METHODS if method in names)
    n_seeds = 1 if asked.quick else asked.seeds
    return Findings(methods, n_seeds, asked.jobs, is_quick=asked.quick)


def _tell(what: str, share: float) -> None:
    sys.stderr.write(f"bench-find: {100 * share:3.0f} %  {what}\n")


if __name__ == "__main__":
    sys.exit(main())
