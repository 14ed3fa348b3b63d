import { Check, Pencil, Trash2, Upload } from 'lucide-react';
import { type SyntheticEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { OwnRecord } from '../../../src/jobs/own-reports';
import { Button, IconButton } from '../../controls/Button';
import { bytes, count } from '../../controls/format';
import { forgetOwn, listOwn, renameOwn } from '../../engine/own-models';
import { openDialog, setModel, toast } from '../../store/actions';
import { useStore } from '../../store/store';
import css from './ModelDialog.module.css';

/** What the user opened from files, and the way to open more. */
export function OwnList() {
  const [records, setRecords] = useState<readonly OwnRecord[]>([]);
  const refresh = useCallback(() => void listOwn().then(setRecords), []);
  useEffect(refresh, [refresh]);
  return (
    <section className={css.own} aria-labelledby="own-models">
      <h3 id="own-models">Your models</h3>
      {records.length > 0 && (
        <ul aria-label="Your models">
          {records.map((record) => (
            <li key={record.card.id}>
              <Entry record={record} onChanged={refresh} />
            </li>
          ))}
        </ul>
      )}
      <Button onClick={() => openDialog('open')}>
        <Upload size={15} aria-hidden />
        Open a file…
      </Button>
      <p>
        A network or weights of yours, as ONNX, TensorFlow.js, safetensors or NumPy. Read in this tab; nothing leaves
        it.
      </p>
    </section>
  );
}

interface EntryProps {
  readonly record: OwnRecord;
  readonly onChanged: () => void;
}

function Entry({ record: { card, data }, onChanged }: EntryProps) {
  const { id, title } = card;
  const isChosen = useStore((state) => state.experiment.model === id);
  const [isRenaming, setRenaming] = useState(false);
  if (isRenaming)
    return (
      <Rename
        title={title}
        onDone={(next) => {
          setRenaming(false);
          if (next !== null) void renameOwn(id, next).then(onChanged);
        }}
      />
    );
  const forget = (): void => {
    void forgetOwn(id).then(onChanged);
    toast(isChosen ? `Forgot ${title}. It stays on screen until you leave it.` : `Forgot ${title}.`);
  };
  return (
    <div className={css.ownEntry}>
      <button type="button" className={css.entry} aria-pressed={isChosen} onClick={() => setModel(id)}>
        <span className={css.name}>
          <b>{title}</b>
          {isChosen && <Check size={15} aria-hidden />}
        </span>
        <span className={css.tag}>{card.task === 'weights' ? 'weights without a network' : data.title}</span>
        <small>{`${count(card.parameters)} parameters, ${bytes(card.bytes)}`}</small>
      </button>
      <IconButton label={`Rename ${title}`} onClick={() => setRenaming(true)}>
        <Pencil size={14} aria-hidden />
      </IconButton>
      <IconButton label={`Forget ${title}`} onClick={forget}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
    </div>
  );
}

interface RenameProps {
  readonly title: string;
  /** With the new name; null when it stays. */
  readonly onDone: (title: string | null) => void;
}

function Rename({ title, onDone }: RenameProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onDone(field.current?.value.trim() || null);
  };
  return (
    <form className={css.rename} onSubmit={submit}>
      <input
        ref={field}
        aria-label="New name"
        defaultValue={title}
        maxLength={60}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          onDone(null);
        }}
      />
      <Button small type="submit">
        Rename
      </Button>
    </form>
  );
}
