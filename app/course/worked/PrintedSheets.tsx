import { workedExample } from '../../../src/course/worked/registry';
import css from './WorkedPaper.module.css';
import { Body, EMPTY } from './WorkedPaper';

const nothing = (): void => undefined;

/** All sheets of worked examples on paper, their blanks empty. */
export function PrintedSheets({ examples }: { readonly examples: readonly string[] }) {
  return examples
    .flatMap((id) => workedExample(id).screens)
    .map((screen) => (
      <div key={screen.id} className={css.printed}>
        <h3>{screen.title}</h3>
        <p>{screen.task}</p>
        <Body screen={screen} sheet={EMPTY} onType={nothing} onLeave={nothing} />
      </div>
    ));
}
