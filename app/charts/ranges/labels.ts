import type { SideId } from '../../../src/experiment/spec';
import type { LayerReport } from '../../../src/jobs/reports';
import { count, value } from '../frame/format';
import { type ReportPair, type ShownReport, shownReports } from '../frame/reports';
import type { FrameTable } from '../frame/table';

/** How the thresholds of one side are drawn over the channels. */
export interface ThresholdLine {
  readonly side: SideId;
  readonly path: string;
  /** Place of the one threshold for all channels; null when there are several. */
  readonly sharedY: number | null;
}

export interface RangeLabel {
  readonly text: string;
  readonly tone: SideId | 'ink';
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

interface LabelInput {
  readonly shown: readonly ShownReport[];
  readonly order: readonly number[];
  readonly lines: readonly ThresholdLine[];
  readonly y: (v: number) => number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly pitch: number;
}

/** An outlier is called one from here on: its range over that of the median channel. */
const OUTLIER = 2;
const LINE = 16;

/** Direct labels: whose line is whose, the widest channel, and how many channels are lost. */
export function labelsOf(input: LabelInput): RangeLabel[] {
  const { shown, lines, order, y, left, right, top, bottom } = input;
  const [first] = shown;
  if (first === undefined) return [];
  const { absMax } = first.report.channels;
  const widest = order[0] ?? 0;
  const largest = absMax[widest] ?? 0;
  const lineAt = lines.flatMap(({ sharedY }) => (sharedY === null ? [] : [sharedY]));
  const under = Math.max(top + 8, ...lineAt.filter((at) => at < top + (bottom - top) / 2)) + 15;
  const own = lines.map((line, i): RangeLabel => {
    const scales =
      shown.find(({ side }) => side === line.side)?.report.regions.kind === 'group'
        ? 'largest of its groups'
        : 'one threshold each';
    const text = `${line.side.toUpperCase()}: ${line.sharedY !== null ? 'one threshold for all' : scales}`;
    return { text, tone: line.side, x: right - 2, y: under + i * LINE, anchor: 'end' };
  });
  const note: RangeLabel = {
    text: `channel ${widest}: ${value(largest)}`,
    tone: 'ink',
    x: left + Math.max(input.pitch, 4) + 6,
    // Above the bars it runs across, which begin with the second widest.
    y: y(absMax[order[1] ?? widest] ?? largest) - 6,
    anchor: 'start',
  };
  return [...own, note, ...lostLabels(shown, left, bottom)];
}

function lostLabels(shown: LabelInput['shown'], left: number, bottom: number): RangeLabel[] {
  const texts = shown.flatMap(({ side, report }) => {
    const text = deadNote(side, report);
    return text === null ? [] : [{ side, text }];
  });
  return texts.map(({ side, text }, i) => ({
    text,
    tone: side,
    x: left + 8,
    y: bottom - 8 - (texts.length - 1 - i) * LINE,
    anchor: 'start',
  }));
}

/** "21 channels below half a step: all zero in A"; null when no channel is lost. */
function deadNote(side: SideId, { metrics }: LayerReport): string | null {
  const lost = metrics.zeroedChannels;
  if (lost === 0) return null;
  const reason = metrics.scaleCount === 1 ? ' below half a step:' : ':';
  return `${count(lost)} ${lost === 1 ? 'channel' : 'channels'}${reason} all zero in ${side.toUpperCase()}`;
}

/** What the inspector says about one channel. */
export function channelLines(channel: number, rank: number, reports: ReportPair, sides: readonly SideId[]): string[] {
  const absMax = (reports.a ?? reports.b)?.channels.absMax;
  const own = sides.flatMap((side) => {
    const channels = reports[side]?.channels;
    if (channels === undefined) return [];
    const threshold = channels.threshold[channel] ?? NaN;
    const clip = Number.isFinite(threshold) && threshold > 0 ? `T = ${value(threshold)}, ` : '';
    const lost = channels.zeroed[channel] === 1 ? ', all zero' : '';
    return [`${side.toUpperCase()}: ${clip}rms error ${value(channels.rmse[channel] ?? 0)}${lost}`];
  });
  return [
    `channel ${channel}: max |w| = ${value(absMax?.[channel] ?? 0)}`,
    ...own,
    `rank ${rank + 1} of ${absMax?.length ?? 0}`,
  ];
}

/** The chart in one sentence. */
export function sentence(layer: string, reports: ReportPair, sides: readonly SideId[]): string {
  const absMax = (reports.a ?? reports.b)?.channels.absMax;
  if (absMax === undefined || absMax.length === 0) return `Ranges of the channels of ${layer}, not yet measured.`;
  const sorted = absMax.slice().sort();
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const largest = sorted[sorted.length - 1] ?? 0;
  const channel = absMax.indexOf(largest);
  const spread = largest > OUTLIER * median ? ', an outlier' : '';
  const lost = shownReports(reports, sides).flatMap(({ side, report }) => {
    const text = deadNote(side, report);
    return text === null ? [] : [`; ${text}`];
  });
  return (
    `Largest weight magnitude of each of ${count(absMax.length)} channels of ${layer}: channel ${channel} reaches ` +
    `${value(largest)}${spread}, the median ${value(median)}${lost.join('')}.`
  );
}

export function rangesTable(order: readonly number[], reports: ReportPair): FrameTable {
  const absMax = (reports.a ?? reports.b)?.channels.absMax;
  const cells = (report: LayerReport | null, channel: number) => {
    if (report === null) return ['', '', ''];
    const { threshold, rmse, zeroed } = report.channels;
    return [short(threshold[channel]), short(rmse[channel]), zeroed[channel] === 1 ? 'yes' : 'no'];
  };
  return {
    columns: [
      'channel',
      'max |w|',
      'threshold A',
      'rms error A',
      'all zero A',
      'threshold B',
      'rms error B',
      'all zero B',
    ],
    rows: order.map((channel) => [
      channel,
      short(absMax?.[channel]),
      ...cells(reports.a, channel),
      ...cells(reports.b, channel),
    ]),
  };
}

function short(x: number | undefined): number | string {
  return x === undefined ? '' : Number(x.toPrecision(5));
}
