import type { Task } from '../../../src/tasks/task';
import { count, decibel, share, value } from '../frame/format';
import type { FrameTable } from '../frame/table';
import type { LadderInputs, RungInput } from './input';
import { ERROR_NAMES, NOUNS, bitsText, errorText, groupsText, reasonOf, storageText } from './measures';

/** The ladder in one sentence. */
export function ladderSentence({ kind, rungs, subject }: LadderInputs): string {
  const parts = rungs.flatMap(({ rung, report }) =>
    report === null
      ? []
      : [`${rung.label} ${errorText(kind, report, subject)} at ${bitsText(report.bitsPerWeight)} bits`],
  );
  if (parts.length === 0) return 'The ladder is not computed yet.';
  return `${ERROR_NAMES[kind].name} and stored bits of ${count(subject.n)} values. ${parts.join('; ')}.`;
}

export function ladderTable({ kind, rungs, subject, task }: LadderInputs): FrameTable {
  return {
    columns: [
      'rung',
      'format',
      'MSE',
      ERROR_NAMES[kind].name,
      'largest error',
      'stored bits',
      'of them codes',
      'scales',
      'zero points',
      'exponents',
      'codebook',
      'groups',
      ...task.columns.heads,
    ],
    rows: rungs.flatMap(({ rung, report, score }) => {
      if (report === null) return [];
      const per = (bits: number) => Number((bits / Math.max(subject.n, 1)).toPrecision(5));
      const { codes, scales, zeroPoints, exponents, codebook } = report.storage;
      return [
        [
          rung.label,
          rung.detail,
          Number(report.mse.toPrecision(6)),
          errorText(kind, report, subject),
          Number(report.maxError.toPrecision(6)),
          per(report.bitsPerWeight * subject.n),
          ...[codes, scales, zeroPoints, exponents, codebook].map(per),
          report.groups,
          ...scoreCells(score, task),
        ],
      ];
    }),
  };
}

/** The ladder, and its integer rungs at the other widths. */
export function scoreTable(inputs: LadderInputs): FrameTable {
  const { columns, rows } = ladderTable(inputs);
  const { families, rungs, kind, subject, task } = inputs;
  const wider = families.flatMap(({ id, points }) => {
    const label = rungs.find(({ rung }) => rung.id === id)?.rung.label ?? id;
    return points.flatMap(({ bits, error, score }) => {
      if (error === null) return [];
      const cells = [label, `${String(bits)} bits`, Number(error.mse.toPrecision(6)), errorText(kind, error, subject)];
      const stored = Number(error.bitsPerWeight.toPrecision(5));
      return [[...cells, '', stored, '', '', '', '', '', '', ...scoreCells(score, task)]];
    });
  });
  return { columns, rows: [...rows, ...wider] };
}

function scoreCells(score: RungInput['score'], { columns }: Task): readonly (string | number)[] {
  return score === null ? columns.heads.map(() => '') : columns.cells(score);
}

/** A card in words, for its button. */
export function cardName(one: RungInput, { kind, subject, task }: LadderInputs): string {
  const { rung, report, problem, score } = one;
  if (problem !== null) return `${rung.label}: ${problem}`;
  if (report === null) return `${rung.label}, not computed yet`;
  const reason = reasonOf(rung);
  const measured =
    score === null
      ? reason === null
        ? ''
        : `, ${task.metric} not measured: ${reason}`
      : `, ${task.metric} ${task.format(score.value)} ${task.spokenUnit} (${task.range(score)}) on ${task.items(score.n)}${task.changed === null ? '' : `, ${task.changed.toLowerCase()}: ${count(score.changed ?? 0)}`}`;
  return `${rung.label}, ${rung.detail}: ${ERROR_NAMES[kind].name} ${errorText(kind, report, subject)}, ${bitsText(report.bitsPerWeight)} stored bits: ${storageText(report, subject.n)}, ${groupsText(report, subject)}${measured}`;
}

/** What is odd about the tensor; nothing when it is as expected. */
export function oddNotes({ subject, rungs, kind }: LadderInputs): string[] {
  const { n, rows, nonFinite, constant, zeroChannels, columns } = subject;
  const nouns = NOUNS[kind];
  if (n === 0) return ['The tensor is empty: there is nothing to quantize, and nothing is stored.'];
  const group = rungs.find(({ report }) => report?.id === 'group')?.report?.regions;
  const size = group?.kind === 'group' ? group.rowsPerGroup : rows;
  const notes: string[] = [];
  if (nonFinite > 0)
    notes.push(
      `${count(nonFinite)} values are not finite. Integers store the code of 0 for NaN and the outermost code for infinity; blocks with a shared exponent become NaN as a whole. They are left out of all errors.`,
    );
  if (constant) notes.push('All values are equal, so that any scale that reaches them has hardly any error.');
  if (zeroChannels > 0)
    notes.push(
      `${count(zeroChannels)} of ${count(columns)} ${nouns.column}s hold only zeros; their scale is 1 and they stay zero.`,
    );
  if (rows % size !== 0)
    notes.push(
      `${count(rows)} ${nouns.row}s do not divide into groups of ${count(size)}: the last group of each ${nouns.column} has ${count(rows % size)}.`,
    );
  if (kind === 'activations' && rows === 1)
    notes.push('There is one channel: a group or a block over the channels of a position holds a single value.');
  return notes;
}

/** Why some rungs have no score, one sentence a reason. */
export function unmeasuredNotes({ rungs, task }: LadderInputs): string[] {
  const labels = new Map<string, string[]>();
  for (const { rung } of rungs) {
    const reason = reasonOf(rung);
    if (reason !== null) labels.set(reason, [...(labels.get(reason) ?? []), rung.label]);
  }
  return [...labels].map(
    ([reason, names]) => `${task.metric} is not measured under ${names.join(', ')}, only their error: ${reason}.`,
  );
}

/** Where the outlier is and what it was. */
export function outlierNote({ kind, subject: { outlier, columns } }: LadderInputs): string | null {
  if (outlier === null) return null;
  const [row, column] = [Math.floor(outlier.index / columns), outlier.index % columns];
  const nouns = NOUNS[kind];
  return `Artificial: ${nouns.row} ${count(row)} of ${nouns.column} ${count(column)} was ${value(outlier.from)} and is now ${value(outlier.to)}. What the whole network scores is without it.`;
}

/** How far the outlier reaches under every rung. */
export function damageTable({ rungs, subject }: LadderInputs): FrameTable {
  return {
    columns: ['rung', 'other values restored differently', 'share', 'MSE of the others before', 'and after'],
    rows: rungs.flatMap(({ rung, report }) => {
      const damage = report?.damage ?? null;
      if (damage === null) return [];
      const { touched, mseBefore, mseAfter } = damage;
      return [
        [
          rung.label,
          touched,
          share(touched / Math.max(subject.n - 1, 1)),
          Number(mseBefore.toPrecision(5)),
          Number(mseAfter.toPrecision(5)),
        ],
      ];
    }),
  };
}

/** A loss of decibels that the outlier causes the other values: "−12.3 dB". */
export function lossText(mseBefore: number, mseAfter: number): string {
  if (mseAfter === mseBefore) return '0.0 dB';
  if (mseBefore === 0) return 'from no error';
  return `${decibel(-10 * Math.log10(mseAfter / mseBefore), 1)} dB`;
}
