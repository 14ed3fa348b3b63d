import type { Choice, Params } from '../params/param';
import type { Assignment } from './assignment';
import { type LinkBase, PART_KEYS } from './compact';
import { IMAGE_COUNTS, MAX_CALIBRATION_IMAGES } from './defaults';
import { FieldError, MAX_NAME, isNumber, members, readName, wrong } from './field-error';
import { isRecord } from './key';
import type { DecodedLink, LinkDigest, LinkShow, LinkState } from './link';
import { type AreaId, isArea } from './screens/registry';
import { isRoundingMethod, methodParams } from './screens/rounding';
import { readScreens } from './screens/settings';
import type { ScreenSettings } from './screens/types';
import { isSeed } from './seed';
import type { ActivationSettings, Experiment, MadeWeights, Recipe, RecipePatch, ScaleRule, Side } from './spec';
import { TASKS_NEEDED, type TaskFormat, taskFormat } from './task-slot';
import { RECIPE_PARTS, type RecipePart, type RecipeTarget, choose } from './techniques';
import { choiceProblem } from './validate';

/** Most layers that may have parts of their own. */
const MAX_OVERRIDES = 256;
const MODEL_ID = /^[a-z0-9][a-z0-9-]{0,39}$/;
const LESSON = /^[a-z0-9][a-z0-9.-]{0,23}$/;
const WEIGHTS_HASH = /^[0-9a-f]{8}$/;

/**
 * Checks a version 1 payload against its schema and adds the members that equal `base`. Unknown members, unknown
 * techniques and values out of range make the whole link invalid: nothing is guessed.
 */
export function readCompact(payload: unknown, base: LinkBase): DecodedLink {
  try {
    return { ok: true, link: readLink(payload, base) };
  } catch (error) {
    if (error instanceof FieldError) return { ok: false, problem: error.problem };
    throw error;
  }
}

const EXPERIMENT = ['m', 'n', 'a', 'b', 'p'];

function readLink(payload: unknown, base: LinkBase): LinkState {
  const link = members(payload, 'link', [...EXPERIMENT, 'l', 'w', 'v', 'c', 'd', 'e', 't', 'r']);
  const experiment = readExperiment(link, base);
  const lesson = link['c'] === undefined ? undefined : readLesson(link['c']);
  const isAnswered = link['r'] !== undefined;
  const format = taskFormat();
  if (format === null && (isAnswered || link['t'] !== undefined))
    throw wrong(TASKS_NEEDED, 'The part of the app that opens assignments is not there.');
  const view = {
    ...(link['l'] === undefined ? {} : { layer: readName(link['l'], 'layer') }),
    ...(link['w'] === undefined ? {} : { show: readShow(link['w']) }),
    ...(link['v'] === undefined ? {} : { area: readArea(link['v']) }),
    ...(lesson === undefined || isAnswered ? {} : { lesson }),
  };
  const assignment =
    link['t'] === undefined || format === null ? undefined : readTask(link['t'], experiment, base, format);
  return {
    experiment,
    ...(Object.keys(view).length === 0 ? {} : { view }),
    ...(link['d'] === undefined ? {} : { digest: readDigest(link['d']) }),
    ...(link['e'] === undefined ? {} : { digest: readValues(link['e']) }),
    ...(assignment === undefined ? {} : { assignment }),
    ...(isAnswered && format !== null ? { answer: format.readAnswer(link['r'], lesson, assignment) } : {}),
  };
}

function readExperiment(link: Readonly<Record<string, unknown>>, base: LinkBase): Experiment {
  return {
    model: link['m'] === undefined ? base.model : readModel(link['m']),
    images: link['n'] === undefined ? base.images : readImages(link['n']),
    a: link['a'] === undefined ? base.a : readSide(link['a'], base.a, base, 'a'),
    b: link['b'] === undefined ? base.b : readSide(link['b'], base.b, base, 'b'),
    ...(link['p'] === undefined ? {} : readSettings(link['p'])),
  };
}

/** An assignment; it begins with the settings of the link itself where it names none. */
function readTask(value: unknown, present: Experiment, base: LinkBase, format: TaskFormat): Assignment {
  const { s: start, v: area, l: layer, ...task } = members(value, 'assignment', TASK);
  return format.readAssignment(task, {
    experiment: start === undefined ? present : readExperiment(members(start, 'assignment.start', EXPERIMENT), base),
    ...(area === undefined ? {} : { area: readArea(area) }),
    ...(layer === undefined ? {} : { layer: readName(layer, 'assignment.layer') }),
  });
}

const TASK = ['i', 'x', 'k', 'h', 'y', 'g', 's', 'v', 'l'];

function readModel(value: unknown): string {
  if (typeof value === 'string' && MODEL_ID.test(value)) return value;
  throw wrong('model', 'This is not the id of a model.');
}

function readImages(value: unknown): number {
  if (typeof value === 'number' && IMAGE_COUNTS.includes(value)) return value;
  throw wrong('images', `The number of images must be ${IMAGE_COUNTS.join(' or ')}.`);
}

function readShow(value: unknown): LinkShow {
  if (value === 'a' || value === 'both' || value === 'b') return value;
  throw wrong('show', 'The charts can show a, both or b.');
}

function readArea(value: unknown): AreaId {
  if (isArea(value)) return value;
  throw wrong(
    'area',
    typeof value === 'string' ? `There is no screen called "${value.slice(0, MAX_NAME)}".` : 'This is not a screen.',
  );
}

function readLesson(value: unknown): string {
  if (typeof value === 'string' && LESSON.test(value)) return value;
  throw wrong('lesson', 'This is not a step of the course.');
}

function readSettings(value: unknown): { screens?: ScreenSettings } {
  if (!isRecord(value)) throw wrong('screens', 'Settings must be listed by screen.');
  const read = readScreens(value);
  if ('problem' in read) throw new FieldError(read.problem);
  return Object.keys(read.settings).length === 0 ? {} : { screens: read.settings };
}

function readDigest(value: unknown): LinkDigest {
  const [images, float, a, b, weights] = Array.isArray(value) && value.length === 5 ? (value as unknown[]) : [];
  const isHash = typeof weights === 'string' && WEIGHTS_HASH.test(weights);
  if (isCount(images, 60_000) && isCount(float, images) && isCount(a, images) && isCount(b, images) && isHash) {
    return { images, float, a, b, weights };
  }
  throw wrong('digest', 'The results stored in the link are not readable.');
}

/** Largest value in the unit of any task. */
const MOST = 1e6;

function readValues(value: unknown): LinkDigest {
  const [images, ...rest] = Array.isArray(value) && value.length === 5 ? (value as unknown[]) : [];
  const [float, a, b] = rest.slice(0, 3).map((one) => (one === null ? Infinity : one));
  const weights = rest[3];
  const isHash = typeof weights === 'string' && WEIGHTS_HASH.test(weights);
  if (isCount(images, 60_000) && isValue(float) && isValue(a) && isValue(b) && isHash) {
    return { images, float, a, b, inUnit: true, weights };
  }
  throw wrong('digest', 'The results stored in the link are not readable.');
}

function isValue(value: unknown): value is number {
  return value === Infinity || isNumber(value, MOST);
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function readSide(value: unknown, base: Side, all: LinkBase, field: string): Side {
  const { w: weights, ...own } = members(value, field, ['q', 'g', 'c', 'r', 's', 'o', 'a', 'w']);
  const side = readOwn(own, base, all, field);
  if (weights === undefined) return side;
  return { ...side, weights: readWeights(weights, side, base, all, `${field}.weights`) };
}

function readWeights(value: unknown, side: Side, base: Side, all: LinkBase, field: string): MadeWeights {
  const { t, r } = members(value, field, ['t', 'r']);
  const under = (u: unknown): Side =>
    u === undefined ? side : readOwn(members(u, field, OWN_PARTS), base, all, `${field}.recipe`);
  if (r !== undefined) return readRounded(r, under, all, field);
  const { u, s: scale = 'frozen', p, n: steps } = members(t, field, ['u', 's', 'p', 'n']);
  if (!isScaleRule(scale)) throw wrong(`${field}.scale`, `A trained scale is one of ${SCALE_RULES.join(', ')}.`);
  if (steps !== undefined && !isCount(steps, MOST_STEPS)) throw wrong(`${field}.steps`, 'This is no number of steps.');
  return {
    kind: 'trained',
    under: u === 0 ? null : under(u),
    scale,
    params: readParams(p, 'training', all.training, field),
    ...(steps === undefined ? {} : { steps }),
  };
}

function readRounded(value: unknown, under: (u: unknown) => Side, all: LinkBase, field: string): MadeWeights {
  const { m: method = 'adaround', u, l: layers, p } = members(value, field, ['m', 'u', 'l', 'p']);
  if (!isRoundingMethod(method)) throw wrong(`${field}.method`, 'There is no way to round of this name.');
  if (layers !== undefined && !(Array.isArray(layers) && layers.length <= MAX_OVERRIDES))
    throw wrong(`${field}.layers`, 'The layers that are rounded are not readable.');
  return {
    kind: 'rounded',
    method,
    under: under(u),
    ...(layers === undefined ? {} : { layers: layers.map((layer) => readName(layer, `${field}.layers`)) }),
    params: readParams(p, 'rounding', methodParams(method, all.rounding), field),
  };
}

/** Settings of a screen that decide some weights; those that are left out are the base's. */
function readParams(value: unknown, area: 'training' | 'rounding', base: Params, field: string): Params {
  const params = value ?? {};
  if (!isRecord(params)) throw wrong(field, 'The settings that made the weights are not readable.');
  const unknown = Object.keys(params).find((key) => !Object.hasOwn(base, key));
  if (unknown !== undefined)
    throw wrong(`${field}.${unknown.slice(0, MAX_NAME)}`, 'This setting plays no part in how the weights are made.');
  const read = readScreens({ [area]: params });
  if ('problem' in read) throw new FieldError({ ...read.problem, field });
  return { ...base, ...(params as Params) };
}

const SCALE_RULES: readonly ScaleRule[] = ['frozen', 'max-abs', 'learned', 'dorefa'];

function isScaleRule(value: unknown): value is ScaleRule {
  return (SCALE_RULES as readonly unknown[]).includes(value);
}

/** Most steps of a training: twenty epochs of single images, twice over. */
const MOST_STEPS = 400_000;

const OWN_PARTS = ['q', 'g', 'c', 'r', 's', 'o', 'a'];

/** A side as it stands, without its weights. */
function readOwn(side: Record<string, unknown>, base: Side, all: LinkBase, field: string): Side {
  const { s: seed, o: overrides, a: quantized, ...patch } = side;
  const recipe = { ...base.recipe, ...readPatch(patch, base.recipe, field) };
  return {
    recipe,
    overrides: overrides === undefined ? base.overrides : readOverrides(overrides, recipe, `${field}.layers`),
    seed: seed === undefined ? base.seed : readSeed(seed, field),
    ...(quantized === undefined
      ? {}
      : { activations: readActivations(quantized, all.activations, `${field}.activations`) }),
  };
}

function readSeed(value: unknown, field: string): number {
  if (isSeed(value)) return value;
  throw wrong(`${field}.seed`, 'A seed is a whole number from 0 to 4294967295.');
}

function readActivations(value: unknown, base: ActivationSettings, field: string): ActivationSettings {
  const settings = members(value, field, ['q', 'g', 'c', 'r', 'n', 's', 'b', 'o']);
  const { n: images = base.calibration.images, s: seed, b: bias = base.bias, o: overrides, ...patch } = settings;
  if (!isCount(images, MAX_CALIBRATION_IMAGES) || images === 0)
    throw wrong(`${field}.calibration`, `Calibration takes 1 to ${MAX_CALIBRATION_IMAGES} images.`);
  if (bias !== 'float32' && bias !== 'int32') throw wrong(`${field}.bias`, 'A bias is float32 or int32.');
  const recipe = { ...base.recipe, ...readPatch(patch, base.recipe, field, 'activations') };
  return {
    recipe,
    overrides:
      overrides === undefined ? base.overrides : readOverrides(overrides, recipe, `${field}.layers`, 'activations'),
    calibration: { images, seed: seed === undefined ? base.calibration.seed : readSeed(seed, `${field}.calibration`) },
    bias,
  };
}

function readOverrides(
  value: unknown,
  recipe: Recipe,
  field: string,
  target: RecipeTarget = 'weights',
): Side['overrides'] {
  if (!isRecord(value)) throw wrong(field, 'Layer settings must be listed by layer name.');
  const entries = Object.entries(value);
  if (entries.length > MAX_OVERRIDES)
    throw wrong(field, `At most ${MAX_OVERRIDES} layers can have settings of their own.`);
  return Object.fromEntries(
    entries.map(([layer, patch]) => [readName(layer, field), readPatch(patch, recipe, `${field}.${layer}`, target)]),
  );
}

function readPatch(value: unknown, base: Recipe, field: string, target: RecipeTarget = 'weights'): RecipePatch {
  const patch = members(value, field, ['q', 'g', 'c', 'r']);
  return Object.fromEntries(
    RECIPE_PARTS.flatMap((part) => {
      const choice = patch[PART_KEYS[part]];
      return choice === undefined ? [] : [[part, readChoice(part, choice, base[part], `${field}.${part}`, target)]];
    }),
  );
}

function readChoice(part: RecipePart, value: unknown, base: Choice, field: string, target: RecipeTarget): Choice {
  const [id, params] = Array.isArray(value) ? (value as unknown[]) : [base.id, value];
  if (typeof id !== 'string' || id.length > MAX_NAME || (Array.isArray(value) && value.length > 2)) {
    throw wrong(field, `This is not a ${part}.`);
  }
  if (params !== undefined && !isRecord(params)) throw wrong(field, `The parameters of "${id}" are not readable.`);
  const given = (params ?? {}) as Params;
  const problem = choiceProblem(part, id, given, field, target);
  if (problem !== null) throw new FieldError(problem);
  return choose(part, id, Array.isArray(value) ? given : { ...base.params, ...given }, target);
}
