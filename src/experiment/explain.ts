import type { LayerSummary } from '../jobs/reports';
import type { TaskWords } from '../tasks/task';
import { explainActivations } from './explain-activations';
import { type ExplainInput, type Explanation, decimal, titleOf } from './explanation';
import { type Recipe, type RecipePatch, type Side, recipeFor } from './spec';
import { choose } from './techniques';

interface Suspect {
  readonly layer: string;
  readonly summary: LayerSummary;
  readonly recipe: Recipe;
  /** What this layer costs alone, in words; null until measured. */
  readonly alone: string | null;
}

const NEAREST = new Set(['nearest-even', 'nearest-away']);

/**
 * Names the main cause of the present result and one change that removes it. The layer is the one that does most harm
 * alone where that has been measured, else the one with the lowest SQNR.
 * Returns null when nothing is quantized.
 */
export function explain(input: ExplainInput): Explanation | null {
  const activations = explainActivations(input);
  if (activations !== null) return activations;
  const suspect = findSuspect(input);
  if (suspect === null) return null;
  const { harm, noise } = input.task.words;
  const lost = input.score === null ? null : harm(input.score.value, input.score.float);
  if (lost !== null && lost < noise) return nothingLost(input, suspect);
  const title = titleOf(input.task, lost);
  const found = findCause(input.side, suspect);
  return { title, cause: `${intro(suspect)} ${found.text}`, action: { label: found.label, side: found.side } };
}

function findSuspect(input: ExplainInput): Suspect | null {
  const quantized = input.network.layers.filter((l) => Number.isFinite(l.metrics.sqnrDb));
  const measured = quantized.filter((l) => input.alone[l.layer] !== undefined);
  const complete = measured.length === quantized.length && input.score !== null;
  let worst: LayerSummary | null = null;
  for (const candidate of quantized) {
    if (worst === null || harmOf(candidate, input, complete) > harmOf(worst, input, complete)) worst = candidate;
  }
  if (worst === null) return null;
  const { layer, metrics } = worst;
  const value = input.alone[layer];
  const known = complete && value !== undefined;
  const alone = known ? aloneText(layer, metrics.sqnrDb, value, input.score.float, input.task.words) : null;
  return { layer, summary: worst, recipe: recipeFor(input.side, layer), alone };
}

function aloneText(layer: string, sqnr: number, value: number, float: number, words: TaskWords): string {
  const db = `${decimal(sqnr)} dB`;
  return words.harm(value, float) >= words.noise
    ? `${words.alone(layer, value, float)}, at ${db}.`
    : `${words.spread('No layer', value, float)}; the errors add up. ${layer} is at ${db}.`;
}

function harmOf(candidate: LayerSummary, { alone, score, task }: ExplainInput, complete: boolean): number {
  return complete ? task.words.harm(alone[candidate.layer] ?? 0, score?.float ?? 0) : -candidate.metrics.sqnrDb;
}

function intro({ layer, summary, alone }: Suspect): string {
  return alone ?? `${layer} has the lowest SQNR, ${decimal(summary.metrics.sqnrDb)} dB.`;
}

function findCause(side: Side, suspect: Suspect): { text: string; label: string; side: Side } {
  const { metrics } = suspect.summary;
  const { layer, recipe } = suspect;
  if (!NEAREST.has(recipe.rounder.id) && recipe.rounder.id !== 'stochastic' && !isFixedRounding(recipe)) {
    return {
      text: `Rounding every weight by ${recipe.rounder.id.replace('-', ' ')} shifts them all the same way, and the shifts add up in every sum.`,
      label: 'Round to nearest',
      side: { ...side, recipe: { ...side.recipe, rounder: choose('rounder', 'nearest-even') } },
    };
  }
  if (metrics.mse > 0 && metrics.clipMse / metrics.mse > 0.5) return clippingCause(side, suspect);
  if (recipe.quantizer.id === 'uniform' && recipe.granularity.id === 'tensor' && metrics.zeroedChannels > 0) {
    const channels =
      metrics.zeroedChannels === 1 ? '1 channel becomes' : `${String(metrics.zeroedChannels)} channels become`;
    return {
      text: `${channels} all zero, because one scale must serve channels of very different range.`,
      label: 'One scale per channel',
      side: { ...side, recipe: { ...side.recipe, granularity: choose('granularity', 'channel') } },
    };
  }
  if (recipe.quantizer.id === 'uniform' && recipe.clipper.id === 'minmax' && metrics.zeroShare > 0.4) {
    return {
      text: `The largest weights set the step, so ${percent(metrics.zeroShare)} of the weights round to 0 and only ${String(metrics.usedLevels)} of ${String(metrics.totalLevels)} levels are used.`,
      label: 'Search the threshold (MSE)',
      side: { ...side, recipe: { ...side.recipe, clipper: choose('clipper', 'mse') } },
    };
  }
  return roundingCause(side, suspect, layer);
}

function clippingCause(side: Side, { layer, summary, recipe }: Suspect): { text: string; label: string; side: Side } {
  const { metrics } = summary;
  const to = recipe.clipper.id === 'mse' ? 'minmax' : 'mse';
  return {
    text: `Clipping, not rounding: ${count(metrics.clippedCount)} of ${count(metrics.n)} weights lie outside the range and make ${percent(metrics.clipMse / metrics.mse)} of the squared error.`,
    label: to === 'mse' ? `Search the threshold in ${layer}` : `Keep the whole range in ${layer}`,
    side: withPatch(side, layer, { clipper: choose('clipper', to) }),
  };
}

function roundingCause(
  side: Side,
  { summary, recipe }: Suspect,
  layer: string,
): { text: string; label: string; side: Side } {
  const bits = recipe.quantizer.params['bits'];
  const text = `${levelsOf(summary)} ${zerosOf(summary)}`.trim();
  if (typeof bits === 'number' && bits < 8) {
    const quantizer = { id: recipe.quantizer.id, params: { ...recipe.quantizer.params, bits: 8 } };
    return { text, label: `Give ${layer} 8 bits`, side: withPatch(side, layer, { quantizer }) };
  }
  return {
    text,
    label: `Keep ${layer} in float`,
    side: withPatch(side, layer, { quantizer: choose('quantizer', 'float') }),
  };
}

/** What is left when the range is right: too few levels. */
function levelsOf({ metrics }: LayerSummary): string {
  const levels = metrics.totalLevels <= 256 ? `${String(metrics.usedLevels)} levels are` : 'The levels are';
  const share = metrics.mse > 0 ? metrics.roundMse / metrics.mse : 1;
  const part = share > 0.995 ? 'all' : percent(share);
  return `${levels} too coarse for its weights: rounding makes ${part} of the squared error.`;
}

function zerosOf({ metrics }: LayerSummary): string {
  return metrics.zeroShare > 0.01 ? `${percent(metrics.zeroShare)} of its weights become 0.` : '';
}

function nothingLost(input: ExplainInput, suspect: Suspect): Explanation {
  const { side, score, task } = input;
  const bits = side.recipe.quantizer.params['bits'];
  const changed =
    score === null || task.changed === null
      ? ''
      : ` ${count(score.changed)} of ${count(score.of)} ${task.changed.toLowerCase()}.`;
  const unharmed = score === null ? '' : `${task.words.unharmed(score, score.float)}${changed} `;
  const cause = `${unharmed}The lowest SQNR is ${decimal(suspect.summary.metrics.sqnrDb)} dB, in ${suspect.layer}.`;
  const fewer = typeof bits === 'number' && bits > 2 ? bits - 1 : null;
  const action =
    fewer !== null
      ? {
          label: `Try ${String(fewer)} bits`,
          side: {
            ...side,
            recipe: {
              ...side.recipe,
              quantizer: { ...side.recipe.quantizer, params: { ...side.recipe.quantizer.params, bits: fewer } },
            },
          },
        }
      : {
          label: 'Try 3 bits',
          side: { ...side, recipe: { ...side.recipe, quantizer: choose('quantizer', 'uniform', { bits: 3 }) } },
        };
  return { title: 'Nothing to mend', cause, action };
}

/** Rounding is part of the definition of these quantizers, so the recipe's rounder does not act. */
function isFixedRounding(recipe: Recipe): boolean {
  return recipe.quantizer.id !== 'uniform';
}

function withPatch(side: Side, layer: string, patch: RecipePatch): Side {
  return { ...side, overrides: { ...side.overrides, [layer]: { ...side.overrides[layer], ...patch } } };
}

const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const count = (v: number): string => v.toLocaleString('en-US');
