import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './ShareDialog.module.css';

interface WayProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What it hands on, in a sentence. */
  readonly about: ReactNode;
  /** What it is made from. */
  readonly children?: ReactNode;
  /** The button that hands it on. */
  readonly action?: ReactNode;
}

/** One way to hand the experiment on. */
export function Way({ icon: Icon, title, about, children, action }: WayProps) {
  return (
    <section className={css.way}>
      <span className={css.icon}>
        <Icon size={18} strokeWidth={1.6} aria-hidden />
      </span>
      <div className={css.what}>
        <div>
          <h3>{title}</h3>
          {about}
        </div>
        {children}
      </div>
      {action}
    </section>
  );
}
