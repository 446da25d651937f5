"""Frames: what a screen draws, in bytes.

Little-endian. A header of 40 bytes, then a float32 for each region, then a byte for each cell::

    u8 kind (1)   u8 side   u16 version   u32 number
    f64 time (s awake)
    u32 n_regions   u32 n_cells
    f32 alarm (of 10)   f32 salience (of 1)   f32 safety error   f32 stress (of 1)

A region's number is the mean rate of its excitatory neurons (Hz), a cell's how active it is, 0 to 255.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADER = struct.Struct("<BBHIdIIffff")
KIND, VERSION = 1, 1


@dataclass(frozen=True)
class Frame:
    """One picture of one brain.

    Attributes
    ----------
    side : int
        0 for the left brain, 1 for the one beside it.
    number : int
        Counts frames.
    t_s : float
        Waking time, in seconds.
    alarm : float
        The alarm, 0 to 10.
    salience, safety, stress : float
        The modulators.
    rates_hz : (n_regions,) float32
        Mean rate of each region's excitatory neurons.
    cells : (n_cells,) uint8
        How active each drawn cell is.
    """

    side: int
    number: int
    t_s: float
    alarm: float
    salience: float
    safety: float
    stress: float
    rates_hz: NDArray[np.float32]
    cells: NDArray[np.uint8]


def pack(frame: Frame) -> bytes:
    """Return a frame as bytes."""
    head = HEADER.pack(
        KIND, frame.side, VERSION, frame.number, frame.t_s, len(frame.rates_hz), len(frame.cells),
        frame.alarm, frame.salience, frame.safety, frame.stress,
    )  # fmt: skip
    return head + frame.rates_hz.astype("<f4").tobytes() + frame.cells.tobytes()


def unpack(data: bytes) -> Frame:
    """Return a frame from its bytes.

    Raises
    ------
    ValueError
        If they are none.
    """
    if len(data) < HEADER.size:
        raise ValueError(f"a frame has at least {HEADER.size} bytes (got {len(data)})")
    kind, side, version, number, t_s, n_regions, n_cells, alarm, salience, safety, stress = (
        HEADER.unpack_from(data)
    )
    if (kind, version) != (KIND, VERSION) or len(data) != HEADER.size + 4 * n_regions + n_cells:
        raise ValueError("these bytes are no frame of this version")
    rates = np.frombuffer(data, "<f4", n_regions, HEADER.size).astype(np.float32)
    cells = np.frombuffer(data, np.uint8, n_cells, HEADER.size + 4 * n_regions).copy()
    return Frame(
        side=side, number=number, t_s=t_s, alarm=alarm, salience=salience, safety=safety, stress=stress,
        rates_hz=rates, cells=cells,
    )  # fmt: skip
