import { useStore } from '../store/store';
import { activity } from './activity';
import css from './Footer.module.css';
import { useDigestReport } from './share/useDigestReport';

/** What runs, the seeds, whether the link's numbers came out again, and the keys of this screen. */
export function Footer() {
  return (
    <footer className={css.foot}>
      <ActivityText />
      <Seeds />
      <LinkText />
      <span className={css.keys}>
        <span>
          <span className="kbd">1</span> <span className="kbd">2</span> <span className="kbd">3</span> charts of A,
          both, B
        </span>
        <span>
          <span className="kbd">S</span> swap
        </span>
        <span>
          <span className="kbd">?</span> shortcuts
        </span>
      </span>
    </footer>
  );
}

function ActivityText() {
  const model = useStore((state) => state.model);
  const scores = useStore((state) => state.scores);
  const networkReports = useStore((state) => state.networkReports);
  const layerReports = useStore((state) => state.layerReports);
  const sweep = useStore((state) => state.sweep);
  const background = useStore((state) => state.background);
  const working = useStore((state) => state.working);
  const { state, more } = activity({ model, scores, networkReports, layerReports, sweep, background, working });
  return (
    <span>
      <b>{state}</b> {more}
    </span>
  );
}

function Seeds() {
  const a = useStore((state) => state.experiment.a.seed);
  const b = useStore((state) => state.experiment.b.seed);
  return a === b ? (
    <span>
      seed <b>{a}</b>
    </span>
  ) : (
    <span>
      seeds <b>{a}</b> and <b>{b}</b>
    </span>
  );
}

function LinkText() {
  const report = useDigestReport();
  if (report === null) return null;
  return (
    <span className={report.state === 'differs' || report.state === 'network' ? css.warn : undefined}>
      Link: <b>{report.summary}</b>
    </span>
  );
}
