"""Recorded spikes from an HDF5 file, which is NWB or SONATA by what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neurotag.errors import InputError
from neurotag.interop.trains_named import damaged
from neurotag.interop.trains_nwb import read_nwb
from neurotag.interop.trains_sonata import read_sonata

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from neurotag.recording import SpikeTrains

NWB_SUFFIX = ".nwb"


def read_hdf5(path: Path, *, name: str | None = None) -> SpikeTrains:
    """Read the units of an NWB file, or the spikes of a SONATA file.

    Parameters
    ----------
    path : Path
        The file.
    name : str, optional
        Of SONATA, the population.

    Raises
    ------
    InputError
        If it is damaged, is neither, or what reads it is not installed.
    """
    source = str(path)
    h5py = import_h5py(source)
    try:
        with h5py.File(path, "r") as file:
            # Asked for and not read: only newer files say it here.
            if "nwb_version" in file.attrs:
                if name is not None:
                    raise InputError("--name", f"{source} is NWB and holds one recording", "Leave it out")
                return read_nwb(file, source)
            if "spikes" in file and path.suffix.lower() != NWB_SUFFIX:
                return read_sonata(file, source, name=name)
            held = sorted(file)
    except InputError:
        raise
    except Exception:  # A damaged file makes HDF5 say anything, by errors of every kind.
        raise damaged(source, "HDF5") from None
    is_what = "no NWB file" if path.suffix.lower() == NWB_SUFFIX else "neither NWB nor SONATA spikes"
    shown = ", ".join(map(repr, held[:6])) or "nothing"
    raise InputError(source, f"is an HDF5 file and {is_what} (it holds {shown})", "Name another file")


def import_h5py(source: str) -> ModuleType:
    """Return the module that reads HDF5.

    Raises
    ------
    InputError
        If it is not installed.
    """
    try:
        import h5py  # noqa: PLC0415 (optional)
    except ImportError:
        raise InputError(source, "needs h5py, which is not installed", "pip install neurotag[nwb]") from None
    module: ModuleType = h5py
    return module
