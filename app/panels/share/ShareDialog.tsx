import { Link } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { encodeLink } from '../../../src/experiment/codec';
import { isOwnId } from '../../../src/model/own-id';
import type { LinkState } from '../../../src/experiment/link';
import { Dialog } from '../../controls/Dialog';
import { count } from '../../controls/format';
import { LinkField } from '../../controls/LinkField';
import type { AppState, Digest } from '../../store/state';
import { useStore } from '../../store/store';
import { CopyButton } from './CopyButton';
import { digestOf } from './digest';
import { DigestTable } from './DigestTable';
import { EmbedWay } from './EmbedWay';
import { FilesSection } from './files/FilesSection';
import css from './ShareDialog.module.css';
import { useDigestReport } from './useDigestReport';
import { Way } from './Way';

/** Hands over the comparison: a link that makes another tab compute the same numbers, and the proof that it does. */
export function ShareDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog
      title="Share this comparison"
      intro="Nothing is uploaded. The link holds the settings; the reader's tab computes the numbers."
      width={940}
      onClose={onClose}
    >
      <div className={css.body}>
        <div className={css.ways}>
          <WholeLink />
          <EmbedWay />
          <p className={css.hint}>
            Each chart saves itself as PNG, SVG or CSV from the menu at its upper right corner.
          </p>
        </div>
        <Proof />
      </div>
      <FilesSection />
    </Dialog>
  );
}

function WholeLink() {
  const experiment = useStore((state) => state.experiment);
  const testData = useStore((state) => state.testData);
  const view = useStore((state) => state.view);
  const scores = useStore((state) => state.scores);
  const model = useStore((state) => state.model);
  const [hasView, setHasView] = useState(true);
  const [hasDigest, setHasDigest] = useState(true);
  const digest = useMemo(
    () => digestOf({ scores, model, experiment, testData }),
    [scores, model, experiment, testData],
  );
  const url = useMemo(
    () => addressOf(experiment, hasView ? view : null, hasDigest ? digest : null),
    [experiment, view, digest, hasView, hasDigest],
  );
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);
  return (
    <Way
      icon={Link}
      title="Link to everything"
      about={
        <>
          {isOwnId(experiment.model) && (
            <p>Your file is not in the link, only its hash: whoever opens it needs the same file.</p>
          )}
          <p>{`model, A, B, seeds${hasView ? ' and view' : ''}; ${count(url.length)} characters`}</p>
        </>
      }
      action={<CopyButton name="Link" text={url} onRefused={() => field.current?.focus()} />}
    >
      <LinkField ref={field} label="Link" value={url} />
      <div className={css.options}>
        <Option label="Layer and view" checked={hasView} onChange={setHasView} />
        <Option
          label={digest === null ? 'Result digest (once A, B and float are measured)' : 'Result digest'}
          checked={hasDigest && digest !== null}
          disabled={digest === null}
          onChange={setHasDigest}
        />
      </div>
    </Way>
  );
}

function addressOf(experiment: AppState['experiment'], view: AppState['view'] | null, digest: Digest | null): string {
  const link: LinkState = {
    experiment,
    ...(view !== null && {
      view: {
        ...(view.layer !== null && { layer: view.layer }),
        ...(view.lesson !== null && { lesson: view.lesson }),
        show: view.show,
        area: view.area,
      },
    }),
    ...(digest !== null && { digest }),
  };
  return new URL(encodeLink(link), location.href).href;
}

interface OptionProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Option({ label, checked, disabled = false, onChange }: OptionProps) {
  return (
    <label>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

function Proof() {
  const digest = useStore((state) => state.linkDigest);
  const report = useDigestReport();
  return (
    <aside className={css.proof}>
      <h3>Proof</h3>
      {digest === null || report === null ? (
        <p>
          With the result digest, the link also carries how many images A, B and the float network get right. Whoever
          opens it sees whether their tab counts the same.
        </p>
      ) : (
        <>
          <p>This tab was opened from a link that says what its numbers were.</p>
          <DigestTable digest={digest} report={report} />
        </>
      )}
    </aside>
  );
}
