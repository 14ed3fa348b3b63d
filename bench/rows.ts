/** One measured figure, beside what it should be and what the peer needs for the same work. */
export interface Row {
  /** The same in `peer.py`, where the peer does the same work. */
  readonly id: string;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'kB';
  /** Upper bound of design section "Budgets"; null when none applies. */
  readonly budget: number | null;
  /** In the unit of `value`; null when the peer does not do this work or is not installed. */
  readonly peer: number | null;
  readonly note?: string;
}

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

function figure(value: number | null, unit: string): string {
  if (value === null) return '-';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

function verdict({ value, budget }: Row): string {
  if (budget === null) return '';
  return value <= budget ? 'ok' : 'OVER';
}

function ratio({ value, peer }: Row): string {
  return peer === null ? '' : `${(value / peer).toFixed(2)}x`;
}

/** The group as a table of text. */
export function table(group: Group): string {
  const head = ['', 'ours', 'budget', '', 'peer', 'ours / peer', ''];
  const body = group.rows.map((row) => [
    row.what,
    figure(row.value, row.unit),
    row.budget === null ? '-' : `<= ${String(Number(row.budget.toFixed(2)))} ${row.unit}`,
    verdict(row),
    figure(row.peer, row.unit),
    ratio(row),
    row.note ?? '',
  ]);
  const lines = [head, ...body];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  const text = lines.map((line) =>
    line
      .map((cell, column) =>
        column === 0 || column === 6 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  );
  return [group.title, '-'.repeat(group.title.length), ...text.map((line) => line.trimEnd())].join('\n');
}
