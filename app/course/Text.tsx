import { type ComponentType, type ReactNode, createContext, lazy, use, useEffect } from 'react';
import { chapterOf } from '../../src/course/registry';
import type { Step } from '../../src/course/step';
import { Term } from '../controls/Term';
import { looked } from '../store/first-look';
import css from './Dock.module.css';
import { type Phase, useCourse } from './store';

type Content = ComponentType<{ readonly components?: Readonly<Record<string, unknown>> }>;

/** The texts of each chapter, fetched with its first step. */
const TEXTS: Readonly<Record<string, Content>> = {
  welcome: lazy(() => import('./texts/welcome.mdx')),
  '1': lazy(() => import('./texts/1.mdx')),
  '2': lazy(() => import('./texts/2.mdx')),
  '3': lazy(() => import('./texts/3.mdx')),
  '4': lazy(() => import('./texts/4.mdx')),
  '5': lazy(() => import('./texts/5.mdx')),
  '6': lazy(() => import('./texts/6.mdx')),
  '7': lazy(() => import('./texts/7.mdx')),
};

/** Which block of a chapter's texts is wanted. */
interface Wanted {
  readonly step: string;
  readonly part: Phase;
  /** In place of those that are measured now. */
  readonly numbers?: Readonly<Record<string, string>> | undefined;
}

const Place = createContext<Wanted | null>(null);

/** The text of one part of a step, with its numbers as they are measured. */
export function Text({ step, part, numbers }: Omit<Wanted, 'step'> & { readonly step: Step }) {
  const Chapter = TEXTS[chapterOf(step.id)?.id ?? ''];
  if (Chapter === undefined) return null;
  return (
    <div className={css.text}>
      <Place value={{ step: step.id, part, numbers }}>
        <Chapter components={COMPONENTS} />
      </Place>
    </div>
  );
}

interface Block {
  readonly children: ReactNode;
}

/** The texts of one step; `id` as in the registry. */
function StepText({ id, children }: Block & { readonly id: string }) {
  useEffect(() => looked('dock'), []);
  return use(Place)?.step === id ? children : null;
}

function blockOf(part: Phase) {
  return function PartText({ children }: Block) {
    return use(Place)?.part === part ? children : null;
  };
}

/** On paper, where what is not yet measured can be written in. */
export const BLANK = '______';

/** A measured number of the open step, as its step file writes it. */
function N({ id }: { readonly id: string }) {
  const kept = use(Place)?.numbers;
  const present = useCourse((state) => state.numbers);
  return <b>{(kept ?? present)[id] ?? (kept === undefined ? '…' : BLANK)}</b>;
}

/** The number that stands beside a control or panel of the screen. */
function Mark({ n }: { readonly n: string }) {
  return (
    <span className={css.mark} role="img" aria-label={`marker ${n}`}>
      {n}
    </span>
  );
}

/** What the texts may use beside plain Markdown. */
const COMPONENTS = {
  Step: StepText,
  Predict: blockOf('predict'),
  Act: blockOf('act'),
  See: blockOf('see'),
  Explain: blockOf('explain'),
  Vary: blockOf('vary'),
  N,
  Mark,
  Term,
};
