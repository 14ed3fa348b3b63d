import { PanelFrame } from '../../charts/frame/PanelFrame';
import type { PanelStatus } from '../../charts/frame/status';
import { Button } from '../../controls/Button';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { Term } from '../../controls/Term';
import { classes } from '../../controls/classes';
import { count, percent } from '../../controls/format';
import type { TermId } from '../../panels/glossary/entries';
import type { Score } from '../../store/state';
import { useStore } from '../../store/store';
import { UseMenu } from '../../weights/UseMenu';
import { cancelNetwork, startNetwork } from './network-run';
import { METHODS, againstFloat, layerCells, networkSentence, networkTable, scoreText } from './network-rows';
import css from './NetworkPanel.module.css';
import { useIsNetworkOld } from './shown';
import { type MethodId, type NetworkRun, useRounding } from './store';

/** The whole network: every method at the same grid, and what AdaRound did to each layer. */
export function NetworkPanel() {
  const network = useRounding((state) => state.network);
  const isOld = useIsNetworkOld();
  const isReady = useStore((state) => state.model.status === 'ready');
  const images = useStore((state) => state.experiment.images);
  const isRunning = network.status === 'running';
  return (
    <PanelFrame
      title="The whole network"
      caption={
        isRunning
          ? network.doing
          : `rounded on training images; accuracy in %, ${count(images)} test images, 95 % interval`
      }
      summary={networkSentence(network)}
      status={statusOf(network, isOld)}
      actions={
        <>
          {network.scores.adaround !== undefined && !isRunning && !isOld && <ProvenanceBadge kind="measured" />}
          {(!isRunning || isOld) && (
            <Button small kind="primary" disabled={!isReady} onClick={startNetwork}>
              {network.status === 'empty' ? 'Round the network' : 'Round it again'}
            </Button>
          )}
        </>
      }
      table={() => networkTable(network)}
      exportName="rounding-network"
      fit="content"
      drawn={false}
    >
      {() => (network.status === 'empty' ? <Waiting /> : <Tables network={network} />)}
    </PanelFrame>
  );
}

function statusOf({ status, done, total, problem }: NetworkRun, isOld: boolean): PanelStatus {
  if (status === 'running') {
    const progress = { done: Math.round((100 * done) / Math.max(total, 1)), total: 100 };
    return { status, problem: null, progress, onCancel: cancelNetwork, partial: true };
  }
  if (status === 'failed') return { status, problem, progress: null };
  return { status: isOld ? 'stale' : 'ready', problem: null, progress: null };
}

function Waiting() {
  return (
    <p className={css.waiting}>
      AdaRound goes through the layers one after the other: each is shown what the layers rounded before it give, and
      makes up for their errors. Then every other way to round is measured on the same grid.
    </p>
  );
}

function Tables({ network }: { readonly network: NetworkRun }) {
  return (
    <div className={css.tables}>
      <Methods network={network} />
      <Layers network={network} />
    </div>
  );
}

const TERMS: Readonly<Partial<Record<MethodId, TermId>>> = {
  stochastic: 'stochastic',
  bias: 'biasCorrection',
  equalization: 'equalization',
  awq: 'awq',
  smoothquant: 'smoothQuant',
  gptq: 'gptq',
  adaround: 'adaround',
  'joint-adaround': 'jointAdaround',
};

function Methods({ network: { scores, sides } }: { readonly network: NetworkRun }) {
  const float = useStore((state) => state.scores.float.value);
  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th scope="col">Method</th>
          <th scope="col" className={css.wide}>
            How
          </th>
          <th scope="col">Accuracy</th>
          <th scope="col">Against float</th>
          <th scope="col">
            <span className="visually-hidden">Use</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {METHODS.map(({ id, label, about }) => (
          <tr key={id} data-method={id} className={classes(id === 'nearest' && css.a, id === 'adaround' && css.b)}>
            <th scope="row">{TERMS[id] === undefined ? label : <Term id={TERMS[id]}>{label}</Term>}</th>
            <td className={classes(css.wide, css.about)}>{about}</td>
            <td data-cell="accuracy">
              <Bar score={scores[id]} id={id} />
            </td>
            <td>{scores[id] === undefined ? '' : againstFloat(scores[id], float)}</td>
            <td>{sides[id] !== undefined && <UseMenu name={label} side={sides[id]} />}</td>
          </tr>
        ))}
      </tbody>
      {float !== null && (
        <tfoot>
          <tr>
            <th scope="row">Float</th>
            <td className={classes(css.wide, css.about)}>not quantized</td>
            <td>{percent(float.correct / float.n)}</td>
            <td />
            <td />
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Bar({ score, id }: { readonly score: Score | undefined; readonly id: MethodId }) {
  if (score === undefined) return <span className={css.none}>–</span>;
  const fill = id === 'nearest' ? css.fillA : id === 'adaround' ? css.fillB : undefined;
  return (
    <span className={css.bar}>
      <span className={css.text}>{scoreText(score)}</span>
      <span className={css.track} aria-hidden>
        <span className={classes(css.fill, fill)} style={{ width: `${String((100 * score.correct) / score.n)}%` }} />
      </span>
    </span>
  );
}

function Layers({ network: { layers, seconds } }: { readonly network: NetworkRun }) {
  return (
    <table className={css.table}>
      <caption className={css.caption}>
        {`AdaRound, layer by layer${seconds === null ? '' : `: ${seconds.toFixed(1)} s`}; output error per position`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Layer</th>
          <th scope="col" className={css.wide}>
            Weights
          </th>
          <th scope="col">Nearest</th>
          <th scope="col">AdaRound</th>
          <th scope="col">Smaller</th>
          <th scope="col" className={css.wide}>
            Undecided
          </th>
          <th scope="col">Moved</th>
        </tr>
      </thead>
      <tbody>
        {layers.map((outcome) => (
          <tr key={outcome.layer}>
            <th scope="row">{outcome.layer}</th>
            {layerCells(outcome).map((text, i) => (
              <td key={i} className={i === 0 || i === 4 ? css.wide : undefined}>
                {text}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
