"""The work of bench/training.ts in PyTorch: steps of quantization-aware training.

Reads networks as JSON from standard input, {id: [layer, ...]}, and prints {"id/threads": median milliseconds of a step}.
Weights of 4 bits with the largest |w| of each output channel at every step, activations of 8 bits after each ReLU over a
moving range, straight-through gradients by PyTorch's own fake-quantize operations, Adam.
"""
import json
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

BATCH, WARM_UP, STEPS, QMAX, AVERAGING = 64, 5, 40, 7, 0.01


class Weighted(nn.Module):
    """A convolution or a dense layer whose kernel is fake-quantized."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer
        shape = layer["kernel"]
        if layer["kind"] == "dense":
            weight = torch.empty(shape[1], shape[0])
        elif layer["kind"] == "depthwise":
            weight = torch.empty(shape[2], 1, shape[0], shape[1])
        else:
            weight = torch.empty(shape[3], shape[2], shape[0], shape[1])
        nn.init.kaiming_uniform_(weight)
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(torch.zeros(weight.shape[0])) if layer["bias"] else None
        self.zeros = torch.zeros(weight.shape[0], dtype=torch.int32)

    def forward(self, x):
        w, layer = self.weight, self.layer
        scale = (w.detach().abs().flatten(1).amax(1) / QMAX).clamp_min(1e-12)
        w = torch.fake_quantize_per_channel_affine(w, scale, self.zeros, 0, -QMAX, QMAX)
        if layer["kind"] == "dense":
            return F.linear(x, w, self.bias)
        left, right, top, bottom = layer["pad"]
        padding = (top, left)
        if left != right or top != bottom:
            x, padding = F.pad(x, (left, right, top, bottom)), 0
        groups = w.shape[0] if layer["kind"] == "depthwise" else 1
        return F.conv2d(x, w, self.bias, layer["stride"], padding, 1, groups)


class QuantizedRelu(nn.Module):
    def __init__(self):
        super().__init__()
        self.top = None

    def forward(self, x):
        x = F.relu(x)
        largest = float(x.detach().max())
        self.top = largest if self.top is None else (1 - AVERAGING) * self.top + AVERAGING * largest
        return torch.fake_quantize_per_tensor_affine(x, max(self.top, 1e-8) / 255, 0, 0, 255)


class GlobalPool(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


def build(layers):
    modules = []
    for layer in layers:
        kind = layer["kind"]
        if kind in ("conv2d", "depthwise", "dense"):
            modules.append(Weighted(layer))
            if layer["relu"]:
                modules.append(QuantizedRelu())
        elif kind == "max-pool":
            modules.append(nn.MaxPool2d(layer["size"]))
        elif kind == "global-pool":
            modules.append(GlobalPool())
        elif kind == "batch-norm":
            modules.append(nn.BatchNorm2d(layer["channels"]))
        elif kind == "relu":
            modules.append(QuantizedRelu())
        elif kind == "flatten":
            modules.append(nn.Flatten())
    return nn.Sequential(*modules)


def median_step(layers):
    torch.manual_seed(1)
    net = build(layers).train()
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    images, labels = torch.randn(BATCH, 1, 28, 28), torch.randint(0, 10, (BATCH,))
    samples = []
    for step in range(WARM_UP + STEPS):
        start = time.perf_counter()
        optimizer.zero_grad()
        F.cross_entropy(net(images), labels).backward()
        optimizer.step()
        if step >= WARM_UP:
            samples.append((time.perf_counter() - start) * 1000)
    return float(np.median(samples))


def main():
    nets, times = json.load(sys.stdin), {}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        for name, layers in nets.items():
            times[f"{name}/{threads}"] = median_step(layers)
    print(json.dumps(times))


main()
