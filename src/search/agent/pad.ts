import { instantiateTraining } from '../../kernels/training';

/** Products and steps over float32 values at byte addresses of one memory; matrices are row-major. */
export interface DenseMath {
  /** c[m][n] = a b; `a` is [m, k], or [k, m] when transposed; `b` is [k, n], or [n, k] when transposed. */
  matMul(a: number, b: number, c: number, m: number, n: number, k: number, aTurned: boolean, bTurned: boolean): void;
  /** y = max(x + bias, low), in place too. */
  addBias(x: number, bias: number, y: number, rows: number, width: number, low: number): void;
  /** dx = dy where y > low, else 0; dbias = its column sums. In place too. */
  biasGradient(dy: number, y: number, dx: number, dbias: number, rows: number, width: number, low: number): void;
  /** One step of Adam (Kingma and Ba 2015, algorithm 1) with bias correction; `step` counts from 1. */
  adam(value: number, m: number, v: number, gradient: number, count: number, rate: number, step: number): void;
}

const PAGES = 256;
const PAGE = 65_536;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** A fixed memory for small dense networks, and the arithmetic on it: ours in WebAssembly, or plain loops. */
export class Pad {
  readonly math: DenseMath;
  private readonly floats: Float32Array;
  private used = 16;

  /** @param plain do without WebAssembly. */
  constructor(plain: boolean) {
    const fast = plain ? null : compiled();
    this.floats = fast?.floats ?? new Float32Array((PAGES * PAGE) / 4);
    this.math = fast === null ? plainMath(this.floats) : fast.math((bytes) => this.take(bytes / 4));
  }

  /** Address of so many new values, all 0. Throws RangeError when the memory is full. */
  take(count: number): number {
    const at = this.used;
    this.used = (at + 4 * count + 15) & ~15;
    if (this.used > this.floats.byteLength) throw new RangeError('The networks of the agent do not fit their memory.');
    return at;
  }

  /** The values themselves. */
  view(at: number, count: number): Float32Array {
    return this.floats.subarray(at / 4, at / 4 + count);
  }
}

interface Compiled {
  readonly floats: Float32Array;
  readonly math: (take: (bytes: number) => number) => DenseMath;
}

/** Null where WebAssembly or its SIMD instructions cannot be used. */
function compiled(): Compiled | null {
  try {
    const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
    const run = instantiateTraining(memory);
    const math = (take: (bytes: number) => number): DenseMath => {
      const scratch = take(SCRATCH);
      return {
        matMul: (a, b, c, m, n, k, aTurned, bTurned) => run.matMul(a, b, c, scratch, m, n, k, aTurned, bTurned),
        addBias: (x, bias, y, rows, width, low) =>
          run.biasAdd(x, bias, y, 0, scratch, rows * width, width, low, Infinity),
        biasGradient: (dy, y, dx, dbias, rows, width, low) =>
          run.biasGradient(dy, y, dx, dbias, scratch, rows * width, width, low, Infinity),
        adam: (value, m, v, gradient, count, rate, step) => {
          const [scale1, scale2] = [1 / (1 - BETA1 ** step), 1 / (1 - BETA2 ** step)];
          const state = [value, m, v] as const;
          // prettier-ignore
          run.adamStep(
            ...state, gradient, ...state, count, rate, BETA1, 1 - BETA1, BETA2, 1 - BETA2, EPSILON, scale1, scale2,
          );
        },
      };
    };
    return { floats: new Float32Array(memory.buffer), math };
  } catch {
    return null;
  }
}

/** Room for a turned 512 by 512 matrix and two tables of addresses. */
const SCRATCH = 4 * 512 * 512 + 16_384;

function plainMath(floats: Float32Array): DenseMath {
  return {
    matMul(a, b, c, m, n, k, aTurned, bTurned) {
      const [pa, pb, pc] = [a / 4, b / 4, c / 4];
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let at = 0; at < k; at++) {
            const x = floats[pa + (aTurned ? at * m + i : i * k + at)]!;
            sum += x * floats[pb + (bTurned ? j * k + at : at * n + j)]!;
          }
          floats[pc + i * n + j] = sum;
        }
      }
    },
    addBias(x, bias, y, rows, width, low) {
      for (let at = 0; at < rows * width; at++)
        floats[y / 4 + at] = Math.max(floats[x / 4 + at]! + floats[bias / 4 + (at % width)]!, low);
    },
    biasGradient(dy, y, dx, dbias, rows, width, low) {
      floats.fill(0, dbias / 4, dbias / 4 + width);
      for (let at = 0; at < rows * width; at++) {
        const passed = floats[y / 4 + at]! > low ? floats[dy / 4 + at]! : 0;
        floats[dx / 4 + at] = passed;
        floats[dbias / 4 + (at % width)]! += passed;
      }
    },
    adam(value, m, v, gradient, count, rate, step) {
      const [scale1, scale2] = [1 / (1 - BETA1 ** step), 1 / (1 - BETA2 ** step)];
      for (let at = 0; at < count; at++) {
        const g = floats[gradient / 4 + at]!;
        const first = (floats[m / 4 + at] = BETA1 * floats[m / 4 + at]! + (1 - BETA1) * g);
        const second = (floats[v / 4 + at] = BETA2 * floats[v / 4 + at]! + (1 - BETA2) * g * g);
        floats[value / 4 + at]! -= (rate * first * scale1) / (Math.sqrt(second * scale2) + EPSILON);
      }
    },
  };
}
