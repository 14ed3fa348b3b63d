import { describe, expect, it } from 'vitest';
import { type ConfusionInput, confusionModel, confusionTable } from './model';

const classes = ['Shirt', 'Coat', 'Ankle boot'];
const input = (view: ConfusionInput['view']): ConfusionInput => ({
  view,
  classes,
  labels: Uint8Array.of(0, 0, 0, 0, 1, 1, 2, 2),
  a: Uint8Array.of(0, 1, 1, 1, 1, 1, 2, 2),
  b: Uint8Array.of(0, 0, 0, 1, 1, 0, 2, 2),
});
const texts = (view: ConfusionInput['view']) =>
  confusionModel(input(view), { width: 440, height: 300 }).rows.map(({ cells }) => cells.map(({ text }) => text));

describe('confusionModel', () => {
  it('counts true classes down and predictions across', () => {
    expect(texts('a')).toEqual([
      ['1', '3', ''],
      ['', '2', ''],
      ['', '', '2'],
    ]);
    expect(texts('b')).toEqual([
      ['3', '1', ''],
      ['1', '1', ''],
      ['', '', '2'],
    ]);
  });

  it('subtracts B from A around zero', () => {
    expect(texts('difference')).toEqual([
      ['−2', '+2', ''],
      ['−1', '+1', ''],
      ['', '', ''],
    ]);
    const [row] = confusionModel(input('difference'), { width: 440, height: 300 }).rows;
    expect(row!.cells.map(({ tone }) => tone).slice(0, 2)).toEqual(['negative', 'positive']);
    expect(row!.recall).toBe('−50.0');
  });

  it('gives recall per class', () => {
    expect(confusionModel(input('a'), { width: 440, height: 300 }).rows.map(({ recall }) => recall)).toEqual([
      '25.0',
      '100.0',
      '100.0',
    ]);
  });

  it('keeps right answers neutral and colours mistakes by their share of the class', () => {
    const [row] = confusionModel(input('a'), { width: 440, height: 300 }).rows;
    expect(row!.cells.map(({ tone }) => tone)).toEqual(['right', 'a', 'a']);
    expect(row!.cells[1]!.strength).toBeGreaterThan(row!.cells[0]!.strength);
    expect(row!.cells[2]!.strength).toBe(0);
  });

  it('names every cell in words', () => {
    expect(confusionModel(input('a'), { width: 440, height: 300 }).rows[0]!.cells[1]!.name).toBe(
      'True Shirt, predicted Coat: 3 of 4',
    );
    expect(confusionModel(input('difference'), { width: 440, height: 300 }).rows[0]!.cells[1]!.name).toBe(
      'True Shirt, predicted Coat: 3 in A, 1 in B, difference +2',
    );
  });

  it('shortens column names when two lines do not hold them', () => {
    expect(confusionModel(input('a'), { width: 440, height: 300 }).columns[2]!.label).toBe('Ankle boot');
    expect(confusionModel(input('a'), { width: 200, height: 300 }).columns.map(({ label }) => label)).toEqual([
      'Shi',
      'Coa',
      'Ank',
    ]);
  });

  it('stays inside its width', () => {
    const { columns, cellWidth, width } = confusionModel(input('a'), { width: 340, height: 300 });
    expect(columns.at(-1)!.x + cellWidth / 2).toBeLessThan(width);
  });

  it('says the result in a sentence', () => {
    expect(confusionModel(input('a'), { width: 440, height: 300 }).summary).toBe(
      'A names 5 of 8 images rightly. Most frequent mistake: Shirt taken for Coat, 3 images.',
    );
    expect(confusionModel(input('difference'), { width: 440, height: 300 }).summary).toContain(
      'Shirt taken for Coat, +2 images',
    );
  });

  it('counts only images that have a prediction, and survives a class without images', () => {
    const few = { ...input('a'), a: Uint8Array.of(0, 1) };
    expect(confusionModel(few, { width: 440, height: 300 }).rows.map(({ recall }) => recall)).toEqual([
      '50.0',
      '–',
      '–',
    ]);
  });
});

describe('confusionTable', () => {
  it('has the counts as numbers', () => {
    expect(confusionTable(input('a')).rows[0]).toEqual(['Shirt', 1, 3, 0, 25]);
    expect(confusionTable(input('difference')).rows[1]).toEqual(['Coat', -1, 1, 0, 50]);
  });
});
