import type { ReactNode } from 'react';
import { IMAGE_COUNTS } from '../../../src/experiment/defaults';
import { isOwnId } from '../../../src/model/own-id';
import type { LayerInfo, ModelCard } from '../../../src/model/types';
import type { Task } from '../../../src/tasks/task';
import { Button } from '../../controls/Button';
import { Dialog } from '../../controls/Dialog';
import { bytes, count } from '../../controls/format';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { openDialog, setImages } from '../../store/actions';
import type { ModelState } from '../../store/state';
import { useLock } from '../../store/guided';
import { useStore } from '../../store/store';
import { currentTask } from '../../store/test-items';
import { floatMetric } from './float-metric';
import css from './ModelDialog.module.css';
import { ModelList } from './ModelList';
import { OwnList } from './OwnList';

/** The models to choose from, what the chosen one is and where it comes from, and how much test data it is measured on. */
export function ModelDialog({ onClose }: { readonly onClose: () => void }) {
  const model = useStore((state) => state.model);
  return (
    <Dialog title="Model" intro="Recipes A and B stay when the model changes." width={1080} onClose={onClose}>
      <div className={css.body}>
        <div className={css.lists}>
          <OwnList />
          <ModelList />
        </div>
        <div className={css.card}>
          <Chosen model={model} />
        </div>
        <TestItems />
      </div>
    </Dialog>
  );
}

function Chosen({ model }: { readonly model: ModelState }) {
  if (model.status === 'ready') return <Card card={model.card} layers={model.layers} />;
  if (model.status === 'loading')
    return <p role="status">{`Loading: ${bytes(model.received)} of ${bytes(model.total)}.`}</p>;
  return <p role="alert">{`${model.problem.title}. ${model.problem.cause} ${model.problem.next}`}</p>;
}

function Card({ card, layers }: { readonly card: ModelCard; readonly layers: readonly LayerInfo[] }) {
  const dataset = useStore((state) => state.testData?.title);
  const runs = card.task !== 'weights';
  return (
    <>
      <h3>{runs ? `${card.title} on ${dataset ?? card.dataset}` : card.title}</h3>
      <p>{card.training}</p>
      <dl className={css.facts}>
        <Fact name="Float">{floatMetric(card).long}</Fact>
        <Fact name="Parameters">{count(card.parameters)}</Fact>
        {runs && <Fact name="Multiply-accumulates">{`${count(card.macs)} for one input`}</Fact>}
        <Fact name="Size in float32">{bytes(card.bytes)}</Fact>
        {runs && <Fact name="Input">{`${card.input.shape.join(' × ')}, ${card.input.preprocess}`}</Fact>}
        {runs && <Fact name="Output">{card.output}</Fact>}
        <Fact name="Licence">{card.licence}</Fact>
        <Fact name="SHA-256 of the weights">
          <code>{card.sha256}</code>
        </Fact>
      </dl>
      <h3>Layers with weights</h3>
      <div className={css.scroll}>
        <LayerTable layers={layers} />
      </div>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function LayerTable({ layers }: { readonly layers: readonly LayerInfo[] }) {
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">layer</th>
          <th scope="col">kind</th>
          <th scope="col">kernel</th>
          <th scope="col">weights</th>
          <th scope="col">MACs</th>
        </tr>
      </thead>
      <tbody>
        {layers.map((layer) => (
          <tr key={layer.name}>
            <td>{layer.name}</td>
            <td>{layer.kind}</td>
            <td>{layer.shape.join(' × ')}</td>
            <td>{count(layer.weights)}</td>
            <td>{layer.macs > 0 ? count(layer.macs) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function whereItemsAre(task: Task, [first, all]: readonly [number, number], isOwn: boolean): string {
  if (first === all) return `All ${task.items(all)} ${isOwn ? 'are in this browser' : 'come with the page'}.`;
  const rest = count(all - first);
  const more = task.id === 'output' ? '' : ' More of them make the interval narrower.';
  return isOwn
    ? `The first ${task.items(first)} are measured, the other ${rest} when asked for.${more}`
    : `The first ${task.items(first)} come with the page; the other ${rest} are fetched when asked for.${more}`;
}

function TestItems() {
  const images = useStore((state) => state.experiment.images);
  const data = useStore((state) => state.testData);
  const counts = data?.counts ?? IMAGE_COUNTS;
  const task = useStore(currentTask);
  const isOwn = useStore((state) => isOwnId(state.experiment.model));
  const locked = useLock('images');
  const [first = 0, all = 0] = counts;
  return (
    <section className={css.images}>
      <h3>{task.itemsTitle}</h3>
      {first < all && (
        <SegmentedControl
          name={`Number of ${task.itemsTitle.toLowerCase()}`}
          value={String(images)}
          options={IMAGE_COUNTS.map((nominal, at) => ({ value: String(nominal), label: count(counts[at] ?? 0) }))}
          disabled={locked !== null}
          onChange={(value) => setImages(Number(value))}
        />
      )}
      {task.id === 'output' && (
        <p>
          {`Without labels, A and B are compared by the SQNR of their outputs on ${data?.title ?? 'these inputs'}: ${task.items(all)} are tested, ${count(data?.training ?? 0)} calibrate.`}
        </p>
      )}
      {locked !== null && <p>{locked}</p>}
      <p>{whereItemsAre(task, [first, all], isOwn)}</p>
      {!isOwn && <p>The network never saw them in training.</p>}
      {isOwn && task.id !== 'weights' && (
        <Button small onClick={() => openDialog('data')}>
          Data for this model…
        </Button>
      )}
      <div>
        <ProvenanceBadge kind="measured" />
      </div>
      <p>Every result is computed in this tab, one by one.</p>
    </section>
  );
}
