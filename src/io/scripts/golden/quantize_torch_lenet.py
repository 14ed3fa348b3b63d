#!/usr/bin/env python3
"""Weights of lenet as the Quantization Playground quantizes them:
A.
The experiment: 

Needs NumPy and PyTorch. Run beside weights.safetensors and images.bin: python3 quantize_torch.py
"""
import gzip, json, struct, sys
import numpy as np


def load(path):
    """Tensors and free text of a safetensors file."""
    with open(path, "rb") as file:
        raw = file.read()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    text = header.pop("__metadata__")
    kinds = {"F32": "<f4", "I32": "<i4", "U8": "u1"}
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + at for at in entry["data_offsets"])
        tensors[name] = np.frombuffer(raw[start:end], kinds[entry["dtype"]]).reshape(entry["shape"])
    return text, tensors


def unpack(data, width, count):
    """count integers of width bits, the first bit the highest; float32 as their bits."""
    if data.dtype == np.float32:
        return data.view(np.uint32).astype(np.int64)
    bits = np.unpackbits(data)[: width * count].reshape(count, width).astype(np.int64)
    return bits @ (1 << np.arange(width - 1, -1, -1, dtype=np.int64))


def units(share, rows, columns):
    """For each weight the number of the unit whose scale (or exponent, or zero point) it shares."""
    row, column = np.divmod(np.arange(rows * columns), columns)
    if share["kind"] == "tensor":
        return row * 0
    if share["kind"] == "channel":
        return column
    if share["kind"] == "part":
        size, block = share["rows"], share["blockRows"]
        return (row // block * -(-block // size) + row % block // size) * columns + column
    block = row // share["rows"] * columns + column
    return block // share["count"] if share["kind"] == "blocks" else block


def fields(kernel, tensors):
    """Every stored number that a weight is read from, one entry a weight: (field, bits as an integer)."""
    count, found = kernel["rows"] * kernel["columns"], []
    left = width = sum(field["bits"] for field in kernel["own"])
    codes = unpack(tensors[kernel["name"] + "/codes"], width, count)
    for field in kernel["own"]:
        left -= field["bits"]
        found.append((field, codes >> left & (1 << field["bits"]) - 1))
    for field in kernel["shared"]:
        unit = units(field["share"], kernel["rows"], kernel["columns"])
        raw = unpack(tensors[kernel["name"] + "/" + field["id"]], field["bits"], unit.max() + 1)
        found.append((field, raw[unit]))
    return found


def signed(field, raw):
    """Two's complement where the field has a sign."""
    half = 1 << field["bits"] - 1
    return np.where(raw >= half, raw - 2 * half, raw) if field["reading"].get("signed") else raw


def magnitude(form, code):
    """Magnitude of a small float from its exponent and mantissa bits."""
    size, shift = 2 ** form["mantissaBits"], form["bias"] + form["mantissaBits"]
    exponent, mantissa = np.divmod(code, size)
    return np.where(exponent == 0, mantissa * 2.0 ** (1 - shift), (size + mantissa) * 2.0 ** (exponent - shift))


def decode(kernel, tensors):
    """float32 values of a kernel in the order of the file: fround(number x scales)."""
    number, sign, scale, code, form = 0.0, 1, 1.0, 0, None
    for field, raw in fields(kernel, tensors):
        reading = field["reading"]
        kind, whole = reading["kind"], signed(field, raw)
        if kind == "sign":
            sign = 1 - 2 * raw
        elif kind == "integer":
            number = number + whole * reading["unit"]
        elif kind == "zero-point":
            number = number - whole
        elif kind == "binary":
            number = 2.0 * raw - 1
        elif kind == "exponent":
            form = reading["format"]
            code = code + raw * 2 ** form["mantissaBits"]
        elif kind == "mantissa":
            code = code + raw
        elif kind == "power":
            number = np.where(raw == 0, 0, 2.0 ** (raw - reading["top"]))
        elif kind == "table":
            book = tensors.get(kernel["name"] + "/codebook")
            number = (np.array(reading["values"]) if book is None else book.astype(float))[raw]
        elif kind == "float32-scale":
            scale = scale * raw.astype(np.uint32).view(np.float32).astype(float)
        elif kind == "integer-scale":
            scale = scale * whole
        elif kind == "minifloat-scale":
            half = 1 << field["bits"] - 1
            scale = scale * np.where(raw < half, 1, -1) * magnitude(reading["format"], raw % half)
        elif kind == "exponent-scale":
            scale = scale * 2.0 ** (raw - reading["bias"])
        elif kind == "shift-scale":
            scale = scale * 2.0**-raw
    if form is not None:
        number = magnitude(form, code)
    return (sign * number * scale).astype(np.float32)


def kernels(text, tensors):
    """Quantized values of every kernel by name, each compared with the error that the app measured."""
    expected, values = json.loads(text["expected"]), {}
    for kernel in json.loads(text["kernels"]):
        name = kernel["name"]
        values[name] = decode(kernel, tensors)
        mse = np.mean((values[name].astype(float) - tensors["float/" + name].ravel()) ** 2)
        same = abs(mse - expected[name]) <= 1e-9 * expected[name]
        print(f"{name:16} {values[name].size:8} weights  MSE {mse:.6e}  {'as in the app' if same else 'DIFFERS'}")
        if not same:
            sys.exit(f"The app measured {expected[name]:.6e} for {name}.")
    return values
import torch
import torch.nn.functional as F

text, tensors = load(sys.argv[1] if len(sys.argv) > 1 else "weights.safetensors")
values = kernels(text, tensors)
TAPS = json.loads(text["taps"])


def kernel(name, shape, depthwise=False):
    """A kernel in the order of PyTorch: [out, in, height, width], or [in, out] of a matrix."""
    data = torch.tensor(values[name] if name in values else tensors[name + "/kernel"].ravel())
    if len(shape) == 2:
        return data.reshape(shape)
    height, width, inner, outer = shape
    return data.reshape([height, width, 1, inner * outer] if depthwise else shape).permute(3, 2, 0, 1)


def listed(name):
    return torch.tensor(tensors[name]) if name in tensors else None


def tap(x, layer):
    """The input of a layer through its codes, where the experiment quantizes it."""
    if layer not in TAPS:
        return x
    t, shape = TAPS[layer], (1, -1) + (1,) * (x.dim() - 2)
    scale, zero = (torch.tensor(t[key], dtype=torch.float32).reshape(shape) for key in ("scales", "zeroPoints"))
    return (torch.clamp(torch.round(x / scale) + zero, t["qmin"], t["qmax"]) - zero) * scale


def conv(x, weight, bias, stride, dilation, pad, groups=1):
    return F.conv2d(F.pad(x, pad), weight, bias, stride, 0, dilation, groups)


def max_pool(x, size, stride, pad):
    return F.max_pool2d(F.pad(x, pad, value=float("-inf")), size, stride)


def mean_pool(x, size, stride, pad):
    """Padding counts for nothing."""
    seen = F.avg_pool2d(F.pad(torch.ones_like(x), pad), size, stride)
    return F.avg_pool2d(F.pad(x, pad), size, stride) / seen


def flat(x):
    """In the order of the app, in which channels come last."""
    return (x.permute(0, 2, 3, 1) if x.dim() == 4 else x).flatten(1)


def network(x0):
    x1 = F.relu(conv(tap(x0, "conv1"), kernel("conv1", [5, 5, 1, 8]), listed("conv1/bias"), [1, 1], [1, 1], [2, 2, 2, 2]))
    x2 = max_pool(x1, [2, 2], [2, 2], [0, 0, 0, 0])
    x3 = F.relu(conv(tap(x2, "conv2"), kernel("conv2", [5, 5, 8, 16]), listed("conv2/bias"), [1, 1], [1, 1], [2, 2, 2, 2]))
    x4 = max_pool(x3, [2, 2], [2, 2], [0, 0, 0, 0])
    x5 = flat(x4)
    x6 = F.relu((tap(x5, "fc1") @ kernel("fc1", [784, 48]) + listed("fc1/bias")))
    x7 = (tap(x6, "fc2") @ kernel("fc2", [48, 10]) + listed("fc2/bias"))
    return x7


raw = np.frombuffer(gzip.open("images.bin").read(), np.uint8)
mean, std, shape = (json.loads(text[key]) for key in ("mean", "std", "shape"))
count = raw.size // (int(np.prod(shape)) + 1)
labels = torch.tensor(raw[count * int(np.prod(shape)) :].astype(np.int64))
pixels = torch.tensor(raw[: count * int(np.prod(shape))].astype(np.float32)).reshape([count] + shape)
x = (pixels / 255 - mean) / std
x = x.permute(0, 3, 1, 2) if x.dim() == 4 else x
with torch.no_grad():
    logits = torch.cat([network(part) for part in x.split(100)])
right = int((logits.argmax(1) == labels).sum())
print(f"accuracy {right} of {count} = {100 * right / count:.2f} %; the app: {text.get('accuracy', 'not measured')}")
