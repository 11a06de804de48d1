"""xarray's side of the arrays benchmark: reads a path a line, answers a line of JSON with the monthly means' checks, the seconds, the processor's seconds and the peak of memory."""
import json
import resource
import sys
import time

import dask
import xarray

for line in sys.stdin:
    path = line.strip()
    clock, processor = time.perf_counter(), time.process_time()
    with xarray.open_dataset(path, chunks={"time": "auto", "y": -1, "x": -1}) as data:
        means = data["t"].groupby("time.month").mean().compute()
    print(json.dumps({
        "seconds": time.perf_counter() - clock, "processor": time.process_time() - processor,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "values": [float(means[0, 0, 0]), float(means[6, 7, 8]), float(means[11, -1, -1])],
        "peer": f"xarray {xarray.__version__}, dask {dask.__version__}"}), flush=True)
