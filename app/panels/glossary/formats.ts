import type { Entry } from './entry';
import { frac, hat, math, row, sub, sup, word } from './mathml';

/** Formats of blocks, and what is said of them. */
export const FORMATS = {
  vsquant: {
    title: 'VSQuant (per-vector scaling)',
    text: 'Two levels of scale: short vectors have an integer scale of a few bits, each channel a float that all of them are multiplied by.',
    formula: math(hat('w'), '=', 'γ', sub('s', 'v'), 'q'),
    source: 'Dai et al. 2021 (VS-Quant), section 4',
  },
  mxShared: {
    title: 'Shared micro-exponents (MX4, MX6, MX9)',
    text: 'Blocks of 16 share an exponent and every pair inside shares one bit more, so that small pairs keep one more bit of resolution.',
    source: 'Rouhani et al. 2023 (ISCA), section 3; lecture, shared micro-exponents',
  },
  ocpMx: {
    title: 'OCP MX (MXFP4, MXFP6, MXFP8)',
    text: 'Blocks of 32 small floats share a power of two; in spite of the name these are not the shared micro-exponents MX4, MX6 and MX9.',
    source: 'OCP Microscaling Formats (MX) v1.0, 2023',
  },
  microExponent: {
    title: 'Micro-exponent',
    text: 'One bit that two neighbours share: when both are small it halves their step, which is worth a mantissa bit for half a bit each.',
    source: 'Rouhani et al. 2023 (ISCA), section 3',
  },
  sharedExponent: {
    title: 'Shared exponent',
    text: 'The power of two of the largest value of a block, stored once for all of its values.',
    formula: math('E', '=', '⌊', sub(word('log'), '2'), word('max'), '|', 'w', '|', '⌋'),
    source: 'Rouhani et al. 2023 (ISCA), section 3; OCP MX v1.0, section 5',
  },
  smallFloat: {
    title: 'Small floats (E4M3, E5M2, E3M2, E2M3, E2M1)',
    text: 'A sign, e exponent bits and m mantissa bits: EeMm. Levels double their distance with every power of two, so that small values are rounded more finely than large ones.',
    formula: math(
      'w',
      '=',
      sup(row('(', '−', '1', ')'), 's'),
      sup('2', row('e', '−', word('bias'))),
      '(',
      '1',
      '+',
      frac('f', sup('2', 'm')),
      ')',
    ),
    source: 'Micikevicius et al. 2022 (FP8), section 3; OCP MX v1.0, section 5.3',
  },
  e8m0: {
    title: 'E8M0',
    text: 'A scale of eight exponent bits without sign or mantissa: a power of two from 2⁻¹²⁷ to 2¹²⁷, or not a number.',
    formula: math('s', '=', sup('2', row('e', '−', '127'))),
    source: 'OCP MX v1.0, section 5.4',
  },
  nvfp4: {
    title: 'NVFP4',
    text: 'Blocks of 16 E2M1 values share an E4M3 scale, and the tensor one float32: finer scales than powers of two, at half a bit a value.',
    source: 'NVIDIA Blackwell architecture, 2024',
  },
  nf4: {
    title: 'NF4 (4-bit NormalFloat)',
    text: 'Sixteen levels at quantiles of a bell curve, and a float32 for the largest magnitude of every 64 values.',
    source: 'Dettmers et al. 2023 (QLoRA), section 3',
  },
  vector: {
    title: 'Vector, block, group',
    text: 'Neighbours along the inputs of one channel that share a scale; they are called vectors in VSQuant, blocks in MX and groups elsewhere. The last one of a channel may be shorter and has a whole scale.',
    source: 'Dai et al. 2021; Rouhani et al. 2023; lecture, granularity',
  },
  heatMap: {
    title: 'Error map',
    text: 'The error of every weight as a colour, inputs across and output channels down; a dark line is a channel that suffers.',
    source: 'This project',
  },
  pareto: {
    title: 'Pareto line',
    text: 'Passes the results that no other beats in both stored bits and error: all others cost more or lose more.',
    source: 'Lecture, mixed precision; Pareto 1906',
  },
  outlier: {
    title: 'Outlier',
    text: 'One value far larger than the others: whatever shares its scale gets a coarser step.',
    source: 'Dettmers et al. 2022 (LLM.int8()), section 3',
  },
  psnr: {
    title: 'PSNR',
    text: 'Peak signal-to-noise ratio of a picture, 10 log10(1 / MSE) in decibels for brightness from 0 to 1; above about 40 dB the error is hard to see.',
    formula: math(word('PSNR'), '=', '10', sub(word('log'), '10'), frac('1', word('MSE'))),
    source: 'Huynh-Thu and Ghanbari 2008, section 1',
  },
} satisfies Readonly<Record<string, Entry>>;
