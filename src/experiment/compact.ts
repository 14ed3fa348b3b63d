import type { Choice, Params } from '../params/param';
import type { Assignment } from './assignment';
import type { CompactAnswer, CompactAssignment } from './compact-assignment';
import { same } from './key';
import type { LinkDigest, LinkState } from './link';
import { HOME } from './screens/registry';
import { methodParams } from './screens/rounding';
import type { ScreenSettings } from './screens/types';
import {
  type ActivationSettings,
  type Experiment,
  type MadeWeights,
  type Recipe,
  type RecipePatch,
  type RoundedWeights,
  type Side,
  type TrainedWeights,
  onShippedWeights,
} from './spec';
import { type TaskFormat, taskFormat } from './task-slot';
import { RECIPE_PARTS, type RecipePart } from './techniques';

/**
 * Version 1 of a link as plain JSON, before deflate. Members equal to the version's base experiment are left out.
 * A choice is `[id, params]`, or only the parameters that differ when the technique is the one it is compared with: that
 * of the base experiment, and for a layer's own part that of its side.
 */
export interface CompactLink extends CompactExperiment {
  /** Selected layer. */
  l?: string;
  /** Which sides the charts show. */
  w?: string;
  /** Screen, when it is not the Lab. */
  v?: string;
  /** Step of the course, when one is open; in an answer the challenge that is answered. */
  c?: string;
  /** Digest: images, right predictions of float, A and B, hash of the weights. */
  d?: [number, number, number, number, string];
  /** The same with values in the unit of the model's task; null for one without end. */
  e?: [number, number | null, number | null, number | null, string];
  /** Assignment, when one is open. */
  t?: CompactTask;
  /** Present in an answer. */
  r?: CompactAnswer;
}

interface CompactExperiment {
  m?: string;
  n?: number;
  a?: CompactSide;
  b?: CompactSide;
  /** Settings of single screens that differ from their defaults. */
  p?: ScreenSettings;
}

interface CompactTask extends CompactAssignment {
  /** What it begins with, when the link holds something else by now. */
  s?: CompactExperiment;
  /** Screen that it begins on, and layer. */
  v?: string;
  l?: string;
}

export interface CompactSide extends CompactPatch {
  s?: number;
  o?: Record<string, CompactPatch>;
  /** Present when activations are quantized. */
  a?: CompactActivations;
  /** Present when the weights are not those of the model. */
  w?: CompactWeights;
}

/** Weights by kind, `t`: trained, `r`: rounded. */
export interface CompactWeights {
  t?: {
    /** What they were trained under, against the base side; 0: in float. Left out: the recipes that the side has now. */
    u?: CompactSide | 0;
    /** Scale rule. */
    s?: string;
    /** Settings that differ from the base ones. */
    p?: Params;
    /** Steps. */
    n?: number;
  };
  r?: {
    /** Method, when it is not AdaRound. */
    m?: string;
    /** As above. */
    u?: CompactSide;
    /** Layers, when not all. */
    l?: readonly string[];
    /** Settings of the method that differ from the base ones. */
    p?: Params;
  };
}

/** Against the version's base settings for activations, whatever the side had. */
interface CompactActivations extends CompactPatch {
  /** Calibration images. */
  n?: number;
  /** Calibration seed. */
  s?: number;
  /** Bias. */
  b?: string;
  o?: Record<string, CompactPatch>;
}

/** What a version of the link leaves out. */
export interface LinkBase extends Experiment {
  /** Settings of a side whose activations are quantized; the sides themselves have none. */
  readonly activations: ActivationSettings;
  /** Settings of a training. */
  readonly training: Params;
  /** Settings of all methods that round networks. */
  readonly rounding: Params;
}

export type CompactPatch = { [key in (typeof PART_KEYS)[RecipePart]]?: CompactChoice };
export type CompactChoice = Params | [string, Params?];

export const PART_KEYS = { quantizer: 'q', granularity: 'g', clipper: 'c', rounder: 'r' } as const;

/** The delta of a link from the base experiment. */
export function compactLink(link: LinkState, base: LinkBase): CompactLink {
  const { experiment, view, digest, assignment, answer } = link;
  const lesson = view?.lesson ?? answer?.challenge;
  const format = taskFormat();
  return {
    ...compactExperiment(experiment, base),
    ...(view?.layer === undefined ? {} : { l: view.layer }),
    ...(view?.show === undefined ? {} : { w: view.show }),
    ...(view?.area === undefined || view.area === HOME ? {} : { v: view.area }),
    ...(lesson === undefined ? {} : { c: lesson }),
    ...(digest === undefined ? {} : compactDigest(digest)),
    ...(assignment === undefined || format === null ? {} : { t: compactTask(assignment, experiment, base, format) }),
    ...(answer === undefined || format === null ? {} : { r: format.compactAnswer(answer) }),
  };
}

function compactExperiment(experiment: Experiment, base: LinkBase): CompactExperiment {
  return {
    ...(experiment.model === base.model ? {} : { m: experiment.model }),
    ...(experiment.images === base.images ? {} : { n: experiment.images }),
    ...member('a', compactSide(experiment.a, base.a, base)),
    ...member('b', compactSide(experiment.b, base.b, base)),
    ...(experiment.screens === undefined ? {} : { p: experiment.screens }),
  };
}

function compactTask(
  { start, ...task }: Assignment,
  present: Experiment,
  base: LinkBase,
  format: TaskFormat,
): CompactTask {
  return {
    ...format.compactAssignment(task),
    ...(same(start.experiment, present) ? {} : { s: compactExperiment(start.experiment, base) }),
    ...(start.area === undefined || start.area === HOME ? {} : { v: start.area }),
    ...(start.layer === undefined ? {} : { l: start.layer }),
  };
}

function compactDigest({ images, float, a, b, inUnit, weights }: LinkDigest): Pick<CompactLink, 'd' | 'e'> {
  if (inUnit !== true) return { d: [images, float, a, b, weights] };
  const [first, second, third] = [float, a, b].map((value) => (Number.isFinite(value) ? value : null));
  return { e: [images, first ?? null, second ?? null, third ?? null, weights] };
}

function compactSide(side: Side, base: Side, all: LinkBase): CompactSide {
  return {
    ...compactRecipe(side.recipe, base.recipe),
    ...(side.seed === base.seed ? {} : { s: side.seed }),
    ...compactOverrides(side),
    ...(side.activations === undefined ? {} : { a: compactActivations(side.activations, all.activations) }),
    ...(side.weights === undefined ? {} : { w: compactWeights(side.weights, side, base, all) }),
  };
}

function compactWeights(weights: MadeWeights, side: Side, base: Side, all: LinkBase): CompactWeights {
  if (weights.kind === 'rounded') return { r: compactRounded(weights, side, base, all) };
  return { t: compactTrained(weights, side, base, all) };
}

function compactTrained({ under, scale, params, steps }: TrainedWeights, side: Side, base: Side, all: LinkBase) {
  return {
    ...(same(under, onShippedWeights(side))
      ? {}
      : { u: under === null ? (0 as const) : compactSide(under, base, all) }),
    ...(scale === 'frozen' ? {} : { s: scale }),
    ...member('p', changedParams(params, all.training)),
    ...(steps === undefined ? {} : { n: steps }),
  };
}

function compactRounded({ method, under, layers, params }: RoundedWeights, side: Side, base: Side, all: LinkBase) {
  return {
    ...(method === 'adaround' ? {} : { m: method }),
    ...(same(under, onShippedWeights(side)) ? {} : { u: compactSide(under, base, all) }),
    ...(layers === undefined ? {} : { l: layers }),
    ...member('p', changedParams(params, methodParams(method, all.rounding))),
  };
}

function changedParams(params: Params, base: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([key, value]) => !same(value, base[key])));
}

function compactActivations(settings: ActivationSettings, base: ActivationSettings): CompactActivations {
  const { images, seed } = settings.calibration;
  return {
    ...compactRecipe(settings.recipe, base.recipe),
    ...(images === base.calibration.images ? {} : { n: images }),
    ...(seed === base.calibration.seed ? {} : { s: seed }),
    ...(settings.bias === base.bias ? {} : { b: settings.bias }),
    ...compactOverrides(settings),
  };
}

function compactRecipe(recipe: Recipe, base: Recipe): CompactPatch {
  const changed = RECIPE_PARTS.filter((part) => !same(recipe[part], base[part]));
  return compactPatch(Object.fromEntries(changed.map((part) => [part, recipe[part]])), base);
}

function compactOverrides({ recipe, overrides }: Pick<Side, 'recipe' | 'overrides'>): Pick<CompactSide, 'o'> {
  const layers = Object.entries(overrides).map(([layer, patch]) => [layer, compactPatch(patch, recipe)] as const);
  return layers.length === 0 ? {} : { o: Object.fromEntries(layers) };
}

function compactPatch(patch: RecipePatch, base: Recipe): CompactPatch {
  return Object.fromEntries(
    RECIPE_PARTS.flatMap((part) => {
      const choice = patch[part];
      return choice === undefined ? [] : [[PART_KEYS[part], compactChoice(choice, base[part])]];
    }),
  );
}

function compactChoice(choice: Choice, base: Choice): CompactChoice {
  if (choice.id !== base.id || !isCovered(choice, base)) {
    return Object.keys(choice.params).length === 0 ? [choice.id] : [choice.id, choice.params];
  }
  return Object.fromEntries(Object.entries(choice.params).filter(([key, value]) => !same(value, base.params[key])));
}

/** Whether every parameter of `base` is present in `choice`, so that a difference can express it. */
function isCovered(choice: Choice, base: Choice): boolean {
  return Object.keys(base.params).every((key) => Object.hasOwn(choice.params, key));
}

function member<K extends string, V extends object>(key: K, value: V): Partial<Record<K, V>> {
  return Object.keys(value).length === 0 ? {} : ({ [key]: value } as Record<K, V>);
}
