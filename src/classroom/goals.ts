import { type Goal, MOST_GOAL_VALUE, type Quantity } from '../experiment/assignment';
import { bitsOf, gain, layerOf, type Measured, valueOf } from '../course/measured';
import type { TaskId } from '../model/types';
import { fixed } from '../tasks/format';

interface Described {
  /** As it stands in a list. */
  readonly label: string;
  readonly unit: string;
  readonly digits: number;
  readonly tasks: readonly TaskId[];
  /** What a goal may ask for. */
  readonly range: readonly [number, number];
  /** `budget`: what a network costs, not what it is worth. */
  readonly kind: 'result' | 'budget';
  /** Null before it is measured with the present settings. */
  readonly of: (measured: Measured, layer: string) => number | null;
}

const ALL: readonly TaskId[] = ['classify', 'language', 'super-resolution', 'output', 'weights'];
const inPercent = (share: number | null): number | null => (share === null ? null : 100 * share);

/** Everything that a goal can be about. */
const QUANTITY: Readonly<Record<Quantity, Described>> = {
  accuracy: {
    ...{ label: 'Accuracy of B', unit: '%', digits: 1, tasks: ['classify'], range: [0, 100], kind: 'result' },
    of: (measured) => inPercent(valueOf(measured, 'b')),
  },
  gain: {
    ...{ label: 'Accuracy of B above A', unit: 'points', digits: 1, tasks: ['classify'], range: [-100, 100] },
    ...{ kind: 'result', of: (measured) => inPercent(gain(measured)) },
  },
  loss: {
    ...{ label: 'Accuracy of B below float', unit: 'points', digits: 1, tasks: ['classify'], range: [-100, 100] },
    ...{ kind: 'result', of: lossOf },
  },
  changed: {
    ...{ label: 'Predictions of B that differ from float', unit: 'images', digits: 0, tasks: ['classify'] },
    ...{ range: [0, 10_000], kind: 'result', of: ({ scores }) => scores.b?.changed ?? null },
  },
  bits: {
    ...{ label: 'Stored bits per weight of B', unit: 'bits', digits: 2, tasks: ALL, range: [0, 64], kind: 'budget' },
    of: (measured) => bitsOf(measured, 'b'),
  },
  codes: {
    ...{ label: 'Average bits of the codes of B', unit: 'bits', digits: 2, tasks: ALL, range: [0, 64] },
    ...{ kind: 'budget', of: codesOf },
  },
  sqnr: {
    ...{ label: 'SQNR of the weights of B in one layer', unit: 'dB', digits: 1, tasks: ALL, range: [-100, 200] },
    ...{ kind: 'result', of: (measured, layer) => finite(layerOf(measured, 'b', layer)?.metrics.sqnrDb) },
  },
  bpc: {
    ...{ label: 'Bits per character of B', unit: 'bits', digits: 3, tasks: ['language'], range: [0, 64] },
    ...{ kind: 'result', of: (measured) => finite(valueOf(measured, 'b')) },
  },
  psnr: {
    ...{ label: 'PSNR of the pictures of B', unit: 'dB', digits: 1, tasks: ['super-resolution'], range: [0, 200] },
    ...{ kind: 'result', of: (measured) => finite(valueOf(measured, 'b')) },
  },
};

/** Values without end, as those of a network without error, count as the largest that a goal may name. */
function finite(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Math.min(value, MOST_GOAL_VALUE);
}

function lossOf(measured: Measured): number | null {
  const [b, float] = [valueOf(measured, 'b'), valueOf(measured, 'float')];
  return b === null || float === null ? null : 100 * (float - b);
}

/** Bits of all codes over all weights, without scales and tables. */
function codesOf({ networks }: Measured): number | null {
  if (networks.b === null) return null;
  const layers = networks.b.layers.map(({ metrics }) => metrics);
  const sum = (pick: (one: (typeof layers)[number]) => number): number =>
    layers.reduce((all, one) => all + pick(one), 0);
  return sum(({ storage }) => storage.codes) / sum(({ n }) => n);
}

/** The measured value of a goal; null before it is measured with the present settings. */
export function goalValue({ quantity, layer = '' }: Goal, measured: Measured): number | null {
  return QUANTITY[quantity].of(measured, layer);
}

/** The values of all goals, rounded as a link carries them. */
export function goalValues(goals: readonly Goal[], measured: Measured): (number | null)[] {
  return goals.map((goal) => {
    const value = goalValue(goal, measured);
    return value === null ? null : Number(value.toFixed(LINK_DIGITS));
  });
}

/** Decimals that a link keeps: more than any screen shows, and than a test item is worth. */
const LINK_DIGITS = 4;

/** Whether a value satisfies a goal; one that is missing does not. */
export function meets({ is, value: bar }: Goal, value: number | null): boolean {
  // What a link carries is rounded: half a unit of its last digit is no reason to fail.
  const slack = 0.5 / 10 ** LINK_DIGITS;
  return value !== null && (is === 'at least' ? value >= bar - slack : value <= bar + slack);
}

/** Why a goal cannot be set for a network, in one sentence; null when it can. `layers`: those with weights. */
export function goalProblem(
  goal: Goal,
  model: { readonly task: TaskId; readonly layers: readonly string[] },
): string | null {
  const { label, tasks, range, unit } = QUANTITY[goal.quantity];
  const [low, high] = range;
  if (!tasks.includes(model.task)) return `“${label}” cannot be measured: this network ${PREDICTS[model.task]}.`;
  if (goal.quantity === 'sqnr' && !model.layers.includes(goal.layer ?? ''))
    return `This network has no layer ${goal.layer ?? ''}.`;
  if (!(goal.value >= low && goal.value <= high)) return `“${label}” lies between ${low} and ${high} ${unit}.`;
  return null;
}

const PREDICTS: Readonly<Record<TaskId, string>> = {
  classify: 'names classes of images, which is measured as accuracy',
  language: 'predicts characters, which is measured in bits per character',
  'super-resolution': 'makes pictures larger, which is measured as PSNR',
  output: 'has no labels, and is measured by the SQNR of its outputs',
  weights: 'is a list of weights alone, measured by their SQNR',
};

/** Quantities that can be measured of a network with such a task. */
export function quantitiesFor(task: TaskId): readonly { readonly id: Quantity; readonly label: string }[] {
  return (Object.keys(QUANTITY) as Quantity[])
    .filter((id) => QUANTITY[id].tasks.includes(task))
    .map((id) => ({ id, label: QUANTITY[id].label }));
}

export function quantityLabel(id: Quantity): string {
  return QUANTITY[id].label;
}

export function unitOf(id: Quantity): string {
  return QUANTITY[id].unit;
}

export function isBudget(id: Quantity): boolean {
  return QUANTITY[id].kind === 'budget';
}

/** "Accuracy of B: at least 86 %". */
export function goalText({ quantity, is, value, layer }: Goal): string {
  const name = layer === undefined ? QUANTITY[quantity].label : `SQNR of the weights of B in ${layer}`;
  return `${name}: ${is} ${String(value).replace('-', '−')} ${QUANTITY[quantity].unit}`;
}

/** A measured value with its unit; a dash where there is none. */
export function goalValueText(quantity: Quantity, value: number | null): string {
  const { digits, unit } = QUANTITY[quantity];
  if (value === null) return '–';
  return value >= MOST_GOAL_VALUE ? `∞ ${unit}` : `${fixed(value, digits)} ${unit}`;
}
