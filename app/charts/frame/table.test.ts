import { csvParseRows } from 'd3';
import { describe, expect, it } from 'vitest';
import { tableToCsv } from './table';

describe('tableToCsv', () => {
  it('is read back by another parser', () => {
    const columns = ['layer', 'shape, as text', 'SQNR "dB"'];
    const rows = [
      ['conv1', '5 × 5\n× 1', -3.25],
      ['fc"1"', '', 1e-9],
    ];
    expect(csvParseRows(tableToCsv({ columns, rows }))).toEqual([columns, ...rows.map((row) => row.map(String))]);
  });
});
