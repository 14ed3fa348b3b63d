import type { FeatureMaps, FeatureReport } from '../../../src/jobs/binary-reports';
import { fixed, percent } from '../frame/format';
import type { FrameTable } from '../frame/table';

export const MAP_NAMES: Readonly<Record<FeatureMaps['method'], string>> = {
  float: 'Float',
  bwn: 'BWN',
  xnor: 'XNOR-Net',
  twn: 'TWN',
};

export function mapsSentence(report: FeatureReport | null): string {
  if (report === null) return 'No feature maps have been computed yet.';
  const parts = report.maps
    .filter(({ method }) => method !== 'float')
    .map(({ method, correlation }) => `${MAP_NAMES[method]} ${fixed(correlation, 3)}`);
  return `What ${report.layer} makes of test image ${String(report.image)}, before bias and activation. Correlation with the float maps: ${parts.join(', ')}. ${percent(report.positiveShare)} % of the signs of its input are +1.`;
}

export function mapsTable(report: FeatureReport | null): FrameTable {
  const rows = (report?.maps ?? []).flatMap(({ method, correlations, correlation }) => [
    ...Array.from(correlations, (r, filter) => [MAP_NAMES[method], filter, r]),
    [MAP_NAMES[method], 'all', correlation],
  ]);
  return { columns: ['Method', 'Filter', 'Correlation with float'], rows };
}
