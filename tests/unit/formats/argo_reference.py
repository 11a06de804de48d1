"""Good values of Argo profiles, picked in NumPy from what netCDF4-python reads: for each parameter its count, sum and sum of squares, and the first profile."""
import json
import sys

import netCDF4
import numpy as np

path, good = sys.argv[1], sys.argv[2]
with netCDF4.Dataset(path) as data:
    data.set_auto_mask(False)
    names = [["".join(c.decode() for c in name).strip() for name in profile] for profile in data["STATION_PARAMETERS"][:]]
    answer = {}
    for parameter in sorted({n for profile in names for n in profile if n}):
        picked = []
        for i, profile in enumerate(names):
            if parameter not in profile:
                mode = " "
            elif "PARAMETER_DATA_MODE" in data.variables:
                mode = data["PARAMETER_DATA_MODE"][i, profile.index(parameter)].decode()
            else:
                mode = data["DATA_MODE"][i].decode()
            stem = parameter + ("_ADJUSTED" if mode in "AD" else "")
            values, flags = data[stem][i].astype("f8"), data[stem + "_QC"][i].astype("U1")
            picked.append(np.where(np.isin(flags, list(good)) & (values < 99999) & (mode != " "), values, np.nan))
        picked = np.array(picked)
        answer[parameter] = {"count": int(np.isfinite(picked).sum()), "sum": float(np.nansum(picked)), "squares": float(np.nansum(picked ** 2)), "first": [None if np.isnan(v) else float(v) for v in picked[0]]}
    days, flags = data["JULD"][:], data["JULD_QC"][:].astype("U1")
    answer["time"] = [str(netCDF4.num2date(d, data["JULD"].units))[:19] if d < 999999 and f not in "349" else "0001-01-01 00:00:00" for d, f in zip(days, flags)]
print(json.dumps(answer))
