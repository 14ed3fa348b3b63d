/** `npm run bench [-- --json FILE] [--only PART]`: measures, and prints beside budgets and peer. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { adaRoundGroup } from './adaround';
import { binaryGroup } from './binary';
import { evaluationGroup } from './evaluation';
import { formatGroups } from './formats';
import { integerGroups } from './integer';
import { kernelGroups, sizes } from './kernels';
import { ladderGroup } from './ladder';
import { pageGroups } from './page';
import { type Peer, runPeer } from './peer';
import { policyGroup } from './policies';
import { poolGroup } from './pool';
import { type Group, table } from './rows';
import { sliderGroups } from './sliders';
import { speedGroup } from './speed';
import { trainingGroup } from './training';
import { trainingPageGroup } from './training-page';

/** In the order in which they are measured. */
const PARTS: Readonly<Record<string, (peer: () => Peer) => Promise<readonly Group[]>>> = {
  kernels: (peer) => kernelGroups(peer().times),
  formats: () => formatGroups(),
  ladder: () => Promise.resolve([ladderGroup()]),
  evaluation: async (peer) => [await evaluationGroup(peer().times)],
  integer: () => integerGroups(),
  speed: async () => [await speedGroup()],
  pool: async () => [await poolGroup()],
  adaround: async () => [await adaRoundGroup()],
  training: async () => [await trainingGroup(), await trainingPageGroup()],
  binary: async () => [await binaryGroup()],
  policies: async () => [await policyGroup()],
  page: () => pageGroups(),
  sliders: () => sliderGroups(),
};

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const wanted = Object.entries(PARTS).filter(([part]) => values.only === undefined || values.only === part);
if (wanted.length === 0) throw new RangeError(`--only takes one of ${Object.keys(PARTS).join(', ')}.`);

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${String(availableParallelism())} cores, Node ${process.version}`;
console.log(`${machine}\n`);

let asked: Peer | null = null;
/** Measures the peer when a part first asks for it. */
function peer(): Peer {
  if (asked === null) {
    asked = runPeer(sizes);
    console.log(`${asked.about}\n`);
  }
  return asked;
}

const groups: Group[] = [];
for (const [, measure] of wanted) {
  for (const group of await measure(peer)) {
    console.log(`${table(group)}\n`);
    groups.push(group);
  }
}

const over = groups.flatMap(({ rows }) => rows).filter(({ value, budget }) => budget !== null && value > budget);
console.log(
  over.length === 0
    ? 'All budgets kept.'
    : `${String(over.length)} over budget: ${over.map(({ what }) => what).join('; ')}`,
);
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ machine, peer: asked, groups }, null, 2)}\n`);
