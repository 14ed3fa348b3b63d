import { count } from '../frame/format';
import type { FrameTable } from '../frame/table';
import { type GalleryData, type GalleryFilter, filterLabel, imageCount, matching } from './filter';

export const PAGE_SIZE = 24;

/** What one network says about an image. */
export interface Verdict {
  readonly who: 'float' | 'a' | 'b';
  readonly right: boolean;
  /** "right", or "wrong: Coat". */
  readonly text: string;
}

export interface Card {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  /** True class. */
  readonly label: string;
  readonly verdicts: readonly Verdict[];
  /** Everything about the image in one sentence. */
  readonly name: string;
}

export interface GalleryModel {
  readonly width: number;
  readonly height: number;
  /** Words stand beside the picture, or below it. */
  readonly beside: boolean;
  readonly cards: readonly Card[];
}

/** Sizes in pixels; a thumbnail has two pixels for each of the 28 of an image. */
export const THUMB = 56;
const PADDING = 14;
const GAP = 12;
const BESIDE = { width: 196, height: 58 };
const BELOW = { width: 132, height: THUMB + 64 };

/** A page of images in reading order; wide cards have their words beside the picture. `page` counts from 0. */
export function galleryModel(data: GalleryData, indices: readonly number[], page: number, width: number): GalleryModel {
  const inner = width - 2 * PADDING;
  const fitting = (card: { readonly width: number }) => Math.floor((inner + GAP) / (card.width + GAP));
  const beside = fitting(BESIDE) >= 2;
  const size = beside ? BESIDE : BELOW;
  const columns = Math.max(1, fitting(size));
  const pitch = { x: (inner + GAP) / columns, y: size.height + GAP };
  const shown = indices.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  const cards = shown.map((index, i) => ({
    index,
    x: PADDING + (i % columns) * pitch.x,
    y: PADDING + Math.floor(i / columns) * pitch.y,
    ...wordsOf(data, index),
  }));
  return { width, height: 2 * PADDING + Math.ceil(shown.length / columns) * pitch.y - GAP, beside, cards };
}

function wordsOf(data: GalleryData, index: number): Pick<Card, 'label' | 'verdicts' | 'name'> {
  const { classes, labels } = data;
  const truth = labels[index] ?? 0;
  const className = (predicted: number | undefined) => classes[predicted ?? -1] ?? '';
  const verdicts = (['float', 'a', 'b'] as const).map((who): Verdict => {
    const predicted = data[who][index];
    const right = predicted === truth;
    return { who, right, text: right ? 'right' : `wrong: ${className(predicted)}` };
  });
  const said = verdicts.map(({ who, text }) => `${who === 'float' ? 'float' : who.toUpperCase()} ${text}`);
  const label = className(truth);
  return { label, verdicts, name: `Test image ${count(index)}, ${label}: ${said.join('; ')}` };
}

export function pageCount(images: number): number {
  return Math.max(1, Math.ceil(images / PAGE_SIZE));
}

/** "4,259 of 10,000 images: changed in A." */
export function gallerySentence(data: GalleryData, filter: GalleryFilter, found: number): string {
  const label = filterLabel(filter, data.classes);
  return `${count(found)} of ${count(imageCount(data))} test images: ${filter.kind === 'changed' ? label.replace('Changed', 'prediction changed against float') : label}.`;
}

/** Every image the filter shows, not only those of the page. */
export function galleryTable(data: GalleryData, filter: GalleryFilter): FrameTable {
  const { classes, labels, float, a, b } = data;
  const name = (predictions: Uint8Array, i: number) => classes[predictions[i] ?? -1] ?? '';
  return {
    columns: ['test image', 'true class', 'float', 'A', 'B'],
    rows: matching(data, filter).map((i) => [i, ...[labels, float, a, b].map((one) => name(one, i))]),
  };
}
