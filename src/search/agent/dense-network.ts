import type { Pad } from './pad';

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Offsets in values from the start of the parameters. */
  readonly kernel: number;
  readonly bias: number;
}

/** Outputs of every layer of one forward pass, and room for their gradients. */
export interface Trace {
  readonly outputs: readonly number[];
  readonly gradients: readonly number[];
  /** Gradient to the input. */
  readonly input: number;
}

/** Half width of the first weights of the last layer (Lillicrap et al. 2016, section 7). */
const LAST = 3e-3;

/** Dense layers with ReLU between them and nothing after the last one, its parameters and those of its slow copy. */
export class DenseNetwork {
  readonly target: number;
  private readonly layers: readonly Layer[];
  private readonly size: number;
  private readonly value: number;
  private readonly gradient: number;
  private readonly first: number;
  private readonly second: number;
  private steps = 0;

  /** @param draw numbers in [0, 1) for the first weights. */
  constructor(
    private readonly pad: Pad,
    widths: readonly number[],
    draw: () => number,
  ) {
    let at = 0;
    this.layers = widths.slice(1).map((outputs, index) => {
      const inputs = widths[index]!;
      const [kernel, bias] = [at, at + inputs * outputs];
      at = bias + outputs;
      return { inputs, outputs, kernel, bias };
    });
    this.size = at;
    [this.value, this.target, this.gradient, this.first, this.second] = [0, 0, 0, 0, 0].map(() => pad.take(at)) as Five;
    const values = pad.view(this.value, at);
    this.layers.forEach(({ inputs, outputs, kernel, bias }, index) => {
      const range = index === this.layers.length - 1 ? LAST : 1 / Math.sqrt(inputs);
      for (let each = kernel; each < bias + outputs; each++) values[each] = (2 * draw() - 1) * range;
    });
    pad.view(this.target, at).set(values);
  }

  /** Room for a pass over so many rows. */
  trace(rows: number): Trace {
    return {
      outputs: this.layers.map(({ outputs }) => this.pad.take(rows * outputs)),
      gradients: this.layers.map(({ outputs }) => this.pad.take(rows * outputs)),
      input: this.pad.take(rows * this.layers[0]!.inputs),
    };
  }

  /** Address of the outputs for [rows, inputs]; those of the slow copy when asked for. */
  forward(input: number, rows: number, trace: Trace, slow = false): number {
    const { math } = this.pad;
    const start = slow ? this.target : this.value;
    let x = input;
    this.layers.forEach(({ inputs, outputs, kernel, bias }, index) => {
      const y = trace.outputs[index]!;
      math.matMul(x, start + 4 * kernel, y, rows, outputs, inputs, false, false);
      math.addBias(y, start + 4 * bias, y, rows, outputs, index === this.layers.length - 1 ? -Infinity : 0);
      x = y;
    });
    return x;
  }

  /**
   * From the gradient to the outputs, which the caller has put into the last entry of `trace.gradients`: fills in that to the
   * input, and that to the parameters where these are `trained`.
   */
  backward(input: number, rows: number, trace: Trace, trained: boolean): void {
    const { math } = this.pad;
    for (let index = this.layers.length - 1; index >= 0; index--) {
      const { inputs, outputs, kernel, bias } = this.layers[index]!;
      const [dy, y] = [trace.gradients[index]!, trace.outputs[index]!];
      const low = index === this.layers.length - 1 ? -Infinity : 0;
      math.biasGradient(dy, y, dy, this.gradient + 4 * bias, rows, outputs, low);
      const x = index === 0 ? input : trace.outputs[index - 1]!;
      if (trained) math.matMul(x, dy, this.gradient + 4 * kernel, inputs, outputs, rows, true, false);
      const dx = index === 0 ? trace.input : trace.gradients[index - 1]!;
      if (index > 0 || !trained) math.matMul(dy, this.value + 4 * kernel, dx, rows, inputs, outputs, false, true);
    }
  }

  /** One step of Adam by the gradients of the last `backward`. */
  step(rate: number): void {
    this.steps++;
    this.pad.math.adam(this.value, this.first, this.second, this.gradient, this.size, rate, this.steps);
  }

  /** The parameters and those of the slow copy. */
  parameters(): { readonly trained: Float32Array; readonly slow: Float32Array } {
    return { trained: this.pad.view(this.value, this.size), slow: this.pad.view(this.target, this.size) };
  }
}

type Five = [number, number, number, number, number];
