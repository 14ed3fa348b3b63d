/** Which accuracies the settings ask for, and what decides each of them. */
import { keyOf } from '../../../src/experiment/key';
import type { Experiment } from '../../../src/experiment/spec';
import { screenParams } from '../../../src/experiment/screens/settings';
import type { BinaryTraining } from '../../../src/jobs/binary-reports';
import { BINARY_METHODS, type BinaryMethod, type MethodSettings } from '../../../src/training/binary-methods';
import { type BinarySettings, readSettings } from './settings';

/** One accuracy to be measured. */
export interface ScoreTask {
  readonly key: string;
  readonly model: string;
  readonly testImages: number;
  readonly method: BinaryMethod;
  readonly settings: MethodSettings;
  readonly training: BinaryTraining | null;
}

const BATCH_SIZE = 64;

export const METHOD_NAMES: Readonly<Record<BinaryMethod, string>> = {
  float: 'Float',
  int8: '8 bits',
  ttq: 'TTQ',
  twn: 'TWN',
  bwn: 'BWN',
  binaryconnect: 'BinaryConnect',
  xnor: 'XNOR-Net',
};

/** The task of a method; settings that do not matter to it have fixed values, so that it keeps its result. */
export function taskOf(
  experiment: Experiment,
  method: BinaryMethod,
  floatEnds: boolean,
  isTrained: boolean,
): ScoreTask {
  const own = readSettings(screenParams(experiment.screens, 'binary'));
  const settings = settingsOf(method, floatEnds, own, isTrained);
  const training = isTrained ? trainingOf(own) : null;
  const { model, images: testImages } = experiment;
  return { key: keyOf([model, testImages, method, settings, training]), model, testImages, method, settings, training };
}

function settingsOf(
  method: BinaryMethod,
  floatEnds: boolean,
  { granularity, factor, sign, gradient, seed }: BinarySettings,
  isTrained: boolean,
): MethodSettings {
  const isShared = method === 'float' || method === 'ttq' || method === 'binaryconnect';
  return {
    floatEnds: method === 'float' || floatEnds,
    granularity: isShared ? 'tensor' : granularity,
    factor: method === 'twn' ? factor : 0.7,
    sign: method === 'binaryconnect' && isTrained ? sign : 'deterministic',
    gradient: (method === 'bwn' || method === 'xnor') && isTrained ? gradient : 'ste',
    seed: method === 'binaryconnect' && isTrained ? seed : 0,
  };
}

function trainingOf({ epochs, images, learningRate, seed }: BinarySettings): BinaryTraining {
  return { epochs, images, learningRate, batchSize: BATCH_SIZE, seed };
}

/** Untrained, both ways to treat the ends; those of the present choice first. */
export function untrainedTasks(experiment: Experiment, floatEnds: boolean): readonly ScoreTask[] {
  const all = [floatEnds, !floatEnds].flatMap((ends) =>
    BINARY_METHODS.map((method) => taskOf(experiment, method, ends, false)),
  );
  return all.filter((task, index) => all.findIndex(({ key }) => key === task.key) === index);
}

/** What the choice of the bar trains. */
export function trainedTasks(experiment: Experiment, choice: string, floatEnds: boolean): readonly ScoreTask[] {
  const methods: readonly BinaryMethod[] =
    choice === 'pair'
      ? ['bwn', 'twn']
      : choice === 'all'
        ? BINARY_METHODS
        : BINARY_METHODS.filter((method) => method === choice);
  return methods.map((method) => taskOf(experiment, method, floatEnds, true));
}
