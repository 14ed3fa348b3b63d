import type { SweepSeries } from './sweep';
import { choose } from './techniques';

/** The curves offered first: who shares a scale, how the range is chosen, and the codebook beside them. */
export function defaultSeries(): readonly SweepSeries[] {
  const uniform = choose('quantizer', 'uniform');
  const minmax = choose('clipper', 'minmax');
  return [
    {
      id: 'uniform/tensor/minmax',
      label: 'Per-tensor, min-max',
      quantizer: uniform,
      granularity: choose('granularity', 'tensor'),
      clipper: minmax,
    },
    {
      id: 'uniform/channel/minmax',
      label: 'Per-channel, min-max',
      quantizer: uniform,
      granularity: choose('granularity', 'channel'),
      clipper: minmax,
    },
    {
      id: 'uniform/channel/mse',
      label: 'Per-channel, MSE',
      quantizer: uniform,
      granularity: choose('granularity', 'channel'),
      clipper: choose('clipper', 'mse'),
    },
    {
      id: 'uniform/group16/minmax',
      label: 'Group of 16, min-max',
      quantizer: uniform,
      granularity: choose('granularity', 'group', { groupSize: 16 }),
      clipper: minmax,
    },
  ];
}
