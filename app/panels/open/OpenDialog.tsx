import type { OpenedFile } from '../../../src/jobs/own-reports';
import { Button } from '../../controls/Button';
import { Dialog } from '../../controls/Dialog';
import { openDialog } from '../../store/actions';
import css from './OpenDialog.module.css';
import { leaveOpening, readOpened, useOpening, wantedModel } from './opening';
import { BusyLine, Failure, Pick } from './parts';
import { ReadView } from './ReadView';

const read = (files: readonly OpenedFile[]) => void readOpened(files);

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
        {busy !== null && <BusyLine busy={busy} isBytes={report === null} onCancel={leaveOpening} />}
        {report === null ? (
          busy === null && <Choose />
        ) : (
          <ReadView key={report.title} report={report} isBusy={busy !== null} />
        )}
      </div>
    </Dialog>
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
          <Pick label="Choose files…" onFiles={read} />
          <Pick label="Choose a folder…" onFiles={read} isFolder />
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
