"""A dataset of an HDF5 file, looked at before it is read: what it declares must be what it holds."""

from __future__ import annotations

from typing import Any

from neurotag.errors import InputError
from neurotag.interop.trains_named import refuse_size

MOST_SQUEEZED = 1100
"""How much smaller than its content compressed data can be (deflate: 1032 times)."""


def refuse_unreadable(dataset: Any, where: str) -> None:
    """Refuse a dataset that is too large, or declares much more than the file holds for it.

    Reading what a damaged header declares would take the memory, or the time, of all that is not there.

    Parameters
    ----------
    dataset : h5py.Dataset
        What would be read.
    where : str
        What it is, for messages.

    Raises
    ------
    InputError
        If it should not be read.
    """
    if not hasattr(dataset, "dtype"):
        raise InputError(where, "is no list of values", "Copy or export the file anew")
    declared = dataset.size * max(1, dataset.dtype.itemsize)
    refuse_size(declared, where)
    held = dataset.id.get_storage_size()
    is_squeezed = dataset.id.get_create_plist().get_nfilters() > 0
    if declared > held * (MOST_SQUEEZED if is_squeezed else 1):
        raise InputError(
            where,
            f"declares {declared} bytes, and the file holds {held} of them",
            "Copy or export the file anew",
        )
