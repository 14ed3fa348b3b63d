import type { SpeedGap, SpeedReport } from '../../../src/jobs/speed-reports';
import { count, fixed } from '../../controls/format';
import { share } from '../frame/format';
import type { FrameTable } from '../frame/table';
import { NAMES, type Slow, floatRun, milliseconds, runOf, slowLayers, spreadText, times } from './model';

/** A layer with less than this part of the time decides nothing. */
const TINY = 0.02;

/** The main numbers: the name of the figure. */
export function speedSentence(report: SpeedReport | null): string {
  if (report === null) return 'Not measured yet. Each path runs the whole network in turn, here, on one thread.';
  const parts = report.runs.map(({ id, total }) => `${NAMES[id]} ${spreadText(total)}`);
  return `For 1,000 inputs: ${parts.join('; ')}. ${gainSentence(report)}`;
}

/** How many times as fast int8 is; nothing where it does not run. */
function gainSentence(report: SpeedReport): string {
  const int8 = runOf(report.runs, 'int8');
  if (int8 === undefined) return '';
  const own = floatRun(report);
  const tfjs = runOf(report.runs, 'tfjs')!;
  const beside = own === tfjs ? '' : ` and ${times(own.total.median / int8.total.median)} as fast as our float kernels`;
  return `int8 is ${times(tfjs.total.median / int8.total.median)} as fast as tfjs${beside}.`;
}

/** Why int8 gains nothing in a layer. */
const REASONS: readonly (readonly [string, (slow: Slow) => boolean])[] = [
  ['tiny: they decide nothing', ({ part }) => part < TINY],
  ['no weights: codes and sums are only moved and rescaled', ({ layer }) => layer.work === null],
  [
    'depthwise: an output has so few products that requantizing it weighs as much as they do',
    ({ layer }) => layer.work?.depthwise === true,
  ],
  ['too few products an output for what widening and requantizing cost', () => true],
];

/** Where int8 does not help, and why, from the times of the layers. */
export function slowSentence(report: SpeedReport): string {
  if (runOf(report.runs, 'int8') === undefined) return '';
  const slow = slowLayers(report);
  if (slow.length === 0) return 'It gains in every layer.';
  const groups = REASONS.map(([why], place) => ({
    why,
    slow: slow.filter((one) => REASONS.findIndex(([, fits]) => fits(one)) === place),
  }));
  return groups
    .filter((group) => group.slow.length > 0)
    .map(({ why, slow: own }) => reason(own, why))
    .join(' ');
}

function reason(slow: readonly Slow[], why: string): string {
  const names = slow.map(({ layer }) => layer.name).join(', ');
  const ratios = slow.map((one) => one.share);
  const [least, most] = [fixed(Math.min(...ratios), 1), fixed(Math.max(...ratios), 1)];
  const ratio = least === most ? least : `${least} to ${most}`;
  const part = slow.reduce((sum, one) => sum + one.part, 0);
  return `${names}: ${ratio} of the float time, ${share(part)} of that of int8; ${why}.`;
}

/** Why a path is missing, with what the layer that stands in the way costs in float. */
export function gapSentence(report: SpeedReport, { id, reason: why, layer }: SpeedGap): string {
  const at = report.layers.findIndex(({ name }) => name === layer);
  const float = floatRun(report);
  const cost = float.layers[at];
  const where =
    cost === undefined
      ? ''
      : ` In float, where the network runs instead, that layer takes ${milliseconds(cost.min)} of ${milliseconds(float.total.min)} ms.`;
  return `${NAMES[id]}: ${why}${where}`;
}

/** How it was measured, for below the plot. */
export function methodSentence({ inputs, batch, rounds, backend }: SpeedReport): string {
  return `Bars of the whole network are medians of ${rounds} rounds of ${count(inputs)} inputs, ${count(batch)} at a time, the paths in turn, whiskers the least and the most. Layers show the least, which other work on this machine disturbs least. tfjs runs on ${backend}.`;
}

export function speedTable(report: SpeedReport | null): FrameTable {
  if (report === null) return { columns: ['Path', 'Value'], rows: [] };
  const { runs, layers } = report;
  return {
    columns: ['What', ...runs.map(({ id }) => `${NAMES[id]}, ms per 1,000`)],
    rows: [
      ['median', ...runs.map(({ total }) => total.median)],
      ['least', ...runs.map(({ total }) => total.min)],
      ['most', ...runs.map(({ total }) => total.max)],
      ['inputs a second', ...runs.map(({ total }) => 1e6 / total.median)],
      ['bytes of weights read', ...runs.map((run) => run.bytes)],
      ['what multiplies', ...runs.map(({ path }) => path)],
      ...layers.map(({ name }, at) => [`${name}, least`, ...runs.map((run) => run.layers[at]!.min)]),
      ['in and out, least', ...runs.map(({ outside }) => outside.min)],
    ],
  };
}

/** Unit and size of the measurement. */
export function speedCaption({ rounds }: SpeedReport): string {
  return `ms for 1,000 inputs, ${rounds} rounds`;
}
