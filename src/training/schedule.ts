import type { TrainingSettings } from './settings';

/**
 * Learning rate of a step, counted from 0: a linear rise over the warm-up, then the schedule over the steps that are left.
 * Rounded to float32, so that engines whose cosines differ in the last bit give the same weights.
 */
export function learningRateAt(settings: TrainingSettings, step: number, stepsPerEpoch: number): number {
  const { learningRate, warmUpSteps } = settings;
  if (step < warmUpSteps) return Math.fround((learningRate * (step + 1)) / warmUpSteps);
  return Math.fround(learningRate * factorAt(settings, step, stepsPerEpoch));
}

function factorAt({ schedule, warmUpSteps, epochs }: TrainingSettings, step: number, stepsPerEpoch: number): number {
  if (schedule.kind === 'constant') return 1;
  if (schedule.kind === 'step') return schedule.factor ** Math.floor(step / stepsPerEpoch / schedule.epochs);
  const left = epochs * stepsPerEpoch - warmUpSteps;
  const done = left > 0 ? (step - warmUpSteps) / left : 1;
  return schedule.floor + (1 - schedule.floor) * 0.5 * (1 + Math.cos(Math.PI * done));
}
