/** The workers' scripts. Vite finds them by exactly this form. */
export function spawnQuantWorker(): Worker {
  return new Worker(new URL('../../workers/quant.worker.ts', import.meta.url), { type: 'module', name: 'quant' });
}

export function spawnEvalWorker(): Worker {
  return new Worker(new URL('../../workers/eval.worker.ts', import.meta.url), { type: 'module', name: 'eval' });
}

export function spawnTrainWorker(): Worker {
  return new Worker(new URL('../../workers/train.worker.ts', import.meta.url), { type: 'module', name: 'train' });
}

export function spawnSearchWorker(): Worker {
  return new Worker(new URL('../../workers/search.worker.ts', import.meta.url), { type: 'module', name: 'search' });
}

export function spawnFilesWorker(): Worker {
  return new Worker(new URL('../../workers/files.worker.ts', import.meta.url), { type: 'module', name: 'files' });
}

/** One core stays for the page; two workers even on small machines, so that a sweep and a change share the time. */
export function poolSize(cores: number): number {
  return Math.min(4, Math.max(2, cores - 1));
}
