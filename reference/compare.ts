/** How far a number may be from the expected one: |got - want| <= abs + rel |want|. */
interface Bound {
  readonly abs: number;
  readonly rel: number;
  /** Both are rounded to float32 first. */
  readonly float32: boolean;
}

type Tolerances = Readonly<Record<string, unknown>>;

const EXACT: Bound = { abs: 0, rel: 0, float32: false };
const DEFAULT: Bound = { abs: 1e-12, rel: 1e-6, float32: false };

/** Fields whose expected numbers are shortest-decimal float32. */
const FLOAT32 = new Set(
  'scale scales dequantized dequantizedY values elements gamma blockScales absmax tensorScale'.split(' '),
);

/** Fields of whole numbers, which must match exactly. */
const INTEGERS = new Set(
  (
    'codes qmin qmax zeroPoint zeroPoints scalesShape scaleCodes sharedExponents microExponents mantissas bin gridIndex ' +
    'iterations iterationsRun histogram indexBits totalBitsFixed huffmanPayloadBits k scaleExponents ' +
    'codesX codesW codesY biasCodes accumulator zeroPointCorrectionPerColumn outputShape'
  ).split(' '),
);

/** Decides the bound of a field by its name; the innermost name decides in nested tables. */
export type BoundOf = (field: string) => Bound;

/** Rules of the formats files: a default table, then the case's own table by field name, `all` for every field. */
export function formatBounds(defaults: Tolerances, own: Tolerances): BoundOf {
  return (field) => {
    const float32 = FLOAT32.has(field);
    const stated = own[field] ?? own['all'] ?? defaults[field];
    if (stated === undefined) return INTEGERS.has(field) ? EXACT : { ...DEFAULT, float32 };
    return { ...toBound(stated), float32: float32 || stated === 'exact' };
  };
}

/** Rules of the training files: one bound for every field of a case. */
export function uniformBounds(stated: unknown): BoundOf {
  const bound = toBound(stated);
  return () => bound;
}

function toBound(stated: unknown): Bound {
  if (stated === 'exact') return EXACT;
  if (typeof stated !== 'object' || stated === null) throw new TypeError(`Not a tolerance: ${JSON.stringify(stated)}`);
  const { abs, rel } = stated as { abs?: number; rel?: number };
  return { abs: abs ?? 0, rel: rel ?? 0, float32: false };
}

/** Endings of names in the training files: a result that was reached once, and one that must be reached. */
const FOR_INFORMATION = '_reference';
const UPPER_BOUND = '_must_be_at_most';

function isAtMost(got: unknown, bound: unknown): boolean {
  return typeof got === 'number' && typeof bound === 'number' && got <= bound;
}

/** The first difference as "field: got ..., want ...", or null when everything expected was met. */
export function firstDifference(got: unknown, want: unknown, boundOf: BoundOf, field = '', path = ''): string | null {
  if (isList(want)) return listDifference(got, want, boundOf, field, path);
  if (isRecord(want)) {
    for (const [key, value] of Object.entries(want)) {
      if (key.endsWith(FOR_INFORMATION)) continue;
      const found = firstDifference(isRecord(got) ? got[key] : undefined, value, boundOf, key, join(path, key));
      if (found !== null) return found;
    }
    return null;
  }
  const met = field.endsWith(UPPER_BOUND) ? isAtMost(got, want) : leafMatches(got, want, boundOf(field));
  return met ? null : `${path}: got ${show(got)}, want ${show(want)}`;
}

function listDifference(
  got: unknown,
  want: ArrayLike<unknown>,
  boundOf: BoundOf,
  field: string,
  path: string,
): string | null {
  if (!isList(got)) return `${path}: got ${show(got)}, want a list of ${String(want.length)}`;
  if (got.length !== want.length) return `${path}: got ${String(got.length)} entries, want ${String(want.length)}`;
  for (let i = 0; i < want.length; i++) {
    const found = firstDifference(got[i], want[i], boundOf, field, `${path}[${String(i)}]`);
    if (found !== null) return found;
  }
  return null;
}

const SPECIAL: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Infinity, '-Infinity': -Infinity };

function leafMatches(got: unknown, want: unknown, bound: Bound): boolean {
  const number = typeof want === 'string' && Object.hasOwn(SPECIAL, want) ? SPECIAL[want] : want;
  if (typeof number !== 'number') return got === number;
  if (typeof got !== 'number') return false;
  if (Number.isNaN(number)) return Number.isNaN(got);
  const [a, b] = bound.float32 ? [Math.fround(got), Math.fround(number)] : [got, number];
  // A relative bound around an infinity would accept everything.
  return a === b || (Number.isFinite(b) && Math.abs(a - b) <= bound.abs + bound.rel * Math.abs(b));
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !isList(value);
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
