import type { PolicyScore } from '../nn/policies/evaluator';

/** The score of a policy over all images from its scores over parts of them. */
export function joinScores(parts: readonly PolicyScore[]): PolicyScore {
  const sum = (pick: (part: PolicyScore) => number): number => parts.reduce((all, part) => all + pick(part), 0);
  return {
    correct: sum(({ correct }) => correct),
    images: sum(({ images }) => images),
    squaredError: sum(({ squaredError }) => squaredError),
    squaredFloat: sum(({ squaredFloat }) => squaredFloat),
  };
}
