/** The numbers behind a chart: shown by "view as table" and written as CSV. */
export interface FrameTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** RFC 4180: comma separated, CRLF, quoted where needed. Numbers are written in full so that they can be computed with. */
export function tableToCsv({ columns, rows }: FrameTable): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(content: string | number): string {
  const text = String(content);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
