import { describe, expect, it } from 'vitest';
import { type GalleryData, type GalleryFilter, filterLabel, matching } from './filter';
import { PAGE_SIZE, galleryModel, gallerySentence, galleryTable, pageCount } from './model';

const data: GalleryData = {
  classes: ['Shirt', 'Coat', 'Bag'],
  labels: Uint8Array.of(0, 0, 1, 1, 2),
  float: Uint8Array.of(0, 1, 1, 1, 2),
  a: Uint8Array.of(1, 1, 1, 0, 2),
  b: Uint8Array.of(0, 0, 1, 0, 0),
};

describe('matching', () => {
  it('finds changes against float, right or wrong', () => {
    expect(matching(data, { kind: 'changed', side: 'a' })).toEqual([0, 3]);
    expect(matching(data, { kind: 'changed', side: 'b' })).toEqual([1, 3, 4]);
  });

  it('finds where one side is right and the other wrong', () => {
    expect(matching(data, { kind: 'better', side: 'a' })).toEqual([4]);
    expect(matching(data, { kind: 'better', side: 'b' })).toEqual([0, 1]);
  });

  it('finds the images of a cell of the confusion matrix', () => {
    expect(matching(data, { kind: 'cell', side: 'a', truth: 0, predicted: 1 })).toEqual([0, 1]);
    expect(matching(data, { kind: 'cell', side: 'either', truth: 1, predicted: 0 })).toEqual([3]);
  });

  it('looks only at images that every network has seen', () => {
    expect(matching({ ...data, b: data.b.slice(0, 3) }, { kind: 'changed', side: 'a' })).toEqual([0]);
  });
});

describe('galleryModel', () => {
  it('says of each network whether it is right, and what it sees when wrong', () => {
    const [card] = galleryModel(data, [0], 0, 900).cards;
    expect(card!.label).toBe('Shirt');
    expect(card!.verdicts.map(({ text }) => text)).toEqual(['right', 'wrong: Coat', 'right']);
    expect(card!.name).toBe('Test image 0, Shirt: float right; A wrong: Coat; B right');
  });

  it('fills rows from the left and stays inside its width', () => {
    const many = Array.from({ length: 60 }, () => 0);
    const { cards, height } = galleryModel(data, many, 0, 880);
    expect(cards).toHaveLength(PAGE_SIZE);
    expect(new Set(cards.map(({ x }) => x)).size).toBe(4);
    expect(Math.max(...cards.map(({ x }) => x)) + 196).toBeLessThanOrEqual(880 - 14);
    expect(Math.max(...cards.map(({ y }) => y)) + 58).toBeLessThanOrEqual(height);
  });

  it('puts words below the pictures where the panel is narrow', () => {
    const { beside, cards } = galleryModel(data, [0, 1], 0, 360);
    expect(beside).toBe(false);
    expect(cards[1]!.y).toBe(cards[0]!.y);
  });

  it('pages', () => {
    const many = Array.from({ length: 30 }, (_, i) => i % 5);
    expect(galleryModel(data, many, 1, 880).cards).toHaveLength(6);
    expect([0, 24, 25].map(pageCount)).toEqual([1, 1, 2]);
  });
});

describe('words', () => {
  it('names filters and counts', () => {
    const filter: GalleryFilter = { kind: 'cell', side: 'either', truth: 0, predicted: 2 };
    expect(filterLabel(filter, data.classes)).toBe('Shirt taken for Bag by A or B');
    expect(gallerySentence(data, { kind: 'changed', side: 'a' }, 2)).toBe(
      '2 of 5 test images: prediction changed against float in A.',
    );
  });

  it('lists all images of the filter in the table', () => {
    expect(galleryTable(data, { kind: 'better', side: 'b' }).rows).toEqual([
      [0, 'Shirt', 'Shirt', 'Coat', 'Shirt'],
      [1, 'Shirt', 'Coat', 'Coat', 'Shirt'],
    ]);
  });
});
