"""The reference for NetCDF: netCDF4-python and xarray write files for us to read, and read the files we write.

    netcdf_reference.py write FOLDER    one file of each kind, and expected.json with what xarray or numpy sees in it
    netcdf_reference.py read FILE       what netCDF4-python sees in FILE, as JSON on standard output
    netcdf_reference.py xarray FILE     what xarray sees in FILE, as JSON on standard output

Made with netCDF4-python 1.6.2, cftime 1.6.2, xarray 2023.01 and numpy 1.24 (Debian 12); it runs anew with every test.
"""

import json
import math
import os
import sys

import cftime
import netCDF4
import numpy as np

TYPES = ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]


def plain(values):
    """Numbers as JSON has them: NaN by name, 64-bit integers as text, bytes and characters as text."""
    array = np.ma.filled(np.ma.masked_invalid(values), np.nan) if np.asarray(values).dtype.kind == "f" else np.ma.asarray(values)
    flat = np.asarray(array).ravel().tolist()
    return [str(v) if isinstance(v, int) else ("NaN" if v is None or (isinstance(v, float) and math.isnan(v)) else v) for v in flat]


def masked(variable):
    """Decoded values with NaN for what is masked."""
    values = np.ma.asarray(variable[...])
    return plain(values.astype("f8").filled(np.nan))


def write_types(path, form):
    rng = np.random.default_rng(20210401)
    expected = {}
    with netCDF4.Dataset(path, "w", format=form) as data:
        data.createDimension("y", 7)
        data.createDimension("x", 11)
        for kind in TYPES:
            if form in ("NETCDF3_CLASSIC", "NETCDF3_64BIT_OFFSET") and kind in ("u1", "u2", "u4", "i8", "u8"):
                continue
            dtype = np.dtype(kind)
            if dtype.kind == "f":
                values = rng.normal(size=(7, 11)).astype(dtype)
            else:
                limits = np.iinfo(dtype)
                values = rng.integers(limits.min, limits.max, size=(7, 11), dtype=dtype, endpoint=True)
            variable = data.createVariable("v_" + kind, dtype, ("y", "x"), zlib=form == "NETCDF4", chunksizes=(3, 4) if form == "NETCDF4" else None)
            variable.set_auto_maskandscale(False)
            variable[:] = values
            variable.setncattr("one", dtype.type(7))
            variable.setncattr("several", np.array([1, 2, 3], dtype))
            expected["v_" + kind] = plain(values)
        data.title = "Météo à Catane"
        if form == "NETCDF4":
            text = data.createVariable("text", str, ("y",))
            text[:] = np.array(["", "a", "Etna", "Zürich", "日本", "x y", "z"], dtype=object)
            expected["text"] = list(text[:])
            data.setncattr_string("names", ["ein", "zwei"])
    return expected


def write_packed(path):
    with netCDF4.Dataset(path, "w") as data:
        data.createDimension("x", 1000)
        packed = data.createVariable("packed", "i2", ("x",), fill_value=-32768)
        packed.set_auto_maskandscale(False)
        packed.scale_factor, packed.add_offset = np.float64(0.013), np.float64(271.3)
        packed[:] = np.where(np.arange(1000) % 13 == 0, -32768, np.arange(1000) * 31 - 15000)
        single = data.createVariable("single", "i2", ("x",), fill_value=-1)
        single.set_auto_maskandscale(False)
        single.scale_factor, single.add_offset = np.float32(0.1), np.float32(5)
        single[:] = np.arange(1000) - 500
        unsigned = data.createVariable("unsigned", "i1", ("x",), fill_value=-1)
        unsigned.set_auto_maskandscale(False)
        unsigned._Unsigned = "true"
        unsigned.scale_factor = 0.5
        unsigned[:] = (np.arange(1000) % 256).astype("u1").view("i1")
        ranged = data.createVariable("ranged", "f4", ("x",), fill_value=-9999.0)
        ranged.set_auto_maskandscale(False)
        ranged.valid_range = np.array([100, 900], "f4")
        ranged.missing_value = np.float32(500)
        ranged[:] = np.where(np.arange(1000) % 7 == 0, -9999.0, np.arange(1000))
        data.createVariable("unwritten", "f8", ("x",))
    with netCDF4.Dataset(path) as data:
        return {name: masked(variable) for name, variable in data.variables.items()}


def write_times(path):
    cases = [
        ("seconds since 2010-01-01", "standard", [0, 283175359.06, -1e9]),
        ("hours since 1900-01-01 00:00:00.0", "gregorian", [0, 1008072, 0.25]),
        ("days since 1950-01-01T00:00:00Z", "proleptic_gregorian", [25000.123456, -1e5]),
        ("days since 0001-01-01", "noleap", [0, 58, 59, 365, 730123.5]),
        ("days since 2000-01-01", "360_day", [0, 27, 8000]),
        ("days since 1500-02-28", "julian", [0, 1, 2, 100000]),
        ("days since 1582-10-01", "standard", [0, 3, 4, 5, 20]),
        ("days since 2001-01-01", "all_leap", [0, 58, 59, 60]),
        ("minutes since 1999-12-31 23:00:00 -01:30", "standard", [0, 1.5]),
        ("milliseconds since 1970-01-01", "standard", [1617276153500]),
    ]
    expected = {}
    with netCDF4.Dataset(path, "w") as data:
        for number, (units, calendar, values) in enumerate(cases):
            name = f"time_{number}"
            data.createDimension(name, len(values))
            variable = data.createVariable(name, "f8", (name,))
            variable.units, variable.calendar = units, calendar
            variable[:] = values
            dates = cftime.num2date(values, units, calendar)
            expected[name] = [d.strftime("%Y-%m-%dT%H:%M:%S.%f") for d in dates]
    return expected


def write_groups(path):
    with netCDF4.Dataset(path, "w") as data:
        product = data.createGroup("PRODUCT")
        product.createDimension("scanline", 4)
        product.createDimension("ground_pixel", 3)
        product.createVariable("scanline", "i4", ("scanline",))[:] = [10, 11, 12, 13]
        latitude = product.createVariable("latitude", "f4", ("scanline", "ground_pixel"))
        latitude[:] = np.arange(12).reshape(4, 3)
        column = product.createVariable("so2", "f4", ("scanline", "ground_pixel"))
        column.coordinates = "/PRODUCT/latitude"
        column[:] = np.arange(12).reshape(4, 3) * 2
        detail = product.createGroup("SUPPORT_DATA").createGroup("DETAILED_RESULTS")
        inner = detail.createVariable("amf", "f8", ("scanline", "ground_pixel"))
        inner.coordinates = "latitude"
        inner[:] = 1.5
    return {}


def write_odd_types(path):
    with netCDF4.Dataset(path, "w") as data:
        data.createDimension("x", 3)
        data.createDimension("record", None)
        cloud = data.createEnumType(np.uint8, "cloud_t", {"clear": 0, "thin cirrus": 1, "overcast": 2, "missing": 255})
        data.createVariable("cloud", cloud, ("x",), fill_value=255)[:] = [2, 0, 1]
        pair = data.createCompoundType(np.dtype([("speed", "f4"), ("direction", "f4")]), "wind_t")
        data.createVariable("wind", pair, ("x",))
        ragged = data.createVLType(np.int32, "ragged_t")
        data.createVariable("ragged", ragged, ("x",))
        data.createVariable("grown", "f4", ("record", "x"))[0:5] = np.arange(15).reshape(5, 3)
        data.createVariable("scalar", "f8", ())[...] = 4.25
        data.createDimension("length", 6)
        names = data.createVariable("names", "S1", ("x", "length"))
        names[:] = netCDF4.stringtochar(np.array(["Noto", "Gela", "Enna"], "S6"))
        data.createVariable("plain", "f4", ("x",))[:] = [1, 2, 3]
    return {}


def write_all(folder):
    expected = {
        "types4.nc": write_types(os.path.join(folder, "types4.nc"), "NETCDF4"),
        "types3.nc": write_types(os.path.join(folder, "types3.nc"), "NETCDF3_CLASSIC"),
        "types64.nc": write_types(os.path.join(folder, "types64.nc"), "NETCDF3_64BIT_OFFSET"),
        "types5.nc": write_types(os.path.join(folder, "types5.nc"), "NETCDF3_64BIT_DATA"),
        "packed.nc": write_packed(os.path.join(folder, "packed.nc")),
        "times.nc": write_times(os.path.join(folder, "times.nc")),
        "groups.nc": write_groups(os.path.join(folder, "groups.nc")),
        "odd.nc": write_odd_types(os.path.join(folder, "odd.nc")),
    }
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as out:
        json.dump(expected, out)


def attribute(value):
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return value
    array = np.asarray(value)
    return {"type": array.dtype.str[1:], "values": plain(array)}


def read(path):
    with netCDF4.Dataset(path) as data:
        seen = {"dimensions": {n: len(d) for n, d in data.dimensions.items()}, "unlimited": [n for n, d in data.dimensions.items() if d.isunlimited()]}
        seen["attributes"] = {n: attribute(data.getncattr(n)) for n in data.ncattrs()}
        seen["variables"] = {}
        for name, variable in data.variables.items():
            filters = variable.filters() or {}
            entry = {
                "dimensions": list(variable.dimensions),
                "type": "text" if variable.dtype is str else variable.dtype.str[1:],
                "attributes": {n: attribute(variable.getncattr(n)) for n in variable.ncattrs()},
                "chunks": variable.chunking() if variable.chunking() != "contiguous" else None,
                "deflate": filters.get("complevel", 0) if filters.get("zlib") else 0,
                "shuffle": bool(filters.get("shuffle", False)),
            }
            if variable.dtype is str:
                entry["stored"] = list(np.ravel(variable[...]))
            else:
                if variable.dtype.kind in "iuf":
                    entry["decoded"] = masked(variable)
                variable.set_auto_maskandscale(False)
                variable.set_auto_chartostring(False)
                entry["stored"] = plain(variable[...])
            seen["variables"][name] = entry
    print(json.dumps(seen))


def read_with_xarray(path):
    import xarray

    with xarray.open_dataset(path) as data:
        print(json.dumps({
            "coordinates": sorted(map(str, data.coords)),
            "variables": {str(n): {"dimensions": list(v.dims), "coordinates": sorted(map(str, v.coords))} for n, v in data.data_vars.items()},
            "times": {str(n): [str(t)[:19] for t in np.ravel(c.values)] for n, c in data.coords.items() if c.dtype.kind == "M"},
        }))


if __name__ == "__main__":
    {"write": write_all, "read": read, "xarray": read_with_xarray}[sys.argv[1]](sys.argv[2])
