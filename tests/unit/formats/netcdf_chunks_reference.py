"""The reference for chunks: netCDF4-python, which reads with the C library alone.

    netcdf_chunks_reference.py write FOLDER   chunks.nc, of many shapes, types, filters and byte orders, and beside it each variable's values as raw bytes
    netcdf_chunks_reference.py sums FILE...   for each numeric variable of each file, the SHA-256 of its stored values, as JSON

Made with netCDF4-python 1.6.2 and numpy 1.24 (Debian 12); it runs anew with every test.
"""

import hashlib
import json
import sys

import netCDF4
import numpy as np

TYPES = ["i1", "u2", "i4", "u8", "f4", "f8"]


def write(folder):
    rng = np.random.default_rng(7)
    about = {}
    with netCDF4.Dataset(folder + "/chunks.nc", "w") as data:
        for number in range(72):
            rank = int(rng.integers(1, 5))
            most = [60_000, 240, 40, 16][rank - 1]
            shape = [int(rng.integers(1, most)) for _ in range(rank)]
            chunks = [int(rng.integers(1, n + 1)) if rank > 1 else int(rng.integers(n // 9 + 1, n + 1)) for n in shape]
            grows = number % 6 == 5
            name, code, order = f"v{number}", TYPES[number % 6], ["little", "big", "native"][number % 3]
            names = [f"{name}_{d}" for d in range(rank)]
            for d, n in enumerate(shape):
                data.createDimension(names[d], None if grows and d == 0 else n)
            how = [dict(), dict(zlib=True, shuffle=True), dict(zlib=True, shuffle=False, complevel=9), dict(zlib=True, shuffle=True, fletcher32=True), dict(fletcher32=True), dict(compression="szip")][int(rng.integers(0, 6))]
            variable = data.createVariable(name, code, names, chunksizes=chunks, endian=order, fill_value=[None, 77][number % 2], **how)
            values = (rng.integers(0, 100, shape) if number % 2 else np.arange(np.prod(shape)).reshape(shape) % 101).astype(code)
            if number % 4 == 3:
                # Only a part is written: chunks that are not there.
                variable[tuple(slice(0, max(1, n // 2)) for n in shape)] = values[tuple(slice(0, max(1, n // 2)) for n in shape)]
            else:
                variable[...] = values
            about[name] = dict(filters=list(how))
        for number, shape in enumerate([[50_000], [300, 200], [1, 70, 900], [9, 1, 50, 60], [40, 30, 50], [90_000]]):
            # In one piece; the last one never written.
            name, order = f"piece{number}", ["native", "little", "big"][number % 3]
            names = [f"{name}_{d}" for d in range(len(shape))]
            for d, n in enumerate(shape):
                data.createDimension(names[d], n)
            variable = data.createVariable(name, TYPES[5 - number], names, contiguous=True, endian=order)
            if number < 5:
                variable[...] = (np.arange(np.prod(shape)).reshape(shape) % 101).astype(TYPES[5 - number])
            about[name] = dict(filters=[])
    with netCDF4.Dataset(folder + "/chunks.nc") as data:
        data.set_auto_maskandscale(False)
        for name in about:
            values = np.ascontiguousarray(data[name][...])
            about[name]["shape"] = list(values.shape)
            values.astype(values.dtype.newbyteorder("=")).tofile(f"{folder}/{name}.raw")
    with netCDF4.Dataset(folder + "/two.nc", "w") as data:
        # A variable of a dimension's name that does not lie along it, in a group.
        group = data.createGroup("deep").createGroup("er")
        group.createDimension("x", 40_000)
        group.createDimension("n", 3)
        group.createVariable("n", "f8", ["x"], zlib=True, chunksizes=[1000])[:] = np.arange(40_000) / 4
    print(json.dumps(about))


def sums(paths):
    def of(group, prefix, found):
        for name, variable in group.variables.items():
            if isinstance(variable.dtype, np.dtype) and variable.dtype.kind in "iuf" and variable.datatype == variable.dtype:
                variable.set_auto_maskandscale(False)
                values = np.ascontiguousarray(variable[...])
                found[prefix + name] = hashlib.sha256(values.astype(values.dtype.newbyteorder("=")).tobytes()).hexdigest()
        for name, child in group.groups.items():
            of(child, f"{prefix}{name}/", found)
        return found

    out = {}
    for path in paths:
        try:
            with netCDF4.Dataset(path) as data:
                out[path] = of(data, "/", {})
        except OSError:
            pass  # the damaged ones among the samples
    print(json.dumps(out))


write(sys.argv[2]) if sys.argv[1] == "write" else sums(sys.argv[2:])
