import { expect, it } from 'vitest';
import { codeOf } from '../io/read/read-fakes';
import type { ReadWeights, TensorEntry } from '../io/read/types';
import { layersOf, parseModel } from '../model/model';
import { takeLoose } from './own-loose';
import { MOST_CHOSEN, type ModelChoices, type TakenModel } from './own-reports';

function tensor(name: string, shape: readonly number[], values: readonly number[]): TensorEntry {
  return { name, shape, dtype: 'F32', values: values.length, load: () => Promise.resolve(Float32Array.from(values)) };
}

function weights(...tensors: readonly TensorEntry[]): ReadWeights {
  return { kind: 'weights', format: 'safetensors', title: 'w', notes: [], tensors };
}

const choices = (tensors: readonly string[], matrix: 'in-out' | 'out-in' = 'out-in'): ModelChoices => {
  return { title: 'Mine', tensors, order: { matrix, convolution: 'oihw' }, inputs: 'unit' };
};

async function take(read: ReadWeights, chosen: ModelChoices): Promise<TakenModel> {
  const taking = takeLoose(read, ['w.safetensors'], chosen);
  for (;;) {
    const next = await taking.next();
    if (next.done === true) return next.value;
  }
}

const READ = weights(
  tensor('head', [2, 3], [1, 2, 3, 4, 5, 6]),
  tensor('bias', [2], [7, 8]),
  tensor('empty', [0, 4], []),
);

it('makes a model of the chosen tensors, which opens with their values in the order of the engine', async () => {
  const { record, files } = await take(READ, choices(['head', 'empty']));
  const [file] = files;
  const { card, topology } = record;
  expect(card).toMatchObject({ title: 'Mine', task: 'weights', parameters: 6, bytes: 24, sha256: file?.sha256 });
  const model = parseModel({ card, topology, weights: file?.bytes ?? new ArrayBuffer(0) });
  expect(layersOf(model).map(({ name, shape }) => [name, shape])).toEqual([['head', [3, 2]]]);
  expect(model.kernels[0]?.data).toEqual(Float32Array.of(1, 4, 2, 5, 3, 6));
});

it('gives another id for another choice, and the same for the same', async () => {
  const idOf = async (chosen: ModelChoices) => (await take(READ, chosen)).record.card.id;
  const [one, again, turned, more] = [
    await idOf(choices(['head'])),
    await idOf({ ...choices(['head']), title: 'Other' }),
    await idOf(choices(['head'], 'in-out')),
    await idOf(choices(['head', 'bias'])),
  ];
  expect(again).toBe(one);
  expect(new Set([one, turned, more]).size).toBe(3);
});

it('refuses nothing, too much, and values that are no numbers', async () => {
  expect(await codeOf(take(READ, choices(['empty', 'unknown'])))).toBe('no-files');
  let isLoaded = false;
  const load = () => {
    isLoaded = true;
    return Promise.resolve(new Float32Array(0));
  };
  const huge = { ...tensor('huge', [MOST_CHOSEN + 1], []), values: MOST_CHOSEN + 1, load };
  expect(await codeOf(take(weights(huge), choices(['huge'])))).toBe('too-large');
  expect(isLoaded).toBe(false);
  const bad = take(weights(tensor('bad', [1, 2], [1, -Infinity])), choices(['bad']));
  await expect(bad).rejects.toThrow('"bad" has the value -Infinity at place 1');
});
