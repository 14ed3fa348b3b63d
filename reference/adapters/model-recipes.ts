import type { Recipe } from '../../src/experiment/spec';
import type { Choice } from '../../src/params/param';
import { ParamReader } from '../read';
import { NotImplemented } from '../result';

const TECHNIQUE = 'model_accuracy';

type Read = (params: ParamReader) => Recipe;

const choice = (id: string, params: Choice['params'] = {}): Choice => ({ id, params });

function recipe(quantizer: Choice, granularity = choice('tensor'), clipper = choice('minmax')): Recipe {
  return { quantizer, granularity, clipper, rounder: choice('nearest-even') };
}

function granularityOf(params: ParamReader): Choice {
  const id = params.word('granularity', ['tensor', 'channel', 'group']);
  if (id === 'group') return choice(id, { groupSize: params.number('groupSize') });
  if (params.has('groupSize')) throw new NotImplemented(`${TECHNIQUE} with groupSize for granularity ${id}`);
  return choice(id);
}

function clipperOf(params: ParamReader): Choice {
  const id = params.word('clip', ['minmax', 'mse']);
  if (id === 'mse') return choice(id, { gridSize: params.number('gridSize') });
  if (params.has('gridSize')) throw new NotImplemented(`${TECHNIQUE} with gridSize for clip ${id}`);
  return choice(id);
}

function mxShared(params: ParamReader): Recipe {
  const [m, k1, k2, d1, d2] = ['m', 'k1', 'k2', 'd1', 'd2'].map((key) => params.number(key)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  params.word('blocksAlong', [`reduction axis, as groups of ${String(k1)}`]);
  const rounding = params.word('rounding', ['even', 'away', 'truncate'], 'even');
  return recipe(choice('mx-shared', { m, k1, k2, d1, d2, rounding }));
}

function vsquant(params: ParamReader): Recipe {
  return recipe(
    choice('vsquant', {
      bits: params.number('bits'),
      scaleBits: params.number('scaleBits'),
      vectorSize: params.number('vectorSize'),
      coarse: params.word('coarse', ['channel', 'tensor'], 'channel'),
      scaleSigned: params.boolean('scaleSigned', false),
      elementScale: params.word('elementScale', ['fp', 'quantized'], 'fp'),
    }),
  );
}

function twn(params: ParamReader): Recipe {
  if (params.number('nominalBits', 2) !== 2) throw new NotImplemented(`${TECHNIQUE} with nominalBits other than 2`);
  return recipe(choice('ternary', { factor: params.number('deltaFactor', 0.7) }), granularityOf(params));
}

const READERS: Readonly<Record<'linear_symmetric' | 'linear_affine' | 'mx_shared' | 'vsquant' | 'bwn' | 'twn', Read>> =
  {
    linear_symmetric: (params) => {
      const range = params.word('range', ['restricted', 'full', 'midpoint'], 'restricted');
      const quantizer = choice('uniform', { bits: params.number('bits'), scheme: 'symmetric', range });
      return recipe(quantizer, granularityOf(params), clipperOf(params));
    },
    linear_affine: (params) => {
      const signed = params.boolean('signed', false);
      const quantizer = choice('uniform', { bits: params.number('bits'), scheme: 'affine', signed });
      return recipe(quantizer, granularityOf(params), clipperOf(params));
    },
    mx_shared: mxShared,
    vsquant,
    bwn: (params) => recipe(choice('binary'), granularityOf(params)),
    twn,
  };

/**
 * The recipe of an accuracy row; null for the float network, which has no parameters. Throws NotImplemented, naming it, for a
 * technique, a value or a parameter that the engine does not know.
 */
export function recipeOfRow(given: Readonly<Record<string, unknown>>): Recipe | null {
  if (Object.keys(given).length === 0) return null;
  const params = new ParamReader(TECHNIQUE, given);
  const read = READERS[params.word('quantizer', Object.keys(READERS) as (keyof typeof READERS)[])];
  const result = read(params);
  params.finish();
  return result;
}
