import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { bringBack } from '../course/own';
import dock from '../course/Dock.module.css';
import { Button, IconButton } from '../controls/Button';
import { looked } from '../store/first-look';

interface DockFrameProps {
  /** What stands here: "Assignment". */
  readonly place: string;
  readonly title: string;
  /** What leaving does: "Leave the assignment". */
  readonly leave: string;
  /** Buttons beside the one that leaves. */
  readonly ways?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a dock: its place, its title, what leads out of it. */
export function DockFrame({ place, title, leave, ways, children }: DockFrameProps) {
  const [isOpen, setOpen] = useState(true);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    looked('dock');
  }, []);
  return (
    <aside className={dock.dock} aria-label={place} data-open={isOpen}>
      <div className={dock.head}>
        <p className={dock.place}>{place}</p>
        <button type="button" className={dock.fold} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Fold' : 'Unfold'}
        </button>
        <IconButton label={`${leave}; your own settings come back`} onClick={bringBack}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className={dock.body}>
        <h2 ref={heading} tabIndex={-1} className={dock.title}>
          {title}
        </h2>
        {children}
      </div>
      <div className={dock.ways}>
        {ways}
        <Button kind="ghost" className={dock.skip} onClick={bringBack}>
          {leave}
        </Button>
      </div>
    </aside>
  );
}
