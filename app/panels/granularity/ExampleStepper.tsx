import { EXAMPLE_SIZE, EXAMPLE_STEPS, exampleData } from '../../../src/experiment/worked-example';
import { Button } from '../../controls/Button';
import { fixed } from '../../controls/format';
import { setLadder } from './actions';
import css from './Granularity.module.css';

const DATA = exampleData();

/** The matrix itself; its rows are output channels. */
function Matrix() {
  return (
    <table className={css.matrix}>
      <caption>W</caption>
      <tbody>
        {Array.from({ length: EXAMPLE_SIZE }, (_, channel) => (
          <tr key={channel}>
            {Array.from({ length: EXAMPLE_SIZE }, (_cell, input) => (
              <td key={input}>{fixed(DATA[input * EXAMPLE_SIZE + channel] ?? 0, 2)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The steps of the worked example: what to look at, and the way to the next. */
export function ExampleStepper({ step }: { readonly step: number }) {
  const last = EXAMPLE_STEPS.length - 1;
  const at = Math.min(step, last);
  const { title, text } = EXAMPLE_STEPS[at] ?? { title: '', text: '' };
  const go = (to: number) => setLadder({ step: to, edits: [] });
  return (
    <section className={`card ${css.step}`} aria-labelledby="example-step">
      <div className={css.stepText} aria-live="polite">
        <h2 id="example-step">
          Step {at + 1} of {last + 1}: {title}
        </h2>
        <p>{text}</p>
      </div>
      <Matrix />
      <div className={css.stepButtons}>
        <Button disabled={at === 0} onClick={() => go(at - 1)}>
          Back
        </Button>
        <Button kind="primary" disabled={at === last} onClick={() => go(at + 1)}>
          Next step
        </Button>
      </div>
    </section>
  );
}
