import type { ReactNode } from 'react';
import type { AreaId } from '../../src/experiment/screens/registry';
import { NeedsClasses, useWithout } from './NeedsClasses';
import css from './Screen.module.css';
import { ScreenHeading } from './ScreenHeading';

interface ScreenProps {
  readonly area: AreaId;
  /** Title of the screen, which may be longer than its name in the top bar. */
  readonly title: string;
  /** One sentence beside the title. */
  readonly caption: ReactNode;
  /** Controls of the whole screen, at the right. */
  readonly bar?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every screen but the Lab: title, caption and controls in one bar, the panels below. */
export function Screen({ area, title, caption, bar, children }: ScreenProps) {
  const without = useWithout(area);
  return (
    <main className={css.screen} aria-labelledby="screen">
      <div className={css.bar}>
        <ScreenHeading area={area} className={css.title}>
          {title}
        </ScreenHeading>
        <p className={css.caption}>{caption}</p>
        {bar !== undefined && <div className={css.controls}>{bar}</div>}
      </div>
      {without !== null && <NeedsClasses text={without} />}
      {(without === null || area !== 'training') && children}
    </main>
  );
}
