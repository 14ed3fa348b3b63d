/** `npm run bench [-- --json FILE] [--only kernels|formats|ladder|evaluation|adaround|page]`: measures, and prints beside budgets and peer. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { adaRoundGroup } from './adaround';
import { binaryGroup } from './binary';
import { evaluationGroup } from './evaluation';
import { formatGroups } from './formats';
import { kernelGroups, sizes } from './kernels';
import { ladderGroup } from './ladder';
import { pageGroups } from './page';
import { runPeer } from './peer';
import { policyGroup } from './policies';
import { type Group, table } from './rows';

const parts = ['kernels', 'formats', 'ladder', 'evaluation', 'adaround', 'binary', 'policies', 'page'] as const;
const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const wanted = parts.filter((part) => values.only === undefined || values.only === part);
if (wanted.length === 0) throw new RangeError(`--only takes one of ${parts.join(', ')}.`);

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${String(availableParallelism())} cores, Node ${process.version}`;
console.log(machine);
const peer = wanted.some((part) => part === 'kernels' || part === 'evaluation')
  ? runPeer(sizes)
  : { about: 'no peer for this part', times: {} };
console.log(`${peer.about}\n`);

const groups: Group[] = [];
function show(more: readonly Group[]): void {
  for (const group of more) console.log(`${table(group)}\n`);
  groups.push(...more);
}
if (wanted.includes('kernels')) show(await kernelGroups(peer.times));
if (wanted.includes('formats')) show(await formatGroups());
if (wanted.includes('ladder')) show([ladderGroup()]);
if (wanted.includes('evaluation')) show([await evaluationGroup(peer.times)]);
if (wanted.includes('adaround')) show([await adaRoundGroup()]);
if (wanted.includes('binary')) show([await binaryGroup()]);
if (wanted.includes('policies')) show([await policyGroup()]);
if (wanted.includes('page')) show(await pageGroups());

const over = groups.flatMap(({ rows }) => rows).filter(({ value, budget }) => budget !== null && value > budget);
console.log(
  over.length === 0
    ? 'All budgets kept.'
    : `${String(over.length)} over budget: ${over.map(({ what }) => what).join('; ')}`,
);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ machine, peer: peer.about, groups }, null, 2)}\n`);
