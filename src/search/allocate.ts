export interface Allocation {
  /** Index of the choice of each layer. */
  readonly choices: readonly number[];
  readonly objective: number;
  readonly cost: number;
}

interface Partial {
  readonly cost: number;
  readonly objective: number;
  readonly choices: readonly number[];
}

/**
 * The choice of every layer that minimises the sum of `objective` with a sum of `cost` inside the budget: the integer
 * program of HAWQ-V3 (Yao et al. 2021, section 3.4) with one constraint, solved exactly. Layers are added one at a time
 * and only policies that no other beats in both sums are carried on. Null when even the cheapest choices cost too much.
 */
export function allocateBits(
  objective: readonly (readonly number[])[],
  cost: readonly (readonly number[])[],
  budget: number,
): Allocation | null {
  let front: readonly Partial[] = [{ cost: 0, objective: 0, choices: [] }];
  const cheapestLeft = cheapestRests(cost);
  objective.forEach((values, layer) => {
    const room = budget - cheapestLeft[layer + 1]!;
    front = undominated(
      front.flatMap((before) =>
        values.map((value, choice) => ({
          cost: before.cost + cost[layer]![choice]!,
          objective: before.objective + value,
          choices: [...before.choices, choice],
        })),
      ),
      room,
    );
  });
  return front.reduce<Partial | null>(
    (best, each) => (best === null || each.objective < best.objective ? each : best),
    null,
  );
}

/** For each layer the least that it and all later ones can cost. */
function cheapestRests(cost: readonly (readonly number[])[]): readonly number[] {
  const rests = [0];
  for (const choices of cost.toReversed()) rests.unshift(rests[0]! + Math.min(...choices));
  return rests;
}

function undominated(candidates: readonly Partial[], room: number): readonly Partial[] {
  const sorted = candidates
    .filter((each) => each.cost <= room)
    .sort((a, b) => a.cost - b.cost || a.objective - b.objective);
  let best = Infinity;
  return sorted.filter((each) => {
    if (each.objective >= best) return false;
    best = each.objective;
    return true;
  });
}
