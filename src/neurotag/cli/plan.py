"""What a run was asked to do: every word of it read and checked before anything is simulated or written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from neurotag.brain import Brain, load_brain
from neurotag.cli.past import Branch, read_branch
from neurotag.description import Description, parse
from neurotag.engine import check_brain, check_life
from neurotag.errors import DescriptionError, InputError
from neurotag.interop import read_bids_life
from neurotag.life import Life, load_life
from neurotag.override import Change, apply, blame, resolve
from neurotag.recording import Watch
from neurotag.store import Place, claim

if TYPE_CHECKING:
    from collections.abc import Sequence

D = TypeVar("D", bound=Description)
LARGEST_SEED = 2**63 - 1
BRAIN = "everyday"


@dataclass(frozen=True)
class Plan:
    """A checked run.

    Attributes
    ----------
    place : Place
        The run folder, looked at and found fit to be written.
    notes : tuple of str
        What a user should know before it begins.
    branch : Branch
        Where it begins, and the checkpoints it leaves.
    """

    brains: tuple[Brain, ...]
    life: Life
    seed: int
    watch: Watch
    out: Path
    place: Place
    threads: int | None
    with_report: bool
    notes: tuple[str, ...]
    branch: Branch

    def folder_of(self, brain: Brain) -> str:
        """Return the folder of a brain's run within the run folder; empty where there is only one."""
        return "" if len(self.brains) == 1 else _slug(brain.name)


def make_plan(
    life: str | None, brains: Sequence[str], *, seed: int | None, assignments: Sequence[str],
    mapping: str | None, out: str | None, threads: int | None, budget_mb: float | None, with_report: bool,
    past: str | None = None, with_end: bool = False, checkpoint_at_s: Sequence[float] = (),
) -> Plan:  # fmt: skip
    """Read and check everything a run needs.

    Raises
    ------
    NeurotagError
        If anything is wrong: one sentence that says where and what to do.
    """
    if seed is not None:
        _refuse_outside("--seed", seed, 0, LARGEST_SEED)
    if threads is not None:
        _refuse_outside("--threads", threads, 1, 1024)
    branch = read_branch(past, names_life=bool(life), with_end=with_end, at_s=tuple(checkpoint_at_s))
    lived, notes = _read_life(life, mapping, branch)
    seed = seed if seed is not None else branch.past.noise_seed if branch.past else 0
    if budget_mb is not None:
        _refuse_outside("--budget-mb", budget_mb, 0.001, 1_000_000)
    watch = Watch() if budget_mb is None else Watch(budget_mb=budget_mb)
    plain = [load_brain(name) for name in brains] or [branch.past.brain if branch.past else load_brain(BRAIN)]
    changed = [_change(brain, lived, watch, assignments) for brain in plain]
    _refuse_same_names([brain for brain, _, _ in changed])
    for brain, its_life, _ in changed:
        check_brain(brain)
        check_life(brain, its_life)
        branch.check_life(its_life)
        branch.check(brain, its_life)
    _, lived, watch = changed[0]
    plan_brains = tuple(brain for brain, _, _ in changed)
    folder = Path(out) if out is not None else _default_out(branch.name_run(lived.name), plan_brains, seed)
    names = [_slug(brain.name) for brain in plan_brains] if len(plan_brains) > 1 else []
    place = claim(folder, names=names)
    branch.check_place(place)
    if place.replaces:
        notes = (*notes, f"{folder} holds an earlier run, which will be replaced")
    return Plan(plan_brains, lived, seed, watch, folder, place, threads, with_report, notes, branch)


def _read_life(life: str | None, mapping: str | None, branch: Branch) -> tuple[Life, tuple[str, ...]]:
    if not life and branch.past is not None:
        life = branch.past.life.name
        if mapping is None:
            return branch.past.life, ()
    life = str(life)
    if Path(life).suffix.lower() != ".tsv":
        if mapping is not None:
            raise InputError("--mapping", f"is for an events.tsv (the life is {life!r})", "Leave it out")
        return load_life(life), ()
    if mapping is None:
        raise InputError(
            life, "an events file needs a mapping file that says which rows become which events",
            "Name one with --mapping",
        )  # fmt: skip
    read = read_bids_life(life, mapping)
    return read.life, (f"{life}: {read.sentence}",)


def _change(brain: Brain, life: Life, watch: Watch, assignments: Sequence[str]) -> tuple[Brain, Life, Watch]:
    if not assignments:
        return brain, life, watch
    descriptions = {"brain": brain, "life": life, "watch": watch}
    content = {name: each.model_dump(mode="json") for name, each in descriptions.items()}
    changes = [resolve(content, text, home="brain") for text in assignments]
    content = apply(content, changes)

    def again(name: str, before: D, where: str) -> D:
        own = [change for change in changes if change.place[0] == name]
        return _parse_changed(before, content[name], own, where) if own else before

    return (
        again("brain", brain, f"brain {brain.name!r}"),
        again("life", life, f"life {life.name!r}"),
        again("watch", watch, "watch"),
    )


def _parse_changed(before: D, content: dict[str, object], changes: Sequence[Change], where: str) -> D:
    try:
        return parse(type(before), content, where=where)
    except DescriptionError as error:
        raise blame(error, changes, where=where) from None


def _refuse_outside(option: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        bound = f"at most {most:g}" if value > most else f"at least {least:g}"
        raise InputError(option, f"must be {bound} (got {value:g})", "Choose another number")


def _refuse_same_names(brains: Sequence[Brain]) -> None:
    names = [_slug(brain.name).lower() for brain in brains]
    for brain, name in zip(brains, names, strict=True):
        if names.count(name) > 1:
            raise InputError("--brain", f"two brains are named {brain.name!r}", "Leave one out or rename it")


def _default_out(name: str, brains: Sequence[Brain], seed: int) -> Path:
    words = [_slug(name), *(_slug(brain.name) for brain in brains), f"seed{seed}"]
    return Path("runs") / "-".join(words)


def _slug(name: str) -> str:
    """Return a name that any file system takes."""
    return re.sub(r"[^A-Za-z0-9._]+", "-", name).strip("-.") or "unnamed"
