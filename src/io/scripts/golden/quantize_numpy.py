#!/usr/bin/env python3
"""Weights of digits-mlp as the Quantization Playground quantizes them:
A.
The experiment: 

Needs NumPy. Run beside weights.safetensors: python3 quantize_numpy.py
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


def quantize(kernel, tensors, lowest, highest):
    """The uniform quantizer itself: q = clip(round(w / S) + Z), r = (q - Z) S, from the float weights and the ranges."""
    scale, zero = 1.0, 0
    for field, raw in fields(kernel, tensors):
        if field["reading"]["kind"] == "float32-scale":
            scale = raw.astype(np.uint32).view(np.float32).astype(float)
        elif field["reading"]["kind"] == "zero-point":
            zero = signed(field, raw)
    weights = tensors["float/" + kernel["name"]].ravel().astype(float)
    codes = np.clip(np.rint(weights / scale) + zero, lowest, highest)
    return ((codes - zero) * scale).astype(np.float32)


text, tensors = load(sys.argv[1] if len(sys.argv) > 1 else "weights.safetensors")
values = kernels(text, tensors)
uniform = json.loads(text["uniform"])
for kernel in json.loads(text["kernels"]):
    if kernel["name"] in uniform:
        again = quantize(kernel, tensors, *uniform[kernel["name"]])
        if not np.array_equal(again, values[kernel["name"]]):
            sys.exit(f"{kernel['name']}: quantized here, the weights differ from those in the file.")
print(f"{len(values)} kernels decoded, {len(uniform)} of them quantized again to the same values")
