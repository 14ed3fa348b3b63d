import type { JobInput } from '../jobs/catalogue';
import { keyOf } from './key';
import { type Experiment, type Side, type SideId, recipeFor } from './spec';

/** A job and the key of everything that its result depends on: equal keys, equal results. */
export interface Task<Input> {
  readonly key: string;
  readonly input: Input;
}

/** Accuracy of a model on the first `images` test images; `side` null is the float network. */
export interface EvaluationInput {
  readonly model: string;
  readonly side: Side | null;
  readonly images: number;
}

/** All results that an experiment asks for. */
export interface Plan {
  /** Null while no layer is selected. */
  readonly layers: Readonly<Record<SideId, Task<JobInput<'analyze-layer'>>>> | null;
  readonly networks: Readonly<Record<SideId, Task<JobInput<'analyze-network'>>>>;
  readonly scores: Readonly<Record<SideId | 'float', Task<EvaluationInput>>>;
}

/** Which results the settings ask for. `layer` is the one that the charts show. */
export function plan(experiment: Experiment, layer: string | null): Plan {
  const { a, b } = experiment;
  const score = (side: Side | null): Task<EvaluationInput> => evaluationTask(experiment, side);
  return {
    layers:
      layer === null ? null : { a: layerTask(experiment.model, a, layer), b: layerTask(experiment.model, b, layer) },
    networks: { a: networkTask(experiment.model, a), b: networkTask(experiment.model, b) },
    scores: { float: score(null), a: score(a), b: score(b) },
  };
}

function layerTask(model: string, side: Side, layer: string): Task<JobInput<'analyze-layer'>> {
  return task('layer', model, { layer, recipe: recipeFor(side, layer), seed: side.seed, ...weightsOf(side) });
}

/** The weights of the whole network under one side; its activations change nothing here. */
export function networkTask(model: string, side: Side): Task<JobInput<'analyze-network'>> {
  const { recipe, overrides, seed } = side;
  return task('network', model, { side: { recipe, overrides, seed, ...weightsOf(side) } });
}

/** The accuracy of one side on the experiment's model and images. */
export function evaluationTask({ model, images }: Experiment, side: Side | null): Task<EvaluationInput> {
  return task('evaluate', model, { model, side, images });
}

/** Identity of what the costs of a side's single layers depend on. */
export function layerCostsKey({ model, images, ...sides }: Experiment, side: SideId): string {
  return keyOf(['layer-costs', model, images, sides[side]]);
}

function weightsOf({ weights }: Side): Pick<Side, 'weights'> {
  return weights === undefined ? {} : { weights };
}

function task<Input>(job: string, model: string, input: Input): Task<Input> {
  return { key: keyOf([job, model, input]), input };
}

/** Model and image count that the points of a sweep are measured with. */
export function sweepKey({ model, images }: Experiment): string {
  return keyOf([model, images]);
}
