import { ModelError } from '../../model/errors';
import type { Activation, Borders, GraphNode, Model } from '../../model/graph';
import { bordersOf } from '../../model/shapes';
import { DECODE } from './decode';

const LAYERS = String.raw`import torch
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

`;

const MEASURE = String.raw`

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
`;

/**
 * A script that decodes the weights, builds the network with PyTorch and measures it on the test images beside it. Throws
 * ModelError for a layer that it cannot write.
 */
export function torchScript(model: Model, about: string): string {
  const lines = model.nodes.slice(1).map((node, at) => `    x${String(at + 1)} = ${lineOf(node, model)}`);
  const network = ['', 'def network(x0):', ...lines, `    return x${String(model.nodes.length - 1)}`].join('\n');
  const head = `#!/usr/bin/env python3\n"""${about}\n\nNeeds NumPy and PyTorch. Run beside weights.safetensors and images.bin: python3 quantize_torch.py\n"""\n`;
  return `${head}${DECODE}${LAYERS}${network}\n${MEASURE}`;
}

/** The Python expression of one layer. */
function lineOf(node: GraphNode, model: Model): string {
  const { op, inputs, name } = node;
  const x = `x${String(inputs[0] ?? 0)}`;
  const bias = `listed("${name}/bias")`;
  switch (op.kind) {
    case 'conv2d':
    case 'depthwise': {
      const { info } = model.kernels[op.kernel]!;
      const isDepthwise = op.kind === 'depthwise';
      const weight = `kernel("${info.name}", ${list(info.shape)}${isDepthwise ? ', True' : ''})`;
      const window = `${list(op.strides)}, ${list(op.dilation)}, ${pad(op.borders)}`;
      const groups = isDepthwise ? `, ${String(info.shape[2] ?? 1)}` : '';
      return activated(`conv(tap(${x}, "${info.name}"), ${weight}, ${bias}, ${window}${groups})`, op.activation, node);
    }
    case 'dense': {
      const { info } = model.kernels[op.kernel]!;
      const sums = `tap(${x}, "${info.name}") @ kernel("${info.name}", ${list(info.shape)})`;
      return activated(op.bias === null ? `(${sums})` : `(${sums} + ${bias})`, op.activation, node);
    }
    case 'pool': {
      const [height = 1, width = 1] = model.nodes[inputs[0] ?? 0]?.shape ?? [];
      const borders = bordersOf([height, width], { ...op, dilation: [1, 1] });
      return `${op.mode === 'max' ? 'max_pool' : 'mean_pool'}(${x}, ${list(op.size)}, ${list(op.strides)}, ${pad(borders)})`;
    }
    case 'global-pool':
      return `${x}.${op.mode === 'max' ? 'amax' : 'mean'}((2, 3)${op.keepDims ? ', keepdim=True' : ''})`;
    case 'reshape':
      if (node.shape.length === 1) return `flat(${x})`;
      break;
    case 'identity':
      return x;
    case 'add':
      return inputs.map((input) => `x${String(input)}`).join(' + ');
    case 'pad':
      return `F.pad(${x}, ${pad(op.borders)})`;
    case 'batch-norm':
      return `F.batch_norm(${x}, ${['mean', 'variance', 'gamma', 'beta'].map((key) => `listed("${name}/${key}")`).join(', ')}, eps=${String(op.epsilon)})`;
    case 'activation':
      return activated(x, op.activation, node);
    default:
  }
  throw new ModelError('unsupported-layer', `Layer ${name} (${op.kind}) has no line in the PyTorch script.`);
}

const FUNCTIONS: Readonly<Record<string, string>> = {
  relu: 'F.relu',
  relu6: 'F.relu6',
  sigmoid: 'torch.sigmoid',
  tanh: 'torch.tanh',
  elu: 'F.elu',
  softplus: 'F.softplus',
  swish: 'F.silu',
};

function activated(x: string, { kind }: Activation, node: GraphNode): string {
  if (kind === 'linear') return x;
  if (kind === 'softmax') return `torch.softmax(${x}, 1)`;
  const known = FUNCTIONS[kind];
  if (known === undefined)
    throw new ModelError(
      'unsupported-layer',
      `The activation ${kind} of ${node.name} has no line in the PyTorch script.`,
    );
  return `${known}(${x})`;
}

function list(values: readonly number[]): string {
  return `[${values.join(', ')}]`;
}

/** Left, right, top, bottom. */
function pad({ rows, columns }: Borders): string {
  return list([...columns, ...rows]);
}
