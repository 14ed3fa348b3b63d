import { useCallback, useEffect, useMemo, useState } from 'react';
import type { WrittenFile } from '../../../../src/jobs/export-reports';
import type { Outcome } from '../../../engine/outcome';
import { useStore } from '../../../store/store';
import { FILE_KINDS, type FileKind, type Owner, makeFile } from './make';

export interface Cell {
  readonly kind: FileKind;
  readonly owner: Owner;
}

export interface Files {
  readonly cells: readonly Cell[];
  /** What has come of a cell; undefined before. */
  readonly of: (cell: Cell) => Outcome<WrittenFile> | undefined;
  readonly done: number;
  readonly state: 'waiting' | 'writing' | 'done' | 'cancelled';
  readonly cancel: () => void;
  readonly restart: () => void;
}

const CELLS: readonly Cell[] = FILE_KINDS.flatMap((kind) => kind.owners.map((owner) => ({ kind, owner })));

/** Writes every file of the present experiment, one after the other, as soon as the model is there. */
export function useFiles(): Files {
  const isReady = useStore((state) => state.model.status === 'ready');
  const experiment = useStore((state) => state.experiment);
  const [made, setMade] = useState<ReadonlyMap<Cell, Outcome<WrittenFile>>>(new Map());
  const [run, setRun] = useState(0);
  const controller = useMemo(() => ({ run, abort: new AbortController() }), [run]);
  const [cancelled, setCancelled] = useState(-1);

  useEffect(() => {
    const { abort } = controller;
    if (!isReady || abort.signal.aborted) return undefined;
    void writeAll(abort.signal, (cell, outcome) => setMade((before) => new Map(before).set(cell, outcome)));
    return () => abort.abort();
  }, [isReady, experiment, controller]);

  const cancel = useCallback(() => {
    controller.abort.abort();
    setCancelled(controller.run);
  }, [controller]);
  const restart = useCallback(() => {
    setMade(new Map());
    setRun((before) => before + 1);
  }, []);
  const isDone = made.size === CELLS.length;
  const isCancelled = cancelled === run && !isDone;
  const state = isDone ? 'done' : isCancelled ? 'cancelled' : isReady ? 'writing' : 'waiting';
  return { cells: CELLS, of: (cell) => made.get(cell), done: made.size, state, cancel, restart };
}

async function writeAll(signal: AbortSignal, tell: (cell: Cell, outcome: Outcome<WrittenFile>) => void): Promise<void> {
  for (const cell of CELLS) {
    const outcome = await makeFile(cell.kind, cell.owner, signal);
    if (signal.aborted) return;
    tell(cell, outcome);
  }
}
