import { DECODE } from './decode';

const QUANTIZE = String.raw`

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
`;

/** A script that decodes the weights with NumPy, quantizes uniform ones again, and compares the errors. */
export function numpyScript(about: string): string {
  return `#!/usr/bin/env python3\n"""${about}\n\nNeeds NumPy. Run beside weights.safetensors: python3 quantize_numpy.py\n"""\n${DECODE}${QUANTIZE}`;
}
