"""The reference for headers: files of all that netCDF-4 declares, made by netCDF4-python and h5py.

    netcdf_header_reference.py FOLDER   many.nc, groups.nc, growing.nc, enumeration.nc and foreign.nc

Made with netCDF4-python 1.6.2, h5py 3.7 and numpy 1.24 (Debian 12); it runs anew with every test.
"""

import sys

import h5py
import netCDF4
import numpy as np

folder = sys.argv[1]

# Enough variables and attributes for heaps of several rows, and for indexes of several levels; attributes too large for a heap's block.
with netCDF4.Dataset(folder + "/many.nc", "w") as data:
    for number in range(40):
        data.createDimension(f"d{number}", number + 1)
    for number in range(2500):
        variable = data.createVariable(f"variable_with_a_long_name_{(number * 7919) % 2500}", "f4", ["d3", f"d{number % 40}"][: number % 3])
        variable.long_name = f"number {number}"
    for number in range(1200):
        variable.setncattr(f"attribute_{(number * 7919) % 1200}", np.arange(number % 5, dtype="i4"))
    variable.long_text = "Ä" * 30_000
    data.long_text = "x" * 60_000
    for number in range(30):
        data.setncattr(f"number_{number}", np.float64(number))

with netCDF4.Dataset(folder + "/groups.nc", "w") as data:
    data.createDimension("time", None)
    data.createDimension("x", 4)
    data.createDimension("text", 8)
    data.createVariable("time", "f8", ["time"])[:] = np.arange(3)
    data["time"].units = "days since 2000-01-01"
    data.title = "Übersicht"
    data.setncattr_string("texts", ["one", "zwei", ""])
    data.setncattr("empty", "")
    for code in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"):
        variable = data.createVariable("v_" + code, code, ["time", "x"], zlib=True, chunksizes=(1, 2), fill_value=7, endian="big" if code == "f8" else "native")
        variable[:] = np.arange(12).reshape(3, 4)
        variable.valid_range = np.array([1, 2], code)
        variable.one = np.array(3, code)
    data.createVariable("letters", "S1", ["x", "text"])
    data.createVariable("words", str, ["x"])[:] = np.array(["a", "bc", "", "d"], object)
    data.createVariable("scalar", "i4")[:] = 5
    data.createVariable("x", "f4", ["text"])[:] = 1
    inner = data.createGroup("inner")
    inner.createDimension("x", 9)
    inner.createDimension("y", 2)
    inner.createVariable("y", "f4", ["y", "x"])[:] = np.arange(18).reshape(2, 9)
    inner.createVariable("z", "f4", ["time", "x", "y"], zlib=True)[:3] = np.arange(54).reshape(3, 9, 2)
    deep = inner.createGroup("a/b/c")
    deep.createVariable("w", "i2", ["y"])[:] = [4, 5]
    deep.note = "deep"

with netCDF4.Dataset(folder + "/growing.nc", "w") as data:
    data.createDimension("t", None)
    data.createVariable("long", "f4", ["t"])[:] = np.arange(5)
    data.createVariable("short", "f4", ["t"])[:2] = 1

with netCDF4.Dataset(folder + "/enumeration.nc", "w") as data:
    kind = data.createEnumType("u1", "kind", dict(sea=0, land=1))
    data.createDimension("x", 3)
    data.createVariable("mask", kind, ["x"])[:] = 1

with netCDF4.Dataset(folder + "/compound.nc", "w") as data:
    place = data.createCompoundType(np.dtype([("lat", "f8"), ("depth", "i4")]), "place")
    data.createDimension("x", 3)
    data.createVariable("table", place, ["x"])[:] = np.array([(1.5, 2), (3.5, 4), (5.5, 6)], place.dtype)

with h5py.File(folder + "/foreign.nc", "w") as file:
    file["data/values"] = np.arange(6.0).reshape(2, 3)
    file["data/values"].attrs["units"] = "m"
