"""NumPy's side of the PCA benchmark: reads a command a line, answers a line of JSON.

The forms are the fastest that plain NumPy has: chunks that stay in the cache, products that BLAS does by ssyrk and sgemm, no large temporaries.
"""
import json
import sys
import time

import numpy

CHUNK = 4096
spectra = mean = noise = vectors = None


def fit(kind):
    """Mean, covariance over the noise, and all eigenvectors; float32 products, or all in float64 as numpy.cov has it."""
    n, m = spectra.shape
    shift = spectra[:1000].mean(0)
    total, products = numpy.zeros(m), numpy.zeros((m, m))
    for start in range(0, n, CHUNK):
        block = (spectra[start:start + CHUNK] - shift).astype(kind)
        total += block.sum(0, dtype=float)
        products += block.T @ block
    covariance = (products - numpy.outer(total, total) / n) / (n - 1) / numpy.outer(noise, noise)
    return numpy.linalg.eigh(covariance)[0]


def screen():
    """Scores and reconstruction scores of all spectra."""
    inverse = (1 / noise).astype(numpy.float32)
    centre, rows = mean.astype(numpy.float32), vectors.astype(numpy.float32)
    scores = numpy.empty((len(spectra), len(rows)), numpy.float32)
    reconstruction = numpy.empty(len(spectra), numpy.float32)
    for start in range(0, len(spectra), CHUNK):
        block = (spectra[start:start + CHUNK] - centre) * inverse
        p = scores[start:start + CHUNK] = block @ rows.T
        block -= p @ rows
        reconstruction[start:start + CHUNK] = numpy.sqrt(numpy.einsum("ij,ij->i", block, block) / block.shape[1])
    return reconstruction


def sgemm(size):
    a = numpy.random.default_rng(1).random((size, size), numpy.float32)
    return (a @ a)[0, :3]


for line in sys.stdin:
    command, *arguments = line.split()
    if command == "load":
        path, rows, channels, components = arguments[0], *map(int, arguments[1:])
        spectra = numpy.fromfile(path, numpy.float32).reshape(rows, channels)
        answer = None
    elif command == "model":
        values = numpy.fromfile(arguments[0])
        mean, noise, vectors = values[:channels], values[channels:2 * channels], values[2 * channels:].reshape(components, channels)
        answer = None
    else:
        began, worked = time.perf_counter(), time.process_time()
        answer = {"fit32": lambda: fit(numpy.float32), "fit64": lambda: fit(numpy.float64), "screen": screen, "sgemm": lambda: sgemm(3000)}[command]()
        elapsed, worked = time.perf_counter() - began, time.process_time() - worked
    print(json.dumps({"seconds": elapsed if answer is not None else 0, "processor": worked if answer is not None else 0, "values": [] if answer is None else [float(x) for x in answer[-1000:]], "numpy": numpy.__version__}), flush=True)
