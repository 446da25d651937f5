"""Floor 5. Recordings and the disk: run folders, written whole or not at all, and read back exactly."""

from neurotag.store.checkpoint_zip import checkpoint_path, find_checkpoint, load_checkpoint, save_checkpoint
from neurotag.store.place import Place, claim
from neurotag.store.run_folder import load_run, save_run, summarise, write_index, write_run
from neurotag.store.zarr_recorder import ZarrRecorder

__all__ = [
    "Place",
    "ZarrRecorder",
    "checkpoint_path",
    "claim",
    "find_checkpoint",
    "load_checkpoint",
    "load_run",
    "save_checkpoint",
    "save_run",
    "summarise",
    "write_index",
    "write_run",
]
