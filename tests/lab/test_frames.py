"""Frames survive the wire, and nothing else is taken for one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurotag.lab.frames import HEADER, Frame, pack, unpack

GOLDEN = bytes.fromhex(
    "0101010007000000000000000000f83f0200000003000000000040400000003f000000000000803e0000803f000020410040ff"
)


def frame() -> Frame:
    return Frame(
        side=1, number=7, t_s=1.5, alarm=3.0, salience=0.5, safety=0.0, stress=0.25,
        rates_hz=np.array([1, 10], np.float32), cells=np.array([0, 64, 255], np.uint8),
    )  # fmt: skip


def test_a_golden_frame_is_what_both_sides_read() -> None:
    assert pack(frame()) == GOLDEN
    assert HEADER.size == 40


@given(
    cells=st.lists(st.integers(0, 255), max_size=50), rates=st.lists(st.floats(0, 500, width=32), max_size=12)
)
def test_a_frame_survives(cells: list[int], rates: list[float]) -> None:
    before = Frame(
        0, 2**32 - 1, 1e5, 10.0, 1.0, 0.0, 0.0, np.array(rates, np.float32), np.array(cells, np.uint8)
    )
    after = unpack(pack(before))
    np.testing.assert_array_equal(after.cells, before.cells)
    np.testing.assert_array_equal(after.rates_hz, before.rates_hz)
    assert (after.side, after.number, after.t_s, after.alarm) == (0, 2**32 - 1, 1e5, 10.0)


@given(st.binary(max_size=200))
def test_nothing_else_is_a_frame(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"a frame has at least|no frame of this version"):
        unpack(data)
    with pytest.raises(ValueError, match="no frame"):
        unpack(GOLDEN + data + b"x")
