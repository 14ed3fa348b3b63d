import { FolderOpen, Upload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { OpenedFile } from '../../../src/jobs/own-reports';
import { Button } from '../../controls/Button';
import { bytes } from '../../controls/format';
import { ProgressBar } from '../../controls/ProgressBar';
import { openedFile } from '../../engine/files';
import type { Problem } from '../../store/state';
import css from './OpenDialog.module.css';

export interface Busy {
  readonly what: string;
  readonly progress: { readonly done: number; readonly total: number };
}

interface BusyLineProps {
  readonly busy: Busy;
  /** Bytes are read; else a share is done. */
  readonly isBytes: boolean;
  readonly onCancel: () => void;
}

/** How far the reading is, and the way to end it. */
export function BusyLine({ busy, isBytes, onCancel }: BusyLineProps) {
  return (
    <div className={css.busy} role="status">
      <span>{`${busy.what}: ${amount(busy.progress, isBytes)}`}</span>
      <ProgressBar label={busy.what} {...busy.progress} length="fill" />
      <Button small onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}

function amount({ done, total }: { readonly done: number; readonly total: number }, isBytes: boolean): string {
  return isBytes ? `${bytes(done)} of ${bytes(total)}` : `${String(Math.round((100 * done) / Math.max(total, 1)))} %`;
}

/** Why files were not opened. */
export function Failure({ problem }: { readonly problem: Problem }) {
  return (
    <div className={css.problem} role="alert">
      <h3>{problem.title}</h3>
      <p>{problem.cause}</p>
      <p>{problem.next}</p>
      {problem.details !== undefined && (
        <details>
          <summary>Details</summary>
          <pre>{problem.details}</pre>
        </details>
      )}
    </div>
  );
}

interface PickProps {
  readonly label: string;
  readonly onFiles: (files: readonly OpenedFile[]) => void;
  readonly isFolder?: boolean;
}

/** A button that opens the file chooser of the system. */
export function Pick({ label, onFiles, isFolder = false }: PickProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // React has no property of this name.
    if (isFolder) input.current?.setAttribute('webkitdirectory', '');
  }, [isFolder]);
  const Icon = isFolder ? FolderOpen : Upload;
  return (
    <>
      <Button onClick={() => input.current?.click()}>
        <Icon size={15} aria-hidden />
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        data-pick={isFolder ? 'folder' : 'files'}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])].map((file) => openedFile(file)));
          currentTarget.value = '';
        }}
      />
    </>
  );
}
