import { same } from '../../experiment/key';
import { bitsWith, valueWith, widthsSeen } from '../seen';
import { type Measured, bitsOf, gain, layerOf, valueOf } from '../measured';
import { compare, lin } from '../presets';
import type { Chapter, Step } from '../step';
import { decimals, known, percent, size } from '../words';

const MODEL = 'dscnn';
const LAYER = 'dw5';

/** Points between one scale per channel and one per layer at 4 bits. */
const BAR = 0.2;
/** Bit widths that must have been measured. */
const WIDTHS = 3;

/** Accuracy at 4 bits under either way to share. */
function atFour(measured: Measured): { tensor: number; channel: number } | null {
  const [tensor, channel] = [valueWith(measured, MODEL, lin(4)), valueWith(measured, MODEL, lin(4, 'channel'))];
  return tensor === null || channel === null ? null : { tensor, channel };
}

/** Whether A and B are as the step sets them: what is said of 4 bits is not said of others. */
function isAtFour({ experiment: { a, b } }: Measured): boolean {
  return same(a.recipe, lin(4)) && same(b.recipe, lin(4, 'channel'));
}

/** Largest |w| of a channel that still becomes all 0: half a step of the whole layer. */
function halfStep({ reports }: Measured): number | null {
  return reports.a?.layer === LAYER && reports.a.example !== null ? reports.a.example.scale / 2 : null;
}

const oneOrMany: Step = {
  id: '2.2',
  title: 'One scale or many?',
  area: 'lab',
  layer: LAYER,
  preset: () => compare(MODEL, lin(4), lin(4, 'channel')),
  predict: {
    kind: 'number',
    question: 'At 4 bits with one scale per layer, how many of 100 test images are still right?',
    min: 0,
    max: 100,
    step: 1,
    start: 80,
    unit: '%',
  },
  marks: [
    { kind: 'control', name: 'Bits of B' },
    { kind: 'panel', name: 'Channel ranges' },
    { kind: 'panel', name: 'Accuracy' },
  ],
  done: (measured, did) => {
    const four = atFour(measured);
    const acted = did.has('sweep') || did.has('a.quantizer.bits') || did.has('b.quantizer.bits');
    return acted && widthsSeen(measured).size >= WIDTHS && four !== null && four.channel - four.tensor >= BAR;
  },
  answer: (measured) => {
    const tensor = valueWith(measured, MODEL, lin(4));
    return tensor === null ? null : tensor * 100;
  },
  numbers: (measured) => {
    if (!isAtFour(measured)) return {};
    const report = measured.reports.a;
    const channels = report?.layer === LAYER ? [...report.channels.absMax].sort((x, y) => x - y) : [];
    return known({
      max: size(channels.at(-1)),
      median: size(channels[channels.length >> 1]),
      step: size(report?.example?.scale),
      half: size(halfStep(measured)),
      zeros: percent(layerOf(measured, 'a', LAYER)?.metrics.zeroShare),
      dead: decimals(layerOf(measured, 'a', LAYER)?.metrics.zeroedChannels, 0),
      a: percent(valueOf(measured, 'a')),
      b: percent(valueOf(measured, 'b')),
      bitsA: decimals(bitsOf(measured, 'a'), 2),
      bitsB: decimals(bitsOf(measured, 'b'), 2),
    });
  },
  result: (measured) => {
    const four = atFour(measured);
    const [one, many] = [bitsWith(measured, MODEL, lin(4)), bitsWith(measured, MODEL, lin(4, 'channel'))];
    if (four === null || one === null || many === null) return null;
    return `At 4 bits a scale per channel keeps ${percent(four.channel)} % right, one per layer ${percent(four.tensor)} %. The price is ${decimals(many - one, 2)} bits per weight for the extra scales.`;
  },
  why: (measured) => {
    if (!isAtFour(measured)) return null;
    const difference = gain(measured);
    const [a, b] = [layerOf(measured, 'a', LAYER), layerOf(measured, 'b', LAYER)];
    if (difference === null || a === null || b === null) return null;
    const lost = b.metrics.sqnrDb - a.metrics.sqnrDb;
    if (difference < BAR)
      return {
        shown: false,
        text: `Here the effect did not show: at these widths A and B are ${percent(Math.abs(difference))} points apart, although ${LAYER} has ${decimals(lost, 1)} dB more SQNR in B.`,
      };
    return {
      shown: true,
      text: `With one scale ${LAYER} loses ${decimals(lost, 1)} dB of SQNR to a few loud channels: ${decimals(a.metrics.zeroedChannels, 0)} of its channels become all 0, in B ${decimals(b.metrics.zeroedChannels, 0)}.`,
    };
  },
  vary: [
    { label: 'The same at 8 bits', change: (now) => ({ ...now, ...sides(8) }) },
    {
      label: 'A network rescaled by hand, at 8 bits (artificial)',
      change: (now) => ({ ...now, model: 'dscnn-rescaled', ...sides(8) }),
    },
  ],
  check: {
    question: 'What costs more storage in dw5: its 128 scales, or one more bit for each of its 1,152 weights?',
    options: ['The scales', 'The extra bit'],
    right: 0,
    because: '128 scales of 32 bits are 4,096 bits; one bit for each weight is 1,152.',
  },
};

function sides(bits: number) {
  const { a, b } = compare(MODEL, lin(bits), lin(bits, 'channel'));
  return { a, b };
}

export const granularity: Chapter = {
  id: '2',
  title: 'Granularity',
  goals: 'Say who shares a scale in each format, what that costs in stored bits, and when finer scales pay.',
  steps: [oneOrMany],
};
