import type { SideId } from '../../../src/experiment/spec';
import type { LayerSummary, NetworkReport } from '../../../src/jobs/reports';
import type { LayerInfo } from '../../../src/model/types';
import { count, decibel, fixed } from '../frame/format';
import type { FrameTable } from '../frame/table';

/** A layer as the strip needs it: complete once the model has loaded, name and size before. */
export type StripLayer = Pick<LayerInfo, 'name' | 'weights'> & Partial<LayerInfo>;

type Reports = Readonly<Record<SideId, NetworkReport | null>>;

/** "5 × 5 × 8 → 16": the kernel, then input and output channels. */
export function shapeText({ layout, shape }: Pick<LayerInfo, 'layout' | 'shape'>): string {
  if (layout === 'dense') return shape.join(' → ');
  const [height = 0, width = 0, inputs = 0, outputs = 0] = shape;
  const taps = `${height} × ${width}`;
  return layout === 'depthwise' ? `${taps}, ${inputs * outputs} channels` : `${taps} × ${inputs} → ${outputs}`;
}

/** What a wide column says below the name of the layer. */
export function factsOf({ weights, kind, layout, shape, macs }: StripLayer): string[] {
  const facts = [`${count(weights)} weights`];
  if (kind !== undefined) facts.push(kind);
  if (layout !== undefined && shape !== undefined) facts.push(shapeText({ layout, shape }));
  if (macs !== undefined && macs > 0) facts.push(`${count(macs)} MACs`);
  return facts;
}

/** One layer in one sentence. */
export function describe(layer: StripLayer, reports: Reports, sides: readonly SideId[]): string {
  const noise = sides.map((side) => {
    const summary = summaryOf(reports[side], layer.name);
    return summary === undefined ? '' : `, ${side.toUpperCase()} ${decibel(summary.metrics.sqnrDb, 1)} dB`;
  });
  return `${layer.name}: ${factsOf(layer).join(', ')}${noise.join('')}`;
}

/** The whole strip in one sentence: the worst layer of each side. */
export function sentence(layers: readonly StripLayer[], reports: Reports, sides: readonly SideId[]): string {
  const parts = sides.flatMap((side) => {
    const worst = lowest(reports[side]);
    if (worst === undefined) return [];
    return [`${side.toUpperCase()} is worst in ${worst.layer} with ${decibel(worst.metrics.sqnrDb, 1)} dB`];
  });
  const start = `Signal to quantization noise of ${layers.length} layers`;
  return parts.length > 0 ? `${start}: ${parts.join('; ')}.` : `${start}, not yet measured.`;
}

export function networkTable(layers: readonly StripLayer[], reports: Reports): FrameTable {
  const cells = (report: NetworkReport | null, name: string) => {
    const metrics = summaryOf(report, name)?.metrics;
    return metrics === undefined ? ['', ''] : [decibel(metrics.sqnrDb, 1), fixed(metrics.bitsPerWeight, 2)];
  };
  return {
    columns: [
      'layer',
      'kind',
      'shape',
      'weights',
      'MACs',
      'SQNR A (dB)',
      'stored bits A',
      'SQNR B (dB)',
      'stored bits B',
    ],
    rows: layers.map((layer) => [
      layer.name,
      layer.kind ?? '',
      layer.shape?.join(' × ') ?? '',
      layer.weights,
      layer.macs ?? '',
      ...cells(reports.a, layer.name),
      ...cells(reports.b, layer.name),
    ]),
  };
}

function summaryOf(report: NetworkReport | null, name: string): LayerSummary | undefined {
  return report?.layers.find(({ layer }) => layer === name);
}

function lowest(report: NetworkReport | null): LayerSummary | undefined {
  return report?.layers.reduce<LayerSummary | undefined>(
    (worst, now) => (worst === undefined || now.metrics.sqnrDb < worst.metrics.sqnrDb ? now : worst),
    undefined,
  );
}
