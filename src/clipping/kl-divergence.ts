/** The entropy calibration of TensorRT (Migacz 2017), as the calibrator of NVIDIA's pytorch-quantization computes it. */

export interface KlSearch {
  /** Numbers of bins that were kept, ascending. */
  readonly bins: Int32Array;
  /** KL divergence of each in nats; Infinity where Q is 0 under some of P. */
  readonly divergences: Float64Array;
  /** Index of the smallest; of equal ones the one with the most bins. */
  readonly chosen: number;
}

export interface KlSettings {
  /** Levels that the kept bins are merged into: 2^(bits - 1), or 2^bits without a sign. */
  readonly levels: number;
  readonly startBin: number;
  readonly stride: number;
}

/** Divergences this close to the smallest are computed again, sum by sum, so that ties are told from rounding. */
const CLOSE = 1e-9;

/**
 * Tries every number of kept bins i = startBin, + stride, up to all of them. The loop works on prefix sums, so a candidate
 * costs a step per level instead of one per bin.
 */
export function klSearch(histogram: ArrayLike<number>, settings: KlSettings): KlSearch {
  const counts = calibrationCounts(histogram);
  const sums = prefixSums(counts);
  const { levels, stride } = settings;
  const startBin = Math.min(settings.startBin, counts.length);
  const tried = Math.floor((counts.length - startBin) / stride) + 1;
  const bins = Int32Array.from({ length: tried }, (_, c) => startBin + c * stride);
  const spans = new Spans(counts.length, levels);
  const divergences = Float64Array.from(bins, (i) => divergenceByLevels(counts, sums, spans, i, levels));
  const smallest = divergences.reduce((least, d) => Math.min(least, d), Infinity);
  let chosen = 0;
  divergences.forEach((approximate, c) => {
    if (approximate <= smallest + CLOSE) divergences[c] = divergenceOf(counts, bins[c]!, levels);
    if (divergences[c]! <= divergences[chosen]!) chosen = c;
  });
  return { bins, divergences, chosen };
}

/** Both distributions at a candidate, each adding up to 1; Q is 0 where the histogram is. */
export function klDistributions(
  histogram: ArrayLike<number>,
  kept: number,
  levels: number,
): { readonly p: Float64Array; readonly q: Float64Array } {
  const counts = calibrationCounts(histogram);
  const p = counts.slice(0, kept);
  p[kept - 1]! += counts.subarray(kept).reduce((sum, c) => sum + c, 0);
  const q = new Float64Array(kept);
  for (let level = 0; level < levels; level++) {
    const [from, to] = [levelStart(level, kept, levels), levelStart(level + 1, kept, levels)];
    let [total, occupied] = [0, 0];
    for (let bin = from; bin < to; bin++) {
      total += counts[bin]!;
      if (counts[bin]! > 0) occupied++;
    }
    for (let bin = from; bin < to; bin++) if (counts[bin]! > 0) q[bin] = total / occupied;
  }
  return { p: normalized(p), q: normalized(q) };
}

/** Zeros would outweigh everything: their bin takes the count of its neighbour. */
function calibrationCounts(histogram: ArrayLike<number>): Float64Array {
  const counts = Float64Array.from(histogram);
  if (counts.length > 1) counts[0] = counts[1]!;
  return counts;
}

function normalized(values: Float64Array): Float64Array {
  const sum = values.reduce((s, v) => s + v, 0);
  return sum === 0 ? values : values.map((v) => v / sum);
}

/** First bin of a level: bin j belongs to level floor(j levels / kept). */
function levelStart(level: number, kept: number, levels: number): number {
  return Math.ceil((level * kept) / levels);
}

function divergenceOf(counts: Float64Array, kept: number, levels: number): number {
  const { p, q } = klDistributions(counts, kept, levels);
  let sum = 0;
  for (let bin = 0; bin < kept; bin++) {
    if (p[bin]! > 0) sum += q[bin]! === 0 ? Infinity : p[bin]! * Math.log(p[bin]! / q[bin]!);
  }
  return sum;
}

interface PrefixSums {
  /** Up to, not including, each bin: counts, bins that are not empty, and counts times their logarithms. */
  readonly total: Float64Array;
  readonly occupied: Int32Array;
  readonly entropy: Float64Array;
}

function prefixSums(counts: Float64Array): PrefixSums {
  const total = new Float64Array(counts.length + 1);
  const occupied = new Int32Array(counts.length + 1);
  const entropy = new Float64Array(counts.length + 1);
  counts.forEach((count, bin) => {
    total[bin + 1] = total[bin]! + count;
    occupied[bin + 1] = occupied[bin]! + (count > 0 ? 1 : 0);
    entropy[bin + 1] = entropy[bin]! + (count > 0 ? count * Math.log(count) : 0);
  });
  return { total, occupied, entropy };
}

/**
 * Terms sum p ln q of levels, kept by first bin and width: levels of few bins come again at many candidates, and their
 * logarithms are what the search spends its time on.
 */
class Spans {
  /** Levels of up to this many bins are kept; 0 where too few come again. */
  readonly widest: number;
  /** NaN where not known yet. */
  readonly terms: Float64Array;

  constructor(bins: number, levels: number) {
    const widest = Math.ceil(bins / levels);
    this.widest = 4 * widest < levels ? widest : 0;
    this.terms = new Float64Array(this.widest * bins).fill(Number.NaN);
  }
}

/** Sum p ln q of a level from one bin up to another, unnormalized, where q is the average over its bins that are not empty. */
function levelTerm({ total, occupied }: PrefixSums, from: number, to: number): number {
  const sum = total[to]! - total[from]!;
  return sum > 0 ? sum * Math.log(sum / (occupied[to]! - occupied[from]!)) : 0;
}

/** With N counts in all, Q of them kept: D = (sum p ln p - sum p ln q) / N - ln N + ln Q, unnormalized p and q. */
function divergenceByLevels(
  counts: Float64Array,
  sums: PrefixSums,
  spans: Spans,
  kept: number,
  levels: number,
): number {
  const all = sums.total[counts.length]!;
  const inside = sums.total[kept]!;
  const last = counts[kept - 1]!;
  const outliers = all - inside;
  if (outliers > 0 && last === 0) return Infinity;
  if (all === 0) return 0;
  const lastBin = last + outliers;
  const { widest, terms } = spans;
  let cross = 0;
  let from = 0;
  for (let level = 0; level < levels; level++) {
    const to = levelStart(level + 1, kept, levels);
    const width = to - from;
    if (width <= widest) {
      const at = from * widest + width - 1;
      let term = terms[at]!;
      if (Number.isNaN(term)) term = terms[at] = levelTerm(sums, from, to);
      cross += term;
    } else cross += levelTerm(sums, from, to);
    from = to;
  }
  const own = sums.entropy[kept - 1]! + (lastBin > 0 ? lastBin * Math.log(lastBin) : 0);
  // The last level is that of the last bin, which the outliers are added to.
  const start = levelStart(levels - 1, kept, levels);
  const average = (inside - sums.total[start]!) / (sums.occupied[kept]! - sums.occupied[start]!);
  const outer = outliers > 0 ? outliers * Math.log(average) : 0;
  return Math.max((own - cross - outer) / all - Math.log(all) + Math.log(inside), 0);
}
