"""Whatever a state is made of is found, copied and put together again."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from neurotag.engine.arrays import arrays_of, copied, rebuilt, walk


class Inner(NamedTuple):
    """Arrays, and a scalar of numpy's."""

    v: Any
    salt: Any


@dataclass
class Outer:
    """What a state of tomorrow may hold."""

    step: int
    learns: bool
    inner: Inner
    views: tuple[Inner, ...]
    rate: float | None


def made() -> Outer:
    one = Inner(np.arange(3.0), np.uint64(2**63))
    return Outer(7, True, one, (one._replace(v=np.ones((2, 2), np.uint8)), one), None)


def test_walk_names_every_part() -> None:
    assert [place for place, _ in walk(made())] == [
        *("step", "learns", "inner.v", "inner.salt"),
        *("views.0.v", "views.0.salt", "views.1.v", "views.1.salt", "rate"),
    ]


def test_rebuilt_keeps_types_and_takes_what_it_is_given() -> None:
    again = rebuilt(made(), lambda place, part: 8 if place == "step" else part)
    assert (again.step, again.learns, again.rate, type(again.views[1])) == (8, True, None, Inner)
    assert again.inner.salt == np.uint64(2**63)


def test_copied_shares_nothing_but_what_it_is_told_to() -> None:
    one = made()
    other = copied(one, sharing=arrays_of(one.views[0]))
    assert other.views[0].v is one.views[0].v
    assert not np.shares_memory(other.inner.v, one.inner.v)
    other.inner.v[:] = 9
    assert one.inner.v.tolist() == [0, 1, 2]
