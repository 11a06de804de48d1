"""The reference for HDF5 files that libnetcdf did not write: h5py.

    hdf5_reference.py FOLDER   writes types.h5, filters.h5, links.h5 and scales.h5 there

Made with h5py 3.7.0 and numpy 1.24 (Debian 12); it runs anew with every test.
"""

import sys

import h5py
import numpy as np


def types(file):
    file["x"] = np.arange(3.0)
    file["mask"] = np.array([True, False, True])
    file["x"].attrs["is_good"] = True
    file.attrs["reference"] = file["x"].ref
    colour = h5py.enum_dtype({"RED": 0, "GREEN": 1, "BLUE": 42}, basetype="i2")
    file.create_dataset("colour", data=np.array([42, 0, 1], "i2"), dtype=colour)
    table = np.zeros(3, [("lat", "f8"), ("n", "i4"), ("name", "S5"), ("where", [("x", "f4"), ("y", "f4")]), ("spectrum", "f4", (2,)), ("free", h5py.string_dtype())])
    table["lat"], table["n"], table["name"] = [1, 2, 3], [9, 8, 7], [b"ab", b"c", b"defgh"]
    table["where"]["y"], table["spectrum"], table["free"] = [4, 5, 6], [[1, 2], [3, 4], [5, 6]], ["µ", "", "long text"]
    file["table"] = table
    file["z"] = np.array([1 + 2j, 3 - 4j, 0])
    ragged = file.create_dataset("ragged", (3,), h5py.vlen_dtype("f8"))
    ragged[0], ragged[1], ragged[2] = [1, 2, 3], [], [4]
    file["opaque"] = np.array([b"\x01\x02\x03", b"abc", b"xyz"], "V3")
    references = file.create_dataset("references", (2,), h5py.ref_dtype)
    references[0], references[1] = file["x"].ref, file["/"].ref
    file["wide"] = np.array([1.5, 2.5, -3], np.longdouble)
    file["arrays"] = np.arange(6, dtype="i2").reshape(3, 2)
    of_arrays = file.create_dataset("of_arrays", (3,), np.dtype(("f4", (2,))))
    of_arrays[...] = np.arange(6, dtype="f4").reshape(3, 2)
    file["nothing"] = h5py.Empty("f4")


def filters(file):
    rng = np.random.default_rng(3)
    file.create_dataset("smooth", data=np.arange(10_000.0).reshape(100, 100), chunks=(30, 30), compression="lzf")
    file.create_dataset("shuffled", data=np.arange(10_000, dtype="i2"), chunks=(999,), compression="lzf", shuffle=True)
    file.create_dataset("noise", data=rng.random(5000), chunks=(512,), compression="lzf", fletcher32=True)
    file.create_dataset("big_endian", data=np.arange(5000, dtype=">f4"), chunks=(1024,), compression="lzf")
    partly = file.create_dataset("partly", (5000,), "f4", chunks=(512,), compression="lzf", fillvalue=-1)
    partly[:600] = 7
    for name in list(file):
        file[name][...].astype(file[name].dtype.newbyteorder("=")).tofile(f"{sys.argv[1]}/{name}.raw")


def links(file):
    file["a"] = np.arange(5.0)
    file["group/b"] = np.arange(3)
    file["alias"] = h5py.SoftLink("/group/b")
    file["gone"] = h5py.SoftLink("/nothing")
    file["outside"] = h5py.ExternalLink("no-such-file.h5", "/x")
    file["itself"] = h5py.SoftLink("/itself")


def scales(file):
    file["t"] = np.arange(4.0)
    file["t"].make_scale()
    file["v"] = np.arange(12.0).reshape(4, 3)
    file["v"].dims[0].attach_scale(file["t"])


for write in types, filters, links, scales:
    with h5py.File(f"{sys.argv[1]}/{write.__name__}.h5", "w") as new:
        write(new)
