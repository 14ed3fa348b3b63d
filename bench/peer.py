"""The work of bench/kernels.ts and bench/evaluation.ts in PyTorch and numpy, on one thread.

Prints one JSON object: versions, and the median time of each piece of work in milliseconds under the ids that the
benchmarks use. float32 throughout, as a PyTorch user would write it; our own kernels compute in float64.
"""
import json
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
torch.manual_seed(1)

COLUMNS, GROUP, QMAX, BINS, GRID, CENTROIDS, LLOYD_STEPS = 100, 16, 7, 2048, 100, 16, 20


def median_ms(work):
    work()
    samples = []
    while len(samples) < 3 or (sum(samples) < 600 and len(samples) < 50):
        start = time.perf_counter()
        work()
        samples.append((time.perf_counter() - start) * 1000)
    return float(np.median(samples))


def fake_quantize(x, scale):
    codes = torch.clamp(torch.round(x / scale), -QMAX, QMAX)
    return codes.to(torch.int32), codes * scale


def by_tensor(x):
    return fake_quantize(x, x.abs().max() / QMAX)


def by_channel(x):
    matrix = x.view(COLUMNS, -1)
    return fake_quantize(matrix, matrix.abs().amax(1, keepdim=True) / QMAX)


def by_group(x):
    matrix = x.view(COLUMNS, -1)
    whole = matrix.shape[1] // GROUP * GROUP
    parts = [matrix[:, :whole].reshape(COLUMNS, -1, GROUP)]
    if whole < matrix.shape[1]:
        parts.append(matrix[:, None, whole:])
    return [fake_quantize(part, part.abs().amax(-1, keepdim=True) / QMAX) for part in parts]


def histogram(x):
    return torch.histc(x, BINS, -0.1, 0.1)


def mse_search(x):
    largest = x.abs().max()
    errors = []
    for i in range(1, GRID + 1):
        values = fake_quantize(x, largest * i / GRID / QMAX)[1]
        errors.append(((x - values) ** 2).mean())
    return int(torch.stack(errors).argmin())


def lloyd(x):
    centroids = torch.linspace(float(x.min()), float(x.max()), CENTROIDS)
    for _ in range(LLOYD_STEPS):
        codes = torch.bucketize(x, (centroids[1:] + centroids[:-1]) / 2)
        counts = torch.bincount(codes, minlength=CENTROIDS)
        sums = torch.bincount(codes, weights=x, minlength=CENTROIDS)
        centroids = torch.where(counts > 0, sums / counts, centroids.double()).float()
    return centroids


def lenet():
    nn = torch.nn
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(784, 48), nn.ReLU(), nn.Linear(48, 10),
    ).eval()


def evaluate(net, images):
    with torch.no_grad():
        return [net(batch).argmax(1) for batch in images.split(100)]


def main():
    times = {}
    for count in map(int, sys.argv[1:]):
        x = torch.randn(count) * 0.05
        for name, work in [("tensor", by_tensor), ("channel", by_channel), ("group", by_group),
                           ("histogram", histogram), ("mse", mse_search), ("kmeans", lloyd)]:
            times[f"{name}/{count}"] = median_ms(lambda: work(x))
    net, images = lenet(), torch.randn(1000, 1, 28, 28)
    times["evaluate/1000"] = median_ms(lambda: evaluate(net, images))
    print(json.dumps({"torch": torch.__version__, "numpy": np.__version__, "times": times}))


main()
