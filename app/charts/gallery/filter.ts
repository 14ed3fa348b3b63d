import type { SideId } from '../../../src/experiment/spec';

/** Which images the gallery shows. */
export type GalleryFilter =
  | { readonly kind: 'changed'; readonly side: SideId }
  /** `side` is right and the other side is wrong. */
  | { readonly kind: 'better'; readonly side: SideId }
  /** A cell of the confusion matrix of one side, or of either. */
  | { readonly kind: 'cell'; readonly side: SideId | 'either'; readonly truth: number; readonly predicted: number };

/** Class of each test image by its label and by each network, as far as all are known. */
export interface GalleryData {
  readonly labels: Uint8Array;
  readonly float: Uint8Array;
  readonly a: Uint8Array;
  readonly b: Uint8Array;
  readonly classes: readonly string[];
}

/** Images on which everything is known. */
export function imageCount({ labels, float, a, b }: GalleryData): number {
  return Math.min(labels.length, float.length, a.length, b.length);
}

/** Indices of the images that a filter shows, ascending. */
export function matching(data: GalleryData, filter: GalleryFilter): readonly number[] {
  const fits = testOf(data, filter);
  const found: number[] = [];
  for (let i = 0; i < imageCount(data); i++) if (fits(i)) found.push(i);
  return found;
}

function testOf({ labels, float, a, b }: GalleryData, filter: GalleryFilter): (image: number) => boolean {
  const by = { a, b };
  if (filter.kind === 'changed') {
    const own = by[filter.side];
    return (i) => own[i] !== float[i];
  }
  if (filter.kind === 'better') {
    const own = by[filter.side];
    const other = by[filter.side === 'a' ? 'b' : 'a'];
    return (i) => own[i] === labels[i] && other[i] !== labels[i];
  }
  const { side, truth, predicted } = filter;
  const sides = side === 'either' ? [a, b] : [by[side]];
  return (i) => labels[i] === truth && sides.some((own) => own[i] === predicted);
}

/** A filter in words, for its chip. */
export function filterLabel(filter: GalleryFilter, classes: readonly string[]): string {
  if (filter.kind === 'changed') return `Changed in ${filter.side.toUpperCase()}`;
  if (filter.kind === 'better') return filter.side === 'a' ? 'A right, B wrong' : 'B right, A wrong';
  const who = filter.side === 'either' ? 'A or B' : filter.side.toUpperCase();
  const [truth, predicted] = [classes[filter.truth] ?? '', classes[filter.predicted] ?? ''];
  return filter.truth === filter.predicted
    ? `${truth} recognised by ${who}`
    : `${truth} taken for ${predicted} by ${who}`;
}
