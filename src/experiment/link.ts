import type { Answer, Assignment } from './assignment';
import type { AreaId } from './screens/registry';
import type { Experiment } from './spec';
import type { FieldProblem } from './validate';

/**
 * What a shared link says the numbers were: counts of right predictions on so many images, or with `inUnit` values in the unit
 * of the model's task on so many texts or pictures; Infinity for a picture without error.
 */
export interface LinkDigest {
  readonly images: number;
  readonly float: number;
  readonly a: number;
  readonly b: number;
  readonly inUnit?: true;
  /** First 8 hex digits of the weights' SHA-256. */
  readonly weights: string;
}

export type LinkShow = 'a' | 'both' | 'b';

/** Everything that a link carries. */
export interface LinkState {
  readonly experiment: Experiment;
  readonly view?: {
    readonly layer?: string;
    readonly show?: LinkShow;
    /** Left out: the Lab. */
    readonly area?: AreaId;
    /** Step of the course that is open. */
    readonly lesson?: string;
  };
  readonly digest?: LinkDigest;
  /** Task that the settings belong to: as its author set it, or as far as a student has come. */
  readonly assignment?: Assignment;
  /** The settings are handed in. */
  readonly answer?: Answer;
}

export type DecodedLink =
  { readonly ok: true; readonly link: LinkState } | { readonly ok: false; readonly problem: FieldProblem };
