"""The other tools' side of the formats benchmark: netCDF4-python, zarr-python, pandas and GDAL; reads a command of JSON a line, answers a line of JSON with the seconds, the processor's seconds, a check and who did it."""
import json
import shutil
import sys
import time

import netCDF4
import numpy as np
import pandas
import zarr
from osgeo import gdal

gdal.UseExceptions()


def make(path, kind, times):
    """A file of NetCDF: daily fields of 360 by 480 floats with noise, or many small variables."""
    with netCDF4.Dataset(path, "w") as data:
        if kind == "open":
            data.createDimension("x", 10)
            for number in range(times):
                variable = data.createVariable(f"v{number}", "f4", ["x"])
                for attribute in ("long_name", "units", "standard_name", "comment"):
                    variable.setncattr(attribute, f"{attribute} {number}")
                variable.valid_range = np.array([0, 1], "f4")
            return 0
        for name, length in (("t", times), ("y", 360), ("x", 480)):
            data.createDimension(name, length)
        how = dict(zlib=True, shuffle=True, complevel=1, chunksizes=(20, 90, 120)) if kind == "deflated" else dict(contiguous=True)
        variable = data.createVariable("v", "f4", ["t", "y", "x"], fill_value=False, **how)
        rng = np.random.default_rng(1)
        base = 280 + 10 * np.sin(np.arange(360) / 50)[:, None] + 5 * np.cos(np.arange(480) / 40)
        for start in range(0, times, 20):
            noise = rng.normal(0, 1, (min(20, times - start), 360, 480))
            variable[start : start + len(noise)] = base + np.round(noise, 2)
    return 0


def netcdf(path):
    with netCDF4.Dataset(path) as data:
        data.set_auto_maskandscale(False)
        return float(data["v"][...][-1, -1, -1])


def opening(path):
    for _ in range(5):
        with netCDF4.Dataset(path) as data:
            count = len(data.variables)
    return count


def load(path):
    """The values to write, beforehand."""
    global values
    with netCDF4.Dataset(path) as data:
        data.set_auto_maskandscale(False)
        values = data["v"][...]
    return float(values[-1, -1, -1])


def zarr_write(path):
    shutil.rmtree(path, ignore_errors=True)
    clock, processor = time.perf_counter(), time.process_time()
    group = zarr.open_group(path, mode="w")
    group.create_dataset("v", data=values, chunks=(20, 90, 120), compressor=zarr.Blosc("lz4", 5, zarr.Blosc.SHUFFLE), overwrite=True)
    return time.perf_counter() - clock, time.process_time() - processor, float(values[-1, -1, -1])


def zarr_read(path):
    return float(zarr.open(path, mode="r")["v"][...][-1, -1, -1])


def window(path, places):
    total = 0
    for x, y in places:
        data = gdal.Open(path)
        total += int(data.GetRasterBand(1).ReadAsArray(x, y, 512, 512)[-1, -1])
        data = None
    return total


def odv(path):
    """What people read such a file with: the comments left out, the columns by their names."""
    table = pandas.read_csv(path, sep="\t", skiprows=2)
    return float(table["Temperature [degC]"].sum() + table["Salinity [psu]"].iloc[-1])


DOES = dict(odv=odv, make=make, netcdf=netcdf, open=opening, load=load, zarr_write=zarr_write, zarr_read=zarr_read, window=window)
NAMES = dict(
    odv=f"pandas {pandas.__version__}",
    netcdf=f"netCDF4-python {netCDF4.__version__}, libnetcdf {netCDF4.__netcdf4libversion__}", open=f"netCDF4-python {netCDF4.__version__}",
    zarr_write=f"zarr-python {zarr.__version__}", zarr_read=f"zarr-python {zarr.__version__}", window=f"GDAL {gdal.VersionInfo('RELEASE_NAME')}")

for line in sys.stdin:
    command, *arguments = json.loads(line)
    clock, processor = time.perf_counter(), time.process_time()
    answer = DOES[command](*arguments)
    seconds, processor = time.perf_counter() - clock, time.process_time() - processor
    if isinstance(answer, tuple):
        seconds, processor, answer = answer
    print(json.dumps(dict(seconds=seconds, processor=processor, check=answer, peer=NAMES.get(command))), flush=True)
