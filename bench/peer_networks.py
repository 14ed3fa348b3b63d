"""The networks of bench/integer.ts in PyTorch: 1,000 random images in batches of 100, float32 in channels_last and int8.

Prints one JSON object: the version and the median milliseconds by "network/kind/threads". int8 is post-training static
quantization in eager mode with the engine that the build has; its weights are random, which does not change the time.
"""
import json
import time

import numpy as np
import torch

nn = torch.nn
BLOCKS = [(16, 32, 1), (32, 64, 2), (64, 64, 1), (64, 128, 1), (128, 128, 1)]


def median_ms(work):
    work()
    samples = []
    while len(samples) < 5 or (sum(samples) < 1500 and len(samples) < 50):
        start = time.perf_counter()
        work()
        samples.append((time.perf_counter() - start) * 1000)
    return float(np.median(samples))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 8, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(784, 48), nn.ReLU(), nn.Linear(48, 10))


def dscnn():
    layers = [nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU()]
    for inputs, outputs, stride in BLOCKS:
        layers += [nn.Conv2d(inputs, inputs, 3, stride=stride, padding=1, groups=inputs), nn.ReLU(),
                   nn.Conv2d(inputs, outputs, 1), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10))


def run(net, images):
    with torch.no_grad():
        return [net(batch).argmax(1) for batch in images.split(100)]


def quantized(net, images):
    engines = [name for name in torch.backends.quantized.supported_engines if name in ("fbgemm", "qnnpack")]
    torch.backends.quantized.engine = engines[0]
    wrapped = torch.quantization.QuantWrapper(net)
    names, modules = zip(*net.named_children())
    pairs = [["module." + a, "module." + b] for (a, x), (b, y) in zip(zip(names, modules), zip(names[1:], modules[1:]))
             if isinstance(x, (nn.Conv2d, nn.Linear)) and isinstance(y, nn.ReLU)]
    wrapped = torch.quantization.fuse_modules(wrapped.eval(), pairs)
    wrapped.qconfig = torch.quantization.get_default_qconfig(engines[0])
    torch.quantization.prepare(wrapped, inplace=True)
    run(wrapped, images)
    return torch.quantization.convert(wrapped), engines[0]


def main():
    torch.manual_seed(1)
    times, engine = {}, "none"
    images = torch.randn(1000, 1, 28, 28)
    for name, make in [("lenet", lenet), ("dscnn", dscnn)]:
        float32 = make().eval().to(memory_format=torch.channels_last)
        int8, engine = quantized(make().eval(), images)
        for threads in (1, 2):
            torch.set_num_threads(threads)
            last = images.to(memory_format=torch.channels_last)
            times[f"{name}/float/{threads}"] = median_ms(lambda: run(float32, last))
            times[f"{name}/int8/{threads}"] = median_ms(lambda: run(int8, images))
    print(json.dumps({"torch": f"{torch.__version__} ({engine})", "times": times}))


main()
