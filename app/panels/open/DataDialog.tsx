import { Button } from '../../controls/Button';
import { Dialog } from '../../controls/Dialog';
import { Field } from '../../controls/Field';
import { Select } from '../../controls/Select';
import { Switch } from '../../controls/Switch';
import { useStore } from '../../store/store';
import { GivenView } from './GivenView';
import { leaveGiving, otherData, readAgain, readData, setHow, useGiving } from './giving';
import css from './OpenDialog.module.css';
import { BusyLine, Failure, Pick } from './parts';

/** Data for the chosen model of the user. */
export function DataDialog({ onClose }: { readonly onClose: () => void }) {
  const { busy, problem, report } = useGiving();
  const model = useStore((state) => (state.model.status === 'ready' ? state.model.card : null));
  const close = (): void => {
    leaveGiving();
    onClose();
  };
  return (
    <Dialog
      title={`Data for ${model?.title ?? 'this model'}`}
      intro="They are read in this tab and do not leave it."
      width={760}
      onClose={close}
    >
      <div className={css.body}>
        {problem !== null && <Failure problem={problem} />}
        {busy !== null && <BusyLine busy={busy} isBytes={busy.isBytes} onCancel={otherData} />}
        {report !== null && model !== null ? (
          <GivenView report={report} card={model} canUse={busy === null && problem === null} />
        ) : (
          busy === null && <Choose shape={model?.input.shape ?? []} />
        )}
      </div>
    </Dialog>
  );
}

const LABELS = [
  { value: 'find', label: 'those that the files have' },
  { value: 'none', label: 'none' },
];

function Choose({ shape }: { readonly shape: readonly number[] }) {
  const { how, files, problem } = useGiving();
  return (
    <div className={css.choose}>
      <p>{`The network takes ${shape.join(' × ')} values for each example.`}</p>
      <div className={css.drop}>
        <div className={css.row}>
          <Pick label="Choose files…" onFiles={(chosen) => void readData(chosen)} />
          <Pick label="Choose a folder…" onFiles={(chosen) => void readData(chosen)} isFolder />
        </div>
        <p>or drop them here</p>
      </div>
      <Switch
        label="Scale pictures to the input of the network"
        on={how.resize}
        onChange={(resize) => setHow({ resize })}
      />
      <Field label="Labels" note={WITH_AND_WITHOUT}>
        <Select
          name="Labels"
          value={how.labels === 'none' ? 'none' : 'find'}
          options={LABELS}
          onChange={(value) => setHow({ labels: value === 'none' ? 'none' : 'find' })}
        />
      </Field>
      {problem !== null && files.length > 0 && (
        <div className={css.row}>
          <Button onClick={() => void readAgain()}>
            {files.length === 1 ? `Read ${files[0]?.name ?? ''} again` : `Read the ${String(files.length)} files again`}
          </Button>
        </div>
      )}
      <dl className={css.formats}>
        <dt>Table</dt>
        <dd>.csv with one column for each input value, and one of labels if there are any</dd>
        <dt>Arrays</dt>
        <dd>.npz or .npy: the examples, and their labels if there are any</dd>
        <dt>Pictures</dt>
        <dd>a folder with one folder for each class, or one without classes</dd>
      </dl>
    </div>
  );
}

const WITH_AND_WITHOUT =
  'With labels the network is measured by its accuracy, without by how far quantization moves its outputs.';
