import type { Entry } from './entry';

/** Formats of blocks, and what is said of them. */
export const FORMATS = {
  vsquant: {
    title: 'VSQuant (per-vector scaling)',
    text: 'Two levels of scale: short vectors have an integer scale of a few bits, each channel a float that all of them are multiplied by.',
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
    source: 'Huynh-Thu and Ghanbari 2008, section 1',
  },
} satisfies Readonly<Record<string, Entry>>;
