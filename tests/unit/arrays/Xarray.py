"""Evaluates expressions with xarray: one a line on standard input, one JSON a line on standard output."""
import json, sys
import numpy as np
import pandas as pd
import xarray as xr

def series(n, seed):
    """Numbers that every language makes alike: (seed * 7919 + i * 104729) mod 1000, less 300, over 8; every eleventh missing."""
    i = np.arange(n, dtype=np.int64)
    values = ((seed * 7919 + i * 104729) % 1000 - 300) / 8.0
    values[(i + seed) % 11 == 0] = np.nan
    return values

def field(seed=1):
    return xr.DataArray(series(6 * 4 * 5, seed).reshape(6, 4, 5), dims=("time", "y", "x"), name="t",
                        coords={"time": pd.date_range("2000-01-01", periods=6), "y": [40.0, 38.5, 37.0, 35.5], "x": [10.0, 12.0, 14.0, 16.0, 18.0]})

def days(n=800, freq="D", seed=3):
    return xr.DataArray(series(n * 3, seed).reshape(n, 3), dims=("time", "site"), name="d",
                        coords={"time": pd.date_range("1999-11-20", periods=n, freq=freq), "site": ["a", "b", "c"]})

def calendar(name, n=800):
    return xr.DataArray(series(n, 6), dims="time", name="c", coords={"time": xr.cftime_range("2000-01-01", periods=n, calendar=name)})

def line(n=9, seed=5):
    return xr.DataArray(series(n, seed), dims="x", name="line", coords={"x": np.arange(n) * 10.0})

def hours():
    return xr.DataArray(series(72, 2), dims="time", name="h", coords={"time": pd.date_range("2000-01-30", periods=72, freq="H")})

def tile(x, x_end, y, y_end):
    return xr.Dataset({"t": field().isel(x=slice(x, x_end), y=slice(y, y_end))})

def regions():
    return field().assign_coords(region=(("y", "x"), np.array(list("aabbbaabbccccdddaaaa")).reshape(4, 5)))

def both():
    return xr.Dataset({"a": field(), "b": field(2).isel(time=1, drop=True).fillna(1)})

def plain(values, dim="x", **coords):
    return xr.DataArray(np.asarray(values), dims=dim, coords=coords, name="p")

def numbers(values):
    if np.issubdtype(values.dtype, np.datetime64):
        return [str(v)[:19] for v in values.astype("datetime64[s]").ravel()]
    if values.dtype == object and hasattr(values.ravel()[0], "isoformat"):
        return [v.isoformat()[:19] for v in values.ravel()]
    if values.dtype.kind in "OUS":
        return [str(v) for v in values.ravel()]
    values = values.astype("u1") if values.dtype == bool else values
    return ["NaN" if v != v else "Infinity" if v == np.inf else "-Infinity" if v == -np.inf else v for v in values.ravel().tolist()]

for expression in sys.stdin:
    try:
        answer = eval(expression)
        print(json.dumps({"dims": answer.dims, "shape": answer.shape, "dtype": str(answer.dtype), "values": numbers(answer.values),
                          "coords": {str(k): {"dims": c.dims, "values": numbers(c.values)} for k, c in answer.coords.items()}}))
    except Exception as e:
        print(json.dumps({"error": f"{type(e).__name__}: {e}"}))
