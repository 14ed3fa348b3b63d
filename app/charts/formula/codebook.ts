import type { LayerReport } from '../../../src/jobs/reports';
import { value } from '../frame/format';
import { type FormulaLine, type Token, number, operator, symbol, word } from './tokens';

/** Centroids that are written out. */
const LISTED = 4;

/** The nearest centroid, followed for the one with most weights (Han et al. 2016, section 3). */
export function codebookLines({ centroids, counts }: NonNullable<LayerReport['codebook']>): readonly FormulaLine[] {
  const largest = counts.reduce((best, n, i) => (n > (counts[best] ?? 0) ? i : best), 0);
  const argmin = [word('argmin'), operator(' '), word('|'), symbol('w'), operator('−'), symbol('C'), word('|')];
  const between = [centroids[largest - 1], centroids[largest + 1]].map((other) =>
    other === undefined ? null : ((centroids[largest] ?? 0) + other) / 2,
  );
  return [
    { id: 'scale', label: 'codebook', symbols: [symbol('C')], numbers: listed(centroids) },
    {
      id: 'code',
      label: 'code',
      symbols: [symbol('q'), operator('='), ...argmin],
      numbers: [number(String(largest), 'q'), word(' for '), ...interval(between[0] ?? null, between[1] ?? null)],
    },
    {
      id: 'value',
      label: 'back to a value',
      symbols: [symbol('what'), operator('='), symbol('C'), operator('['), symbol('q'), operator(']')],
      numbers: [
        symbol('C'),
        operator('['),
        number(String(largest), 'q'),
        operator(']'),
        operator('='),
        number(value(centroids[largest] ?? 0), 'what'),
      ],
    },
  ];
}

function listed(centroids: Float32Array): Token[] {
  const shown = Array.from(centroids.subarray(0, LISTED), (c) => value(c));
  const rest =
    centroids.length > LISTED
      ? [operator(','), word('…'), operator(','), number(value(centroids[centroids.length - 1] ?? 0), 'C')]
      : [];
  const items = shown.flatMap((text, i): Token[] =>
    i === 0 ? [number(text, 'C')] : [operator(','), number(text, 'C')],
  );
  return [operator('{'), ...items, ...rest, operator('}')];
}

/** Weights that have this code: from one middle between centroids to the next. */
function interval(low: number | null, high: number | null): Token[] {
  const ends: Token[] = [];
  if (low !== null) ends.push(number(value(low)), operator('<'));
  ends.push(symbol('w'));
  if (high !== null) ends.push(operator('≤'), number(value(high)));
  return ends;
}
