import { FolderOpen, Upload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../../controls/Button';
import { Dialog } from '../../controls/Dialog';
import { bytes } from '../../controls/format';
import { ProgressBar } from '../../controls/ProgressBar';
import { openedFile } from '../../engine/files';
import { openDialog } from '../../store/actions';
import type { Problem } from '../../store/state';
import css from './OpenDialog.module.css';
import { leaveOpening, readOpened, useOpening, wantedModel } from './opening';
import { ReadView } from './ReadView';

/** Files of the user: which, what is in them, and what becomes of them. */
export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const { busy, problem, report } = useOpening();
  const close = (): void => {
    leaveOpening();
    onClose();
  };
  return (
    <Dialog title="Open a file" intro="It is read in this tab and does not leave it." width={1080} onClose={close}>
      <div className={css.body}>
        {problem !== null && <Failure problem={problem} />}
        {busy !== null && (
          <div className={css.busy} role="status">
            <span>{`${busy.what}: ${amount(busy.progress, report === null)}`}</span>
            <ProgressBar label={busy.what} {...busy.progress} length="fill" />
            <Button small onClick={leaveOpening}>
              Cancel
            </Button>
          </div>
        )}
        {report === null ? (
          busy === null && <Choose />
        ) : (
          <ReadView key={report.title} report={report} isBusy={busy !== null} />
        )}
      </div>
    </Dialog>
  );
}

function amount({ done, total }: { readonly done: number; readonly total: number }, isBytes: boolean): string {
  return isBytes ? `${bytes(done)} of ${bytes(total)}` : `${String(Math.round((100 * done) / Math.max(total, 1)))} %`;
}

function Failure({ problem }: { readonly problem: Problem }) {
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

/** Before anything was read. */
function Choose() {
  const wanted = wantedModel();
  return (
    <div className={css.choose}>
      {wanted !== null && (
        <p className={css.wanted}>
          This link is about the model <code>{wanted}</code>, which is not in this browser. Open its file; with the same
          choices it becomes the same model.
        </p>
      )}
      <div className={css.drop}>
        <p>Drop files or a folder anywhere on the page, or choose them.</p>
        <div className={css.row}>
          <Pick label="Choose files…" />
          <Pick label="Choose a folder…" isFolder />
        </div>
      </div>
      <dl className={css.formats}>
        <dt>Networks that run</dt>
        <dd>TensorFlow.js layers and graph models (model.json with its weight files, or a zip), ONNX</dd>
        <dt>Weights alone</dt>
        <dd>.safetensors, .npz, .npy, and networks with layers that are not computed here</dd>
      </dl>
      <div className={css.row}>
        <Button small kind="ghost" onClick={() => openDialog('model')}>
          Back to the models
        </Button>
      </div>
    </div>
  );
}

interface PickProps {
  readonly label: string;
  readonly isFolder?: boolean;
}

/** A button that opens the file chooser of the system. */
function Pick({ label, isFolder = false }: PickProps) {
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
          void readOpened([...(currentTarget.files ?? [])].map((file) => openedFile(file)));
          currentTarget.value = '';
        }}
      />
    </>
  );
}
