/**
 * Gradients of convolutions out of operations that every backend has, for where our kernels cannot run and for what they
 * leave out. `info` describes the forward pass; there is no dilation.
 */
import {
  type Tensor,
  type Tensor4D,
  type Tensor5D,
  add,
  cast,
  concat,
  conv2d,
  depthwiseConv2d,
  equal,
  matMul,
  mul,
  ones,
  onesLike,
  pad,
  reshape,
  reverse,
  slice,
  stridedSlice,
  sub,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Info } from './describe';

/** As a convolution whose images are the input channels, whose kernel is `dy`, and whose dilation is the stride. */
export function convFilterGradient(x: Tensor4D, dy: Tensor4D, info: Info): Tensor4D {
  const { filterHeight, filterWidth, inChannels, outChannels, strideHeight, strideWidth } = info;
  return tidy(() => {
    const images = transpose(surround(x, info), [3, 1, 2, 0]);
    const kernel = transpose(dy, [1, 2, 0, 3]);
    const all = conv2d(images, kernel, 1, 'valid', 'NHWC', [strideHeight, strideWidth]);
    const taps = slice(all, [0, 0, 0, 0], [inChannels, filterHeight, filterWidth, outChannels]);
    return transpose(taps, [1, 2, 0, 3]);
  });
}

/** `x` with a value around it as far as the windows reach. */
function surround(x: Tensor4D, info: Info, value = 0): Tensor4D {
  const { top, left } = info.padInfo;
  const height = reach(info.outHeight, info.strideHeight, info.filterHeight);
  const width = reach(info.outWidth, info.strideWidth, info.filterWidth);
  const bottom = Math.max(0, height - top - info.inHeight);
  const right = Math.max(0, width - left - info.inWidth);
  const borders: [number, number][] = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  return pad(x, borders, value);
}

function reach(out: number, stride: number, kernel: number): number {
  return (out - 1) * stride + kernel;
}

/** As a convolution of `dy`, with zeros between and around, by the kernel turned upside down. */
export function convInputGradient(dy: Tensor4D, filter: Tensor4D, info: Info): Tensor4D {
  return tidy(() => {
    const turned = transpose(reverse(filter, [0, 1]), [0, 1, 3, 2]);
    return conv2d(spread(dy, info), turned, 1, 'valid');
  });
}

/** `dy` with the zeros that make a convolution of stride 1 by the turned kernel come out in the shape of the input. */
function spread(dy: Tensor4D, info: Info): Tensor4D {
  const { strideHeight: sy, strideWidth: sx, filterHeight, filterWidth, inHeight, inWidth, padInfo } = info;
  const apart = betweenZeros(dy, sy, sx);
  const rows = aroundZeros(apart, 1, filterHeight - 1 - padInfo.top, inHeight + filterHeight - 1);
  return aroundZeros(rows, 2, filterWidth - 1 - padInfo.left, inWidth + filterWidth - 1);
}

/** `sy` - 1 rows and `sx` - 1 columns of zeros between those of `t`. */
function betweenZeros(t: Tensor4D, sy: number, sx: number): Tensor4D {
  if (sy === 1 && sx === 1) return t;
  const [batch, height, width, channels] = t.shape;
  const rows = pad(reshape(t, [batch, height, 1, width, channels]), sides(5, 2, 0, sy - 1));
  const both = pad(reshape(rows, [batch, height * sy, width, 1, channels]), sides(5, 3, 0, sx - 1));
  const whole: Tensor4D = reshape(both, [batch, height * sy, width * sx, channels]);
  return slice(whole, [0, 0, 0, 0], [batch, (height - 1) * sy + 1, (width - 1) * sx + 1, channels]);
}

/** Puts `first` zeros before an axis, or takes away as many values, and brings it to `length` at its end. */
function aroundZeros(t: Tensor4D, axis: number, first: number, length: number): Tensor4D {
  const begin = t.shape.map((_, at) => (at === axis ? Math.max(0, -first) : 0));
  const have = (t.shape[axis] ?? 0) + first;
  const size = t.shape.map((side, at) =>
    at === axis ? Math.min(side + Math.min(0, first), length - Math.max(0, first)) : side,
  );
  const cut = slice(t, begin, size);
  return pad(cut, sides(4, axis, Math.max(0, first), Math.max(0, length - have)));
}

function sides(rank: number, axis: number, before: number, after: number): [number, number][] {
  return Array.from({ length: rank }, (_, at) => (at === axis ? [before, after] : [0, 0]));
}

/** Tap by tap: what each tap meets, times `dy`, summed over images and outputs as a matrix product with ones. */
export function depthwiseFilterGradient(x: Tensor4D, dy: Tensor4D, info: Info): Tensor4D {
  const { filterHeight, filterWidth, inChannels, outChannels } = info;
  const pixels = info.batchSize * info.outHeight * info.outWidth;
  const multiplier = outChannels / inChannels;
  return tidy(() => {
    const around = surround(x, info);
    const upstream = reshape(dy, [pixels, inChannels, multiplier]);
    const row = ones([1, pixels]);
    const sums: Tensor[] = [];
    for (let kh = 0; kh < filterHeight; kh++) {
      for (let kw = 0; kw < filterWidth; kw++) {
        const met = reshape(tapView(around, kh, kw, info), [pixels, inChannels, 1]);
        sums.push(matMul(row, reshape(mul(met, upstream), [pixels, outChannels])));
      }
    }
    return reshape(concat(sums, 0), [filterHeight, filterWidth, inChannels, multiplier]);
  });
}

/** The values of a padded image that tap (kh, kw) meets, [batch, outHeight, outWidth, channels]. */
function tapView(around: Tensor4D, kh: number, kw: number, info: Info): Tensor {
  const { strideHeight: sy, strideWidth: sx, outHeight, outWidth } = info;
  const end = [info.batchSize, kh + (outHeight - 1) * sy + 1, kw + (outWidth - 1) * sx + 1, info.inChannels];
  return stridedSlice(around, [0, kh, kw, 0], end, [1, sy, sx, 1]);
}

/** One depthwise convolution for each output of a channel. */
export function depthwiseInputGradient(dy: Tensor4D, filter: Tensor4D, info: Info): Tensor4D {
  const { inChannels, outChannels, batchSize, outHeight, outWidth, filterHeight, filterWidth } = info;
  const multiplier = outChannels / inChannels;
  return tidy(() => {
    const apart: Tensor5D = reshape(dy, [batchSize, outHeight, outWidth, inChannels, multiplier]);
    const turned = reverse(filter, [0, 1]);
    let sum: Tensor4D | null = null;
    for (let m = 0; m < multiplier; m++) {
      const part = slice(apart, [0, 0, 0, 0, m], [batchSize, outHeight, outWidth, inChannels, 1]);
      const image: Tensor4D = reshape(part, [batchSize, outHeight, outWidth, inChannels]);
      const kernel = slice(turned, [0, 0, 0, m], [filterHeight, filterWidth, inChannels, 1]);
      const share = depthwiseConv2d(spread(image, info), kernel, 1, 'valid');
      sum = sum === null ? share : add(sum, share);
    }
    return sum!;
  });
}

/** Tap by tap in row-major order: where the tap holds the largest value and no tap before it did, it gets `dy`. */
export function maxPoolGradient(dy: Tensor4D, x: Tensor4D, y: Tensor4D, info: Info): Tensor4D {
  return tidy(() => {
    const around = surround(x, info, -Infinity);
    let free: Tensor = onesLike(y);
    let sum: Tensor4D | null = null;
    for (let kh = 0; kh < info.filterHeight; kh++) {
      for (let kw = 0; kw < info.filterWidth; kw++) {
        const wins = mul(cast(equal(tapView(around, kh, kw, info), y), 'float32'), free);
        free = sub(free, wins);
        const share = backToInput(mul(wins, dy), kh, kw, info);
        sum = sum === null ? share : add(sum, share);
      }
    }
    return sum!;
  });
}

/** Puts values per output to the inputs that tap (kh, kw) met. */
function backToInput(values: Tensor4D, kh: number, kw: number, info: Info): Tensor4D {
  const apart = betweenZeros(values, info.strideHeight, info.strideWidth);
  const rows = aroundZeros(apart, 1, kh - info.padInfo.top, info.inHeight);
  return aroundZeros(rows, 2, kw - info.padInfo.left, info.inWidth);
}
