import {
  EXAMPLE_SIZE,
  EXAMPLE_STEPS,
  type ExampleStep,
  exampleBlock,
  exampleData,
} from '../../../src/experiment/worked-example';
import { type Rung, type RungFamily, activationRungsOf, familiesOf, rungsOf } from '../../../src/experiment/rungs';
import { granularityTable as table } from '../../../src/experiment/screens/granularity';
import type { LadderInput, LadderTensor, Outlier } from '../../../src/jobs/ladder-reports';
import { type Picture, gradient, landscape } from '../../../src/numerics/pictures';
import { uniformStream } from '../../../src/numerics/random';
import { tapId } from '../../engine/tap-loading';
import type { Params } from '../../../src/params/param';
import { readChoice, readInteger, readNumber, readNumbers } from '../../../src/params/read';

/** The settings of the screen by name. */
export interface LadderSettings {
  readonly subject: 'weights' | 'activations' | 'example' | 'picture';
  readonly bits: number;
  readonly groupSize: number;
  readonly rung: string;
  readonly weight: number;
  readonly edits: readonly number[];
  readonly outlier: 'none' | 'seeded' | 'chosen';
  readonly factor: number;
  readonly step: number;
  readonly picture: 'landscape' | 'gradient' | 'image';
  readonly image: number;
  readonly look: 'values' | 'error';
}

export function readSettings(params: Params): LadderSettings {
  const whole = (key: string) => readInteger(table, params, key, 0);
  return {
    subject: readChoice(table, params, 'subject') as LadderSettings['subject'],
    bits: whole('bits'),
    groupSize: whole('groupSize'),
    rung: readChoice(table, params, 'rung'),
    weight: whole('weight'),
    edits: readNumbers(table, params, 'edits'),
    outlier: readChoice(table, params, 'outlier') as LadderSettings['outlier'],
    factor: readNumber(table, params, 'factor'),
    step: whole('step'),
    picture: readChoice(table, params, 'picture') as LadderSettings['picture'],
    image: whole('image'),
    look: readChoice(table, params, 'look') as LadderSettings['look'],
  };
}

/** What is quantized under which recipes. */
export interface Climb extends Omit<LadderInput, 'rungs'> {
  readonly rungs: readonly Rung[];
  /** The integer rungs at all widths; none where there is nothing to compare. */
  readonly families: readonly RungFamily[];
}

/** Most rows and columns on a map: of weights a page; a picture is shown whole. */
const WEIGHTS = { rows: 64, columns: 32 };
const PICTURE = { rows: 96, columns: 64 };

/** Places that an outlier among activations is drawn from; the worker knows how many values there are. */
const MANY = 2 ** 31;

/** The layer that is selected, its model, and its number of weights; null while there is none. */
export interface Layer {
  readonly model: string;
  readonly name: string;
  readonly weights: number;
}

/** What the settings ask for; null while its numbers are not there. `image`: the test image of the settings, 0 to 1. */
export function climbOf(
  settings: LadderSettings,
  layer: Layer | null,
  image: Picture | null,
  seed: number,
): Climb | null {
  const subject = subjectOf(settings, layer, image);
  if (subject === null) return null;
  const { tensor, n, window } = subject;
  return {
    tensor,
    window,
    rungs: rungsFor(settings),
    families:
      settings.subject === 'example'
        ? []
        : familiesOf((other) => rungsFor({ ...settings, ...other }), settings.groupSize),
    seed,
    at: Math.min(settings.weight, Math.max(n - 1, 0)),
    outlier: outlierOf(settings, n, seed),
  };
}

function rungsFor(settings: LadderSettings): readonly Rung[] {
  if (settings.subject === 'example') return exampleStep(settings.step)?.rungs ?? [];
  return settings.subject === 'activations' ? activationRungsOf(settings) : rungsOf(settings);
}

function exampleStep(step: number): ExampleStep | undefined {
  return EXAMPLE_STEPS[Math.min(step, EXAMPLE_STEPS.length - 1)];
}

interface Sized {
  readonly tensor: LadderTensor;
  readonly n: number;
  readonly window: LadderInput['window'];
}

function subjectOf(settings: LadderSettings, layer: Layer | null, image: Picture | null): Sized | null {
  if (settings.subject === 'example') return exampleSubject(exampleStep(settings.step)?.isBlock === true);
  if (settings.subject === 'picture') {
    const picture = pictureOf(settings, image);
    return picture && { tensor: tensorOf(settings, picture), n: picture.pixels.length, window: PICTURE };
  }
  if (layer === null) return null;
  if (settings.subject === 'activations') {
    const { model, name } = layer;
    return { tensor: { kind: 'tap', id: tapId(model, name), layer: name }, n: MANY, window: WEIGHTS };
  }
  return { tensor: { kind: 'layer', layer: layer.name }, n: layer.weights, window: WEIGHTS };
}

function exampleSubject(isBlock: boolean): Sized {
  const n = EXAMPLE_SIZE ** 2;
  const tensor: LadderTensor = isBlock
    ? { kind: 'matrix', id: 'lecture, one block', rows: n, columns: 1, data: exampleBlock() }
    : { kind: 'matrix', id: 'lecture', rows: EXAMPLE_SIZE, columns: EXAMPLE_SIZE, data: exampleData() };
  return { tensor, n, window: WEIGHTS };
}

function pictureOf({ picture }: LadderSettings, image: Picture | null): Picture | null {
  if (picture === 'image') return image;
  return picture === 'gradient' ? gradient(PICTURE.rows, PICTURE.columns) : landscape(PICTURE.rows, PICTURE.columns);
}

/** Lines of the picture are channels; brightness is counted from the middle grey, so that codes have both signs. */
function tensorOf({ picture, image }: LadderSettings, { width, height, pixels }: Picture): LadderTensor {
  const data = new Float32Array(pixels.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data[x * height + y] = (pixels[y * width + x] ?? 0) - 0.5;
  return {
    kind: 'matrix',
    id: picture === 'image' ? `image ${String(image)}` : picture,
    rows: width,
    columns: height,
    data,
  };
}

function outlierOf({ outlier, factor, weight }: LadderSettings, n: number, seed: number): Outlier | null {
  if (outlier === 'none' || n === 0) return null;
  const index = outlier === 'chosen' ? Math.min(weight, n - 1) : Math.floor(uniformStream(seed, 'outlier-place')() * n);
  return { index, factor };
}
