import { ChevronLeft, ChevronRight, Play } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { rewardOf } from '../../../src/search/agent/haq-search';
import { STATE_NAMES, agentStates } from '../../../src/search/agent/states';
import { type Episode, toSlots } from '../../../src/search/task';
import { Button, IconButton } from '../../controls/Button';
import { fixed } from '../../controls/format';
import { Term } from '../../controls/Term';
import { selectLayer } from '../../store/actions';
import css from './MixedScreen.module.css';
import { openPolicy } from './policy';
import { type Run, isActive } from './runs';

interface EpisodeCardProps {
  readonly run: Run;
  readonly at: number;
  readonly best: number | null;
  readonly onAt: (at: number | null) => void;
}

/** Milliseconds that a replay rests on a layer. */
const REST_MS = 700;

/** One policy layer by layer: what the agent saw and did, and what the budget made of it. */
export function EpisodeCard({ run, at, best, onAt }: EpisodeCardProps) {
  const { task } = run;
  const states = useMemo(() => agentStates(task.layers, task.activations), [task]);
  const { slot, setSlot, play } = useReplay(states.length);
  const episode = run.episodes[at] ?? null;
  const policy = run.policies[at];
  const layer = task.layers[task.activations ? Math.floor(slot / 2) : slot]?.name ?? '';
  useEffect(() => {
    if (slot > 0) selectLayer(layer);
  }, [slot, layer]);
  const bits = policy === undefined ? 0 : (toSlots(policy)[slot] ?? 0);
  return (
    <div className={css.episode}>
      <div className={css.steps}>
        <b>
          {task.method === 'haq' ? 'Episode' : 'Policy'} {at + 1}
        </b>
        {best !== null && (
          <Button
            small
            onClick={() => {
              onAt(best);
              play();
            }}
          >
            <Play size={13} aria-hidden />
            Replay the best
          </Button>
        )}
        <Button small onClick={() => onAt(null)}>
          {isActive(run) ? 'Follow' : 'Best'}
        </Button>
        {policy !== undefined && (
          <Button small onClick={() => openPolicy(policy)}>
            Open as B
          </Button>
        )}
        <Stepper slot={slot} steps={states.length} onSlot={setSlot}>
          {layer}, {task.activations && slot % 2 === 1 ? 'input' : 'weights'}
        </Stepper>
      </div>
      {episode === null ? (
        <p className={css.fine}>
          {bits} bits; {fixed(run.accuracies[at] ?? 0, 1)} % of the search images. Only the agent has states and
          actions.
        </p>
      ) : (
        <Step
          episode={episode}
          slot={slot}
          state={states[slot] ?? []}
          accuracy={run.accuracies[at] ?? 0}
          float={task.floatAccuracy}
        />
      )}
    </div>
  );
}

interface StepperProps {
  readonly slot: number;
  readonly steps: number;
  readonly onSlot: (slot: number) => void;
  readonly children: ReactNode;
}

function Stepper({ slot, steps, onSlot, children }: StepperProps) {
  return (
    <span className={css.stepper}>
      <IconButton label="Previous layer" disabled={slot === 0} onClick={() => onSlot(slot - 1)}>
        <ChevronLeft size={15} aria-hidden />
      </IconButton>
      <span>
        step {slot + 1} of {steps}: {children}
      </span>
      <IconButton label="Next layer" disabled={slot === steps - 1} onClick={() => onSlot(slot + 1)}>
        <ChevronRight size={15} aria-hidden />
      </IconButton>
    </span>
  );
}

/** The step that is spelled out; a replay walks through all of them once. */
function useReplay(steps: number) {
  const [slot, setSlot] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const now = Math.min(slot, steps - 1);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => {
      if (now >= steps - 1) setPlaying(false);
      else setSlot(now + 1);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, now, steps]);
  return {
    slot: now,
    setSlot: (next: number): void => {
      setPlaying(false);
      setSlot(next);
    },
    play: (): void => {
      setSlot(0);
      setPlaying(true);
    },
  };
}

interface StepProps {
  readonly episode: Episode;
  readonly slot: number;
  readonly state: readonly number[];
  readonly accuracy: number;
  readonly float: number;
}

function Step({ episode, slot, state, accuracy, float }: StepProps) {
  const [proposed = 0, bits = 0] = [episode.proposed[slot], episode.bits[slot]];
  return (
    <p className={css.fine} data-step>
      <Term id="agentState">State</Term>{' '}
      {state.map((value, i) => (
        <span key={STATE_NAMES[i]} title={STATE_NAMES[i]} className={css.number}>
          {fixed(i === 9 ? (episode.actions[slot - 1] ?? 0) : value, 2)}
        </span>
      ))}{' '}
      → action <b>{fixed(episode.actions[slot] ?? 0, 2)}</b> → {proposed} bits
      {proposed === bits ? '' : `, lowered to ${bits} by the budget`}. Accuracy {fixed(accuracy, 1)} %,{' '}
      <Term id="reward">reward</Term> {fixed(rewardOf(accuracy, float), 2)}.
    </p>
  );
}
