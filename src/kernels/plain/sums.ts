/** Four interleaved partial sums, whose order of addition two lanes of float64 can follow. */
export type PartialSums = Float64Array;

export function emptySums(): PartialSums {
  return new Float64Array(4);
}

export function total(p: PartialSums): number {
  return p[0]! + p[2]! + (p[1]! + p[3]!);
}
