import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { copyThirdPartyModels } from '../scripts/third-party-models';
import { writeModel } from '../src/model/layers-model';
import { biasBytes, layersOf, parseModel } from '../src/model/model';
import { ZOO } from './catalogue';
import { digestOf, MODELS, readCard, readJson, readModel } from './files';
import { listModels } from './list';
import { measureModel } from './measure';
import { train } from './train';

copyThirdPartyModels(fileURLToPath(new URL('..', import.meta.url)));
const shipped = (await readdir(MODELS, { withFileTypes: true })).filter((e) => e.isDirectory()).map((e) => e.name);

it('lists every model that is shipped, with the numbers of its card', async () => {
  const listed = await listModels(MODELS);
  expect(await readJson(new URL('index.json', MODELS))).toEqual(listed);
  expect(listed.map(({ id }) => id).sort()).toEqual([...shipped].sort());
});

describe.each(shipped)('%s', (id) => {
  it('is what its card says', async () => {
    const bundle = await readModel(MODELS, id);
    const model = parseModel(bundle);
    const layers = layersOf(model);
    const { card, weights } = bundle;
    expect(card.id).toBe(id);
    expect(digestOf(new Uint8Array(weights))).toBe(card.sha256);
    expect(weights.byteLength).toBe(card.bytes);
    expect(layers.reduce((sum, layer) => sum + layer.weights, biasBytes(model) / 4)).toBe(card.parameters);
    expect(layers.reduce((sum, layer) => sum + layer.macs, 0)).toBe(card.macs);
  });

  it('reaches what is on its card', async () => {
    const bundle = await readModel(MODELS, id);
    expect(bundle.card).toMatchObject(await measureModel(bundle));
  });
});

const computed = ZOO.flatMap((entry) => (entry.kind === 'derived' && shipped.includes(entry.id) ? [entry] : []));

describe.each(computed)('$id', ({ id, from, apply }) => {
  it(`is computed from ${from}, byte for byte`, async () => {
    const { weights } = writeModel(apply(parseModel(await readModel(MODELS, from))), id);
    expect(digestOf(weights)).toBe((await readCard(MODELS, id))?.sha256);
  });
});

it('trains the digits network again, byte for byte', async () => {
  const entry = ZOO.find(({ id }) => id === 'digits-mlp');
  if (entry?.kind !== 'trained') throw new Error('The digits network is not in the zoo.');
  const { model } = await train(entry, { idxDir: undefined, epochs: undefined, resume: false });
  expect(digestOf(writeModel(model, entry.id).weights)).toBe((await readCard(MODELS, 'digits-mlp'))?.sha256);
});
