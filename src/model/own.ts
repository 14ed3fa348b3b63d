/** Models that a user opened: how they are named and described. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { strToU8 } from 'fflate';
import { keyOf } from '../experiment/key';

/** Lower-case hex SHA-256 of some bytes. */
export function hashOf(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** Everything that the numbers of a model depend on. */
export interface OwnEssentials {
  readonly topology: unknown;
  /** SHA-256 of its weights. */
  readonly weights: string;
  readonly input: { readonly shape: readonly number[]; readonly preprocess: string };
  readonly task: string;
  /** SHA-256 of the files of its data, in order. */
  readonly data: readonly string[];
}

/**
 * The id of a user's model: `own-` and 16 hex digits of the SHA-256 of all that its numbers depend on. Whoever opens the same
 * files with the same choices gets the same id, so that a link can name a model without carrying it.
 */
export function ownId(essentials: OwnEssentials): string {
  return `own-${hashOf(strToU8(keyOf(essentials))).slice(0, 16)}`;
}
