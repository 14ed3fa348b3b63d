/**
 * One description of a parameter. The form control, the URL form, the default and the range check all derive from it,
 * so a technique states its parameters exactly once.
 */
export type ParamValue = number | string | boolean | readonly number[];
export type Params = Readonly<Record<string, ParamValue>>;

interface Described {
  /** Short name for the control, in sentence case. */
  readonly label: string;
  /** One plain sentence: what the parameter does. */
  readonly help: string;
}

export interface IntegerParam extends Described {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

export interface NumberParam extends Described {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  /** Increment of the slider and of an arrow key; typed values need not be multiples of it. */
  readonly step: number;
  readonly default: number;
  readonly unit?: string;
}

export interface ChoiceParam extends Described {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string; readonly help: string }[];
  readonly default: string;
}

export interface BooleanParam extends Described {
  readonly kind: 'boolean';
  readonly default: boolean;
}

/** A list of finite numbers, such as centroids placed by hand. */
export interface NumbersParam extends Described {
  readonly kind: 'numbers';
  readonly maxLength: number;
  readonly default: readonly number[];
}

export type Param = IntegerParam | NumberParam | ChoiceParam | BooleanParam | NumbersParam;
export type ParamTable = Readonly<Record<string, Param>>;

/** A technique as a reader meets it: in a menu, in the help, in an error message. */
export interface Technique {
  readonly id: string;
  readonly label: string;
  /** One plain sentence: what it does. */
  readonly summary: string;
  /** Paper and section, or the lecture's name for it. */
  readonly source: string;
  readonly params: ParamTable;
}

/** A technique chosen with values for its parameters. Missing parameters have their defaults. */
export interface Choice {
  readonly id: string;
  readonly params: Params;
}

/** The default value of every parameter of a table. */
export function defaultsOf(table: ParamTable): Params {
  return Object.fromEntries(Object.entries(table).map(([key, param]) => [key, param.default]));
}
