import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../controls/Button';

/** How long the button says that it has copied. */
const COPIED_MS = 2000;

interface CopyButtonProps {
  /** What is copied, as the reader calls it. */
  readonly name: string;
  readonly text: string;
  /** On the button. */
  readonly label?: string;
  /** Spoken name, where the label stands there more than once. */
  readonly spoken?: string;
  readonly kind?: 'plain' | 'primary';
  /** The browser has no clipboard, or keeps it to itself. */
  readonly onRefused: () => void;
}

/** Copies a text, and says so. */
export function CopyButton({ name, text, label = 'Copy', spoken, kind = 'primary', onRefused }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  useEffect(() => {
    if (outcome === 'none') return undefined;
    const timer = setTimeout(() => setOutcome('none'), COPIED_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    writeClipboard(text).then(
      () => setOutcome('copied'),
      () => {
        setOutcome('refused');
        onRefused();
      },
    );
  };
  return (
    <>
      <Button kind={kind} small={kind === 'plain'} aria-label={spoken} onClick={copy}>
        {outcome === 'copied' ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        {outcome === 'copied' ? 'Copied' : label}
      </Button>
      <span role="status" className="visually-hidden">
        {outcome === 'copied' && `${name} copied.`}
        {outcome === 'refused' && 'The browser refused; it is selected, copy it with Ctrl C.'}
      </span>
    </>
  );
}

/** Rejects where the browser has no clipboard, as on pages without TLS. */
async function writeClipboard(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}
