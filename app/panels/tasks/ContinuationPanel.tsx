import { useEffect, useMemo, useState } from 'react';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { count } from '../../charts/frame/format';
import { Chip } from '../../controls/Chip';
import { continueText, readImages } from '../../engine/requests';
import { useStore } from '../../store/store';
import css from './ContinuationPanel.module.css';
import { sharedLength, textOf } from './text';
import { NETWORKS, type NetworkId, type SideJob, useSideResults } from './use-side-results';

/** Characters that are given, and drawn. */
const PROMPT = 48;
const LENGTH = 280;
const TEMPERATURE = 0.8;

const NAMES: Readonly<Record<NetworkId, string>> = { float: 'Float', a: 'A', b: 'B' };

/** How the float network, A and B go on from the same words, drawing with the same random numbers. */
export function ContinuationPanel() {
  const alphabet = useStore((state) => state.classes);
  const seed = useStore((state) => state.experiment.a.seed);
  const opening = useOpening();
  const job = useMemo(() => (opening === null ? null : jobFor(opening, seed)), [opening, seed]);
  const { by, status } = useSideResults(job);
  const prompt = textOf(opening ?? [], alphabet);
  const texts = NETWORKS.map((id) => ({ id, text: by[id] === null ? null : textOf([...by[id]], alphabet) }));
  const float = texts[0]?.text ?? null;
  return (
    <PanelFrame
      title="Continuation"
      caption={`${count(LENGTH)} characters drawn at temperature ${TEMPERATURE}, seed ${seed}`}
      summary={summaryOf(prompt, texts)}
      status={status}
      fit="content"
      drawn={false}
      table={() => ({
        columns: ['network', 'given', 'drawn', 'characters as float before the first difference'],
        rows: texts.map(({ id, text }) => [NAMES[id], prompt, text ?? '', sharedLength(text ?? '', float ?? '')]),
      })}
      exportName="continuation"
    >
      {() => (
        <div className={css.texts}>
          {texts.map(({ id, text }) => (
            <Continued key={id} id={id} prompt={prompt} text={text} shared={sharedLength(text ?? '', float ?? '')} />
          ))}
        </div>
      )}
    </PanelFrame>
  );
}

interface ContinuedProps {
  readonly id: NetworkId;
  readonly prompt: string;
  readonly text: string | null;
  /** Characters that are those of the float network. */
  readonly shared: number;
}

function Continued({ id, prompt, text, shared }: ContinuedProps) {
  const isSame = text === null || id === 'float' || shared === text.length;
  return (
    <section className={css.text} aria-label={`Continuation of ${NAMES[id]}`} data-network={id}>
      <h3>
        {id === 'float' ? 'Float' : <Chip side={id} />}
        {id !== 'float' && text !== null && (
          <span>{isSame ? 'the same text as float' : `as float for ${count(shared)} characters`}</span>
        )}
      </h3>
      <p>
        <span className={css.prompt}>{prompt}</span>
        {text === null ? (
          ' …'
        ) : (
          <>
            {text.slice(0, isSame ? undefined : shared)}
            {!isSame && <mark>{text.slice(shared)}</mark>}
          </>
        )}
      </p>
    </section>
  );
}

function jobFor(opening: readonly number[], seed: number): SideJob<Uint8Array> {
  const continuation = { prompt: opening, length: LENGTH, temperature: TEMPERATURE, seed };
  return {
    name: `continuation ${opening.join(' ')} ${seed}`,
    run: (side, work) => continueText(side, continuation, work),
  };
}

/** The first characters of the test texts; null until they are loaded. */
function useOpening(): readonly number[] | null {
  const isLoaded = useStore((state) => state.scores.float.status === 'ready');
  const [opening, setOpening] = useState<readonly number[] | null>(null);
  useEffect(() => {
    if (!isLoaded) return undefined;
    const controller = new AbortController();
    void readImages([0], controller.signal).then((outcome) => {
      if (outcome.ok && !controller.signal.aborted) setOpening([...outcome.value.subarray(0, PROMPT)]);
    });
    return () => {
      controller.abort();
    };
  }, [isLoaded]);
  return opening;
}

function summaryOf(prompt: string, texts: readonly { readonly id: NetworkId; readonly text: string | null }[]): string {
  const told = texts.flatMap(({ id, text }) => (text === null ? [] : [`${NAMES[id]}: ${text}`]));
  if (told.length === 0) return 'The texts appear as soon as the network has been measured.';
  return `After “${prompt}” the networks write: ${told.join(' — ')}`;
}
