/** The same work in PyTorch, in the same run, where a Python with torch is installed. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PeerTimes } from './kernels';

export interface Peer {
  /** What the peer is, or why there is none. */
  readonly about: string;
  readonly times: PeerTimes;
}

const pythons = ['python3', '/usr/bin/python3', 'python'];

function hasTorch(python: string): boolean {
  return spawnSync(python, ['-c', 'import torch, numpy']).status === 0;
}

/** A Python that has PyTorch; undefined where there is none. */
export function findPython(): string | undefined {
  return pythons.find(hasTorch);
}

/** Runs bench/peer.py on one thread for the given numbers of weights. */
export function runPeer(counts: readonly number[]): Peer {
  return runScript('peer.py', counts.map(String), 'on one thread, float32');
}

/** Networks in float32 and int8 on one and two threads. */
export function runNetworkPeer(): Peer {
  return runScript('peer_networks.py', [], 'float32 in channels_last and int8, on one and two threads');
}

function runScript(name: string, inputs: readonly string[], about: string): Peer {
  const python = findPython();
  if (python === undefined) return { about: 'no peer: none of the Pythons here has torch', times: {} };
  const script = fileURLToPath(new URL(name, import.meta.url));
  const child = spawnSync(python, [script, ...inputs], { encoding: 'utf8' });
  if (child.status !== 0) return { about: `no peer: ${child.stderr.trim().split('\n').at(-1) ?? 'failed'}`, times: {} };
  const { torch, times } = JSON.parse(child.stdout) as { torch: string; times: Record<string, number> };
  return { about: `peer: PyTorch ${torch} ${about}`, times };
}
