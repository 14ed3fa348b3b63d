import { readFileSync } from 'node:fs';
import { unzipSync, strFromU8 } from 'fflate';
import { expect, it } from 'vitest';
import { defaultExperiment } from '../experiment/defaults';
import { loadKernels } from '../kernels/index';
import { parseModelCard } from '../model/card';
import { parseModel } from '../model/model';
import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { resultOf } from '../numerics/steps';
import { sideKernels } from './side-kernels';
import { writeTfjs } from './tfjs-zip';

const read = (path: string): Buffer => readFileSync(new URL(`../../public/models/dscnn/${path}`, import.meta.url));

it('holds a model that opens with the dequantized weights', () => {
  const card = parseModelCard(JSON.parse(read('card.json').toString()));
  const topology: unknown = JSON.parse(read('model.json').toString());
  const model = parseModel({ card, topology, weights: Uint8Array.from(read('weights.bin')).buffer });
  const made = resultOf(sideKernels(model, defaultExperiment().a, loadKernels({ plain: false })));
  const zip = writeTfjs(model, made);
  expect(writeTfjs(model, made)).toEqual(zip);
  const files = unzipSync(zip);
  const weights = files['weights.bin']?.slice() ?? new Uint8Array(0);
  const again = parseModel({
    card: { ...card, sha256: bytesToHex(sha256(weights)) },
    topology: JSON.parse(strFromU8(files['model.json'] ?? new Uint8Array(0))),
    weights: weights.buffer,
  });
  expect(again.kernels.map(({ data }) => data)).toEqual(made.map(({ quantized }) => quantized?.values));
  expect(again.nodes).toEqual(model.nodes);
});
