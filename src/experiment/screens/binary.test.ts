import { describe, expect, it } from 'vitest';
import type { Param, ParamValue } from '../../params/param';
import { decodeLink, encodeLink } from '../codec';
import { defaultExperiment } from '../defaults';
import type { LinkState } from '../link';
import { binaryScreen } from './binary';
import { screenParams } from './settings';

const table: Readonly<Record<string, Param>> = binaryScreen;

/** A value that is allowed and not the default. */
function otherValue(param: Param): ParamValue {
  switch (param.kind) {
    case 'integer':
      return param.default === param.max ? param.min : param.max;
    case 'number':
      return param.default === param.max ? param.min : param.max;
    case 'boolean':
      return !param.default;
    case 'choice':
      return param.options.find(({ value }) => value !== param.default)!.value;
    case 'numbers':
      return [1, 5, 31];
  }
}

const others = Object.fromEntries(Object.entries(table).map(([key, param]) => [key, otherValue(param)]));

function reopened(settings: Readonly<Record<string, ParamValue>>): LinkState {
  const experiment = { ...defaultExperiment(), model: 'lenet', screens: { binary: settings } };
  const decoded = decodeLink(encodeLink({ experiment, view: { area: 'binary', layer: 'conv2' } }));
  if (decoded?.ok !== true) throw new Error(decoded?.problem.message ?? 'The link carries nothing.');
  return decoded.link;
}

describe('a link to the Binary screen', () => {
  it('brings every setting back, with the screen and the layer', () => {
    const { experiment, view } = reopened(others);
    expect(view).toEqual({ area: 'binary', layer: 'conv2' });
    expect(screenParams(experiment.screens, 'binary')).toEqual(others);
  });

  it.each(Object.keys(table))('brings %s back alone and leaves the rest as it was', (key) => {
    const { experiment } = reopened({ [key]: others[key]! });
    expect(experiment.screens).toEqual({ binary: { [key]: others[key] } });
  });

  it('names the setting that does not fit', () => {
    const experiment = { ...defaultExperiment(), screens: { binary: { epochs: 6 } } };
    expect(decodeLink(encodeLink({ experiment }))).toMatchObject({
      ok: false,
      problem: { field: 'screens.binary.epochs' },
    });
  });
});
