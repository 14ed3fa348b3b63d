import type { DecodedLink, LinkState } from './link';
import { CURRENT_VERSION, currentPayload, linkVersion } from './migrations';
import { pack, unpack } from './pack';

const LINK = /^#?e=(\d{1,6})\.([\w-]*)$/;

/** The fragment of a link, `#e=<version>.<payload>`: the difference from that version's base, deflated, base64url. */
export function encodeLink(link: LinkState): string {
  return `#e=${CURRENT_VERSION}.${pack(currentPayload(link))}`;
}

/**
 * The state that a location's fragment carries; null when it carries none. Never throws and never takes longer than its
 * size caps allow, whatever the text; a link that does not fit names the field and the reason.
 */
export function decodeLink(hash: string): DecodedLink | null {
  if (!/^#?e=/.test(hash)) return null;
  const [, digits, payload] = LINK.exec(hash) ?? [];
  if (digits === undefined || payload === undefined) return wrong('link', 'The link is damaged or was cut short.');
  const version = linkVersion(Number(digits));
  if (version === undefined) return wrong('version', versionMessage(Number(digits)));
  const unpacked = unpack(payload);
  return unpacked.ok ? version.decode(unpacked.value) : wrong('link', unpacked.message);
}

function versionMessage(version: number): string {
  return version > CURRENT_VERSION
    ? `The link was made by a newer version of this app (link format ${version}, this app reads up to ${CURRENT_VERSION}).`
    : `There is no link format ${version}.`;
}

function wrong(field: string, message: string): DecodedLink {
  return { ok: false, problem: { field, message } };
}
