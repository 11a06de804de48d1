"""scikit-learn's PCA of the spectra that a test gives: python3 pca_reference.py FILE ROWS CHANNELS COMPONENTS, float64 in FILE, JSON out."""
import json
import sys

import numpy
import sklearn
from sklearn.decomposition import PCA

path, rows, channels, components = sys.argv[1], *map(int, sys.argv[2:])
spectra = numpy.fromfile(path).reshape(rows, channels)
pca = PCA(n_components=components, svd_solver="full").fit(spectra)
scores = pca.transform(spectra)
residual = spectra - pca.inverse_transform(scores)
print(json.dumps({
    "version": sklearn.__version__,
    "mean": pca.mean_.tolist(),
    "eigenvalues": pca.explained_variance_.tolist(),
    "vectors": pca.components_.ravel().tolist(),
    "floor": float(pca.noise_variance_),
    "scores": scores.ravel().tolist(),
    "reconstruction": numpy.sqrt((residual ** 2).mean(1)).tolist(),
}))
