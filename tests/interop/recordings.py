"""One small recording, written in each format that is read."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pyarrow as pa
import pynwb
from pyarrow import parquet

UNITS = (3, 7, 12)
UNIT = np.array([3, 7, 3, 12, 7, 3])
TIMES_S = np.array([0.1, 0.25, 0.5, 0.75, 1.0, 1.5])
REGION = {3: "CA1", 7: "CA3", 12: "CA1"}

Writer = Callable[[Path], Path]


def times_of(unit: int) -> Any:
    """Return the times of one unit, in seconds."""
    return TIMES_S[np.equal(UNIT, unit)]


def write_npz(folder: Path) -> Path:
    """Write the arrays `unit` and `t`."""
    np.savez(folder / "spikes.npz", unit=UNIT, t=TIMES_S)
    return folder / "spikes.npz"


def write_npz_per_unit(folder: Path) -> Path:
    """Write an array of times per unit."""
    np.savez_compressed(folder / "per_unit.npz", **{f"unit{unit:03d}": times_of(unit) for unit in UNITS})
    return folder / "per_unit.npz"


def write_csv(folder: Path) -> Path:
    """Write a table of text."""
    rows = [
        f"{unit},{t_s},{REGION[unit]}\n" for unit, t_s in zip(UNIT.tolist(), TIMES_S.tolist(), strict=True)
    ]
    path = folder / "spikes.csv"
    path.write_text("unit,t,region\n" + "".join(rows), encoding="utf-8")
    return path


def write_parquet(folder: Path) -> Path:
    """Write a Parquet table."""
    regions = [REGION[unit] for unit in UNIT.tolist()]
    parquet.write_table(
        pa.table({"unit": UNIT, "t": TIMES_S, "region": regions}),
        folder / "spikes.parquet",
        write_page_checksum=True,
    )
    return folder / "spikes.parquet"


def write_sonata(
    folder: Path, *, units: str | None = "ms", populations: tuple[str, ...] = ("cortex",)
) -> Path:
    """Write SONATA spikes; the times of each further population are a second later."""
    path = folder / "spikes.h5"
    with h5py.File(path, "w") as file:
        for at, population in enumerate(populations):
            group = file.create_group(f"spikes/{population}")
            group["node_ids"] = UNIT.astype(np.uint64)
            group["timestamps"] = TIMES_S * (1.0 if units == "s" else 1000.0) + 1000.0 * at
            if units is not None:
                group["timestamps"].attrs["units"] = units
    return path


def new_nwb() -> pynwb.NWBFile:
    """Return an NWB file without anything in it."""
    return pynwb.NWBFile("a session", "one", datetime(2020, 1, 1, tzinfo=UTC))


def save_nwb(path: Path, content: pynwb.NWBFile) -> Path:
    """Write it."""
    with pynwb.NWBHDF5IO(str(path), "w") as io:
        io.write(content)
    return path


def write_nwb(folder: Path, *, stretch: tuple[float, float] | None = (0.0, 2.0)) -> Path:
    """Write an NWB units table with regions."""
    content = new_nwb()
    content.add_unit_column("region", "where it is")
    for unit in UNITS:
        seen = {} if stretch is None else {"obs_intervals": [stretch]}
        content.add_unit(spike_times=times_of(unit), region=REGION[unit], id=unit, **seen)
    return save_nwb(folder / "spikes.nwb", content)


WRITERS: dict[str, Writer] = {
    "npz": write_npz,
    "npz per unit": write_npz_per_unit,
    "csv": write_csv,
    "parquet": write_parquet,
    "sonata": write_sonata,
    "nwb": write_nwb,
}
