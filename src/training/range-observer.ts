import { roundHalfEven } from '../numerics/round';

/**
 * Moving average of the smallest and largest value (Jacob et al. 2018, section 3.1): the first batch sets them, each later
 * one moves them by the share `averaging`.
 */
export class RangeObserver {
  constructor(
    private readonly averaging: number,
    public low = NaN,
    public high = NaN,
  ) {}

  observe(low: number, high: number): void {
    const isFirst = Number.isNaN(this.low);
    this.low = isFirst ? low : this.low + this.averaging * (low - this.low);
    this.high = isFirst ? high : this.high + this.averaging * (high - this.high);
  }

  /** Scale and zero point of unsigned codes over the range widened to hold 0; a range of nothing but 0 has scale 1. */
  grid(bits: number): { scale: number; zeroPoint: number; qmin: number; qmax: number } {
    const [low, high, qmax] = [Math.min(this.low, 0), Math.max(this.high, 0), 2 ** bits - 1];
    const scale = (high - low) / qmax || 1;
    const zeroPoint = Math.min(Math.max(roundHalfEven(-low / scale), 0), qmax);
    return { scale, zeroPoint, qmin: 0, qmax };
  }
}
