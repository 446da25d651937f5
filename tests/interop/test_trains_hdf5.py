"""NWB and SONATA are read as their standards say; other HDF5 is refused."""

import sys
from pathlib import Path
from typing import Any

import h5py
import libsonata
import numpy as np
import pytest
from tests.interop.recordings import (
    REGION,
    TIMES_S,
    UNIT,
    UNITS,
    new_nwb,
    save_nwb,
    times_of,
    write_nwb,
    write_sonata,
)
from tests.interop.test_trains import refusal

from neurotag.interop import read_trains, trains_named


def nwb(folder: Path, *trains: Any, **columns: Any) -> Path:
    """Write units with these trains and columns of one value per unit."""
    content = new_nwb()
    for name in columns:
        if name not in ("id", "electrode_group", "obs_intervals"):
            content.add_unit_column(name, name)
    for at, train in enumerate(trains):
        content.add_unit(spike_times=train, **{name: values[at] for name, values in columns.items()})
    return save_nwb(folder / "spikes.nwb", content)


def test_nwb_says_units_regions_and_stretch(tmp_path: Path) -> None:
    trains = read_trains(write_nwb(tmp_path, stretch=(0.0, 2.0)))
    assert (trains.units, trains.regions) == (UNITS, tuple(REGION.values()))
    assert (trains.start_s, trains.end_s) == (0.0, 2.0)
    np.testing.assert_array_equal(trains.t_s, TIMES_S)


def test_nwb_without_intervals_ends_with_the_last_spike(tmp_path: Path) -> None:
    trains = read_trains(write_nwb(tmp_path, stretch=None))
    assert (trains.start_s, trains.end_s) == (0.0, TIMES_S[-1])


def test_nwb_keeps_units_without_spikes(tmp_path: Path) -> None:
    assert read_trains(nwb(tmp_path, [0.1, 0.2], [], [0.3])).units == (0, 1, 2)


@pytest.mark.parametrize("column", ["region", "brain_area", "location"])
def test_nwb_regions_may_stand_in_these_columns(column: str, tmp_path: Path) -> None:
    trains = read_trains(nwb(tmp_path, [0.1], [0.2], **{column: ["CA1", ""]}))
    assert trains.regions == ("CA1", "unknown")


def test_nwb_regions_may_be_those_of_electrodes(tmp_path: Path) -> None:
    content = new_nwb()
    probe = content.create_device("probe")
    groups = [content.create_electrode_group(area, area, area, probe) for area in ("CA1", "CA3")]
    for group in groups:
        content.add_electrode(group=group, location=group.location)
    content.add_unit(spike_times=[0.1], electrodes=[0])
    content.add_unit(spike_times=[0.2], electrodes=[0, 1])
    assert read_trains(save_nwb(tmp_path / "a.nwb", content)).regions == ("CA1", "CA1/CA3")


def test_nwb_regions_may_be_those_of_electrode_groups(tmp_path: Path) -> None:
    content = new_nwb()
    probe = content.create_device("probe")
    for area in ("CA1", "CA3"):
        group = content.create_electrode_group(area, area, area, probe)
        content.add_unit(spike_times=[0.1], electrode_group=group)
    assert read_trains(save_nwb(tmp_path / "a.nwb", content)).regions == ("CA1", "CA3")


@pytest.mark.parametrize(("names", "units"), [(["a", "b"], ("a", "b")), (["a", "a"], (0, 1))])
def test_nwb_names_units_where_each_has_its_own(
    names: list[str], units: tuple[Any, ...], tmp_path: Path
) -> None:
    assert read_trains(nwb(tmp_path, [0.1], [0.2], unit_name=names)).units == units


@pytest.mark.parametrize(
    ("trains", "columns", "said"),
    [
        ([[], []], {}, "holds no spikes"),
        ([[0.2, 0.1]], {}, "unit 0 has an earlier one after 0.2 s"),
        ([[-0.2, 0.1]], {}, "1 of its 2 spike times are negative"),
        ([[0.2, np.nan]], {}, "1 of its 2 spike times are no numbers"),
        ([[0.1], [0.2]], {"id": [4, 4]}, "has two units of the name 4"),
        ([[0.1, 9.0]], {"obs_intervals": [[[0.0, 5.0]]]}, "outside its stretch of 0 to 5 s"),
    ],
)
def test_a_wrong_units_table_is_refused(
    trains: list[Any], columns: dict[str, Any], said: str, tmp_path: Path
) -> None:
    assert said in refusal(nwb(tmp_path, *trains, **columns))


def test_nwb_without_units_is_refused(tmp_path: Path) -> None:
    assert "holds no units table" in refusal(save_nwb(tmp_path / "a.nwb", new_nwb()))


def test_nwb_without_spike_times_is_refused(tmp_path: Path) -> None:
    content = new_nwb()
    content.add_unit_column("quality", "how good")
    content.add_unit(quality="good")
    assert "has a units table without spike times" in refusal(save_nwb(tmp_path / "a.nwb", content))


def test_what_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_nwb(tmp_path)
    monkeypatch.setitem(sys.modules, "h5py", None)
    assert refusal(path).endswith("needs h5py, which is not installed. pip install neurotag[nwb].")


def test_other_hdf5_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["image"] = [1, 2]
    said = "is an HDF5 file and neither NWB nor SONATA spikes (it holds 'image')"
    assert said in refusal(tmp_path / "a.h5")


def test_sonata_is_read_as_its_own_library_reads_it(tmp_path: Path) -> None:
    path = write_sonata(tmp_path)
    trains = read_trains(path)
    theirs = libsonata.SpikeReader(str(path))["cortex"].get()
    ours = [(trains.units[at], float(t_s) * 1000.0) for at, t_s in zip(trains.unit, trains.t_s, strict=True)]
    assert [(int(node), float(t_ms)) for node, t_ms in theirs] == ours
    assert trains.regions is None


@pytest.mark.parametrize("units", ["ms", "s", None])
def test_sonata_times_are_milliseconds_unless_it_says_seconds(units: str | None, tmp_path: Path) -> None:
    trains = read_trains(write_sonata(tmp_path, units=units))
    assert trains.units == UNITS
    np.testing.assert_allclose(trains.t_s, TIMES_S, rtol=1e-15)
    np.testing.assert_allclose(trains.t_s[trains.unit == 0], times_of(3), rtol=1e-15)


def test_sonata_in_another_unit_is_refused(tmp_path: Path) -> None:
    assert "timestamps: are in 'us' (ms and s are read)" in refusal(write_sonata(tmp_path, units="us"))


def test_sonata_populations_are_listed_and_chosen_by_name(tmp_path: Path) -> None:
    path = write_sonata(tmp_path, populations=("cortex", "thalamus"))
    assert refusal(path).endswith("holds 2 populations. Choose one with --name POPULATION: cortex, thalamus.")
    assert "holds no population 'pons'" in refusal(path, name="pons")
    np.testing.assert_allclose(read_trains(path, name="thalamus").t_s, TIMES_S + 1.0, rtol=1e-15)


@pytest.mark.parametrize("sorting", ["none", "by_id", "by_time"])
def test_sonata_without_order_is_sorted_where_it_says_so(sorting: str, tmp_path: Path) -> None:
    path = tmp_path / "spikes.h5"
    with h5py.File(path, "w") as file:
        group = file.create_group("spikes/cortex")
        kinds = h5py.enum_dtype({"none": 0, "by_id": 1, "by_time": 2}, basetype="u1")
        group.attrs.create("sorting", ["none", "by_id", "by_time"].index(sorting), dtype=kinds)
        group["node_ids"], group["timestamps"] = UNIT, 1000.0 * TIMES_S[::-1]
    if sorting == "none":
        np.testing.assert_allclose(read_trains(path).t_s, TIMES_S)
    else:
        assert "spike times are not in order" in refusal(path)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"node_ids": [1]}, "has no timestamps"),
        ({"node_ids": [1, 2], "timestamps": [1.0]}, "must be whole numbers, one per timestamp"),
        ({"node_ids": [1.5], "timestamps": [1.0]}, "must be whole numbers, one per timestamp"),
        ({"node_ids": [1, 1], "timestamps": [1.0, np.nan]}, "are no numbers"),
        ({"node_ids": [1, 1], "timestamps": [-1.0, 1.0]}, "are negative"),
        ({"node_ids": np.zeros(0, int), "timestamps": np.zeros(0)}, "holds no spikes"),
    ],
)
def test_wrong_sonata_is_refused(columns: dict[str, Any], said: str, tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for name, values in columns.items():
            file[f"spikes/cortex/{name}"] = values
    assert said in refusal(tmp_path / "a.h5")


def test_sonata_without_populations_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["spikes/node_ids"] = [1]
    assert "holds no population under /spikes" in refusal(tmp_path / "a.h5")


def test_hdf5_that_promises_more_than_memory_holds_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for name in ("node_ids", "timestamps"):
            file.create_dataset(f"spikes/cortex/{name}", (10**12,), "i8", chunks=(1000,))
    assert "would take" in refusal(tmp_path / "a.h5")
    path = write_nwb(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trains_named, "MOST_BYTES", 40)
        assert "units.spike_times: would take" in refusal(path)


@pytest.mark.parametrize("squeezed", [None, "gzip"])
def test_hdf5_that_holds_less_than_it_declares_is_refused(squeezed: str | None, tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for name in ("node_ids", "timestamps"):
            file.create_dataset(f"spikes/cortex/{name}", (10**8,), "i8", chunks=(3,), compression=squeezed)
            file[f"spikes/cortex/{name}"][:3] = [1, 2, 3]
    assert "node_ids: declares 800000000 bytes, and the file holds" in refusal(tmp_path / "a.h5")


def test_squeezed_hdf5_is_read(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for name, values in (("node_ids", np.ones(10_000, int)), ("timestamps", np.zeros(10_000) + 5.0)):
            file.create_dataset(f"spikes/cortex/{name}", data=values, compression="gzip")
    assert read_trains(tmp_path / "a.h5").n_spikes == 10_000
