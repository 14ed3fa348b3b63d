import type { SideId } from '../../../../src/experiment/spec';
import { taskOf } from '../../../../src/tasks/registry';
import { escape } from '../../../charts/frame/svg';
import { bytes, count, fixed } from '../../../controls/format';
import type { AppState, Score } from '../../../store/state';
import { sideName } from '../../recipe/recipeName';
import { resultText } from '../../recipe/result';

type Source = Pick<AppState, 'experiment' | 'model' | 'scores' | 'networkReports' | 'testData' | 'engine'>;

const SIDES: readonly SideId[] = ['a', 'b'];
const INK: Readonly<Record<string, string>> = { float: '#5c6470', a: '#2b62c4', b: '#b0540c' };

/** Whether everything that the report states has been computed for the present settings. */
export function isReportable({ model, scores, networkReports }: Source): boolean {
  const slots = [scores.float, scores.a, scores.b, networkReports.a, networkReports.b];
  return model.status === 'ready' && slots.every(({ status }) => status === 'ready');
}

/**
 * The comparison as one HTML page that needs nothing else: recipes, numbers with where they come from, charts as SVG, the link.
 * @param link address that opens the experiment.
 */
export function reportHtml(state: Source, link: string): string {
  const { model, testData } = state;
  const card = model.status === 'ready' ? model.card : null;
  const title = `${card?.title ?? state.experiment.model} on ${testData?.title ?? card?.dataset ?? ''}`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(`Quantization of ${title}`)}</title>
<style>${STYLE}</style>
<h1>${escape(`Quantization of ${title}`)}</h1>
<p>Computed in a browser by the Quantization Playground. <a href="${escape(link)}">Open the experiment</a>; the same link gives the same numbers.</p>
${resultTable(state)}
${valueChart(state)}
<h2>Layers</h2>
${sqnrChart(state)}
${layerTable(state)}
<h2>The network</h2>
<p>${escape(card?.training ?? '')} ${escape(card === null ? '' : `Licence: ${card.licence}. SHA-256 of the weights: ${card.sha256}.`)}</p>
<p>Forward passes by ${escape(state.engine.forward === 'own' ? 'kernels of the playground' : 'tfjs')}, back end ${escape(state.engine.backend ?? 'unknown')}. Seeds: A ${String(state.experiment.a.seed)}, B ${String(state.experiment.b.seed)}.</p>
</html>
`;
}

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;color:#1b1f24;background:#fff;max-width:860px;margin:40px auto;padding:0 20px}' +
  'table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{text-align:right;padding:4px 8px;border-bottom:1px solid #dfe3e8}' +
  'th,td{white-space:nowrap}th:first-child,td:first-child{text-align:left;white-space:normal}th{font-weight:600}svg{width:100%;height:auto;margin:20px 0}svg text{font:12px system-ui,sans-serif}' +
  'h2{margin-top:36px}small{color:#5c6470}';

function resultTable(state: Source): string {
  const { experiment, scores, networkReports, model } = state;
  const task = taskOf(model.status === 'ready' ? model.card.task : 'classify');
  const rows = SIDES.map((side) => {
    const text = resultText({ task, score: scores[side], float: scores.float, network: networkReports[side] });
    return [
      `${side.toUpperCase()}: ${sideName(experiment[side])}`,
      `${text.value} ${text.unit}`,
      text.range,
      text.changedLabel === null ? '' : `${text.changed}${text.changedOf}`,
      text.bits,
      `${text.size}${text.ratio}`,
      'measured',
    ];
  });
  const { value: float } = scores.float;
  const floatBytes = networkReports.a.value?.floatBytes;
  const first = [
    'Float32',
    float === null ? task.dash : `${task.format(float.value)} ${task.unit}`,
    float === null ? task.dash : task.range(float),
    '',
    '32.00',
    floatBytes === undefined ? '' : bytes(floatBytes),
    'measured',
  ];
  const heads = ['Weights', task.metric, 'interval', task.changed ?? '', 'stored bits', 'size', ''];
  return `${table(heads, [first, ...rows])}\n<p><small>${escape(float === null ? '' : `Float: ${task.interval(float)}`)}. Stored bits count scales, zero points and codebooks.</small></p>`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${line('th', heads)}</thead><tbody>${rows.map((row) => line('td', row)).join('')}</tbody></table>`;
}

const WIDTH = 820;
const LEFT = 90;

/** The value of the task with its interval, one line a network. */
function valueChart({ scores, model }: Source): string {
  const task = taskOf(model.status === 'ready' ? model.card.task : 'classify');
  const lines = (['float', 'a', 'b'] as const).flatMap((id) => {
    const { value } = scores[id];
    return value !== null && Number.isFinite(value.value) ? [{ id, value }] : [];
  });
  if (lines.length === 0) return '';
  const axis = task.axis(
    lines.map(({ value }) => value.value),
    0,
  );
  const [from, to] = axis.domain;
  const x = (value: number): number => LEFT + ((value - from) / (to - from)) * (WIDTH - LEFT - 90);
  const marks = lines.map(({ id, value }, row) => {
    const y = 18 + row * 26;
    const name = id === 'float' ? 'Float' : id.toUpperCase();
    return `<text x="0" y="${String(y + 4)}" fill="${INK[id] ?? ''}">${name}</text>${interval(value, y, x, INK[id] ?? '')}<text x="${fixed(x(value.high) + 8, 1)}" y="${String(y + 4)}">${escape(task.format(value.value))}</text>`;
  });
  const bottom = 18 + lines.length * 26;
  const ticks = axis.ticks.map(({ value, label }) => {
    const at = fixed(x(value), 1);
    return `<path d="M${at} 0V${String(bottom - 10)}" stroke="#dfe3e8"/><text x="${at}" y="${String(bottom + 6)}" text-anchor="middle" fill="#5c6470">${escape(label)}</text>`;
  });
  return svg(`${task.metric} with its interval`, bottom + 12, [...ticks, ...marks]);
}

function interval(score: Score, y: number, x: (value: number) => number, ink: string): string {
  const [low, middle, high] = [score.low, score.value, score.high].map((value) => x(value).toFixed(1));
  return `<path d="M${low ?? ''} ${String(y)}H${high ?? ''}" stroke="${ink}" stroke-width="2"/><circle cx="${middle ?? ''}" cy="${String(y)}" r="5" fill="${ink}"/>`;
}

/** Signal to quantization noise of each layer in decibel: a bar a side. */
function sqnrChart({ networkReports, model }: Source): string {
  const layers = model.status === 'ready' ? model.layers : [];
  const valueOf = (side: SideId, layer: string): number =>
    networkReports[side].value?.layers.find((one) => one.layer === layer)?.metrics.sqnrDb ?? 0;
  const finite = layers.flatMap(({ name }) => SIDES.map((side) => valueOf(side, name))).filter(Number.isFinite);
  const most = Math.max(1, ...finite);
  const marks = layers.flatMap(({ name }, row) =>
    SIDES.map((side, at) => {
      const value = valueOf(side, name);
      const y = row * 30 + at * 12;
      const width = (Math.min(Math.max(value, 0), most) / most) * (WIDTH - LEFT - 60);
      const text = Number.isFinite(value) ? fixed(value, 1) : 'exact';
      const label = at === 0 ? `<text x="0" y="${String(y + 17)}">${escape(name)}</text>` : '';
      return `${label}<rect x="${String(LEFT)}" y="${String(y + 2)}" width="${width.toFixed(1)}" height="10" fill="${INK[side] ?? ''}"/><text x="${(LEFT + width + 6).toFixed(1)}" y="${String(y + 11)}" font-size="10">${text}</text>`;
    }),
  );
  return svg('Signal to quantization noise of the weights in dB, A above B', layers.length * 30, marks);
}

function svg(title: string, height: number, marks: readonly string[]): string {
  return `<figure style="margin:0"><figcaption>${escape(title)}</figcaption><svg viewBox="0 0 ${String(WIDTH)} ${String(height)}" role="img" aria-label="${escape(title)}">${marks.join('')}</svg></figure>`;
}

function layerTable({ networkReports, model }: Source): string {
  const layers = model.status === 'ready' ? model.layers : [];
  const rows = layers.map(({ name, weights }) => [
    name,
    count(weights),
    ...SIDES.flatMap((side) => {
      const metrics = networkReports[side].value?.layers.find((one) => one.layer === name)?.metrics;
      if (metrics === undefined) return ['', '', ''];
      const sqnr = Number.isFinite(metrics.sqnrDb) ? fixed(metrics.sqnrDb, 1) : '∞';
      return [sqnr, metrics.mse.toExponential(3), fixed(metrics.bitsPerWeight, 2)];
    }),
  ]);
  const heads = SIDES.flatMap((side) => [`${side.toUpperCase()}: SQNR, dB`, 'MSE', 'bits']);
  return table(['Layer', 'weights', ...heads], rows);
}
