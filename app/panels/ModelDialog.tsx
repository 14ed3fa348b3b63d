import type { ReactNode } from 'react';
import type { LayerInfo, ModelCard } from '../../src/model/types';
import { Dialog } from '../controls/Dialog';
import { bytes, count, percent } from '../controls/format';
import { ProvenanceBadge } from '../controls/ProvenanceBadge';
import { SegmentedControl } from '../controls/SegmentedControl';
import { loadAllImages, setImages } from '../store/actions';
import { useStore } from '../store/store';
import { datasetTitle } from './dataset';
import css from './ModelDialog.module.css';

/** What the network is, where it comes from, and how many images it is measured on. */
export function ModelDialog({ onClose }: { readonly onClose: () => void }) {
  const model = useStore((state) => state.model);
  const title = model.status === 'ready' ? `${model.card.title} on ${datasetTitle(model.card.dataset)}` : 'Model';
  return (
    <Dialog title={title} width={860} onClose={onClose}>
      <div className={css.body}>
        <div className={css.card}>
          {model.status === 'ready' && <Card card={model.card} layers={model.layers} />}
          {model.status === 'loading' && <p>{`Loading: ${bytes(model.received)} of ${bytes(model.total)}.`}</p>}
          {model.status === 'failed' && <p>{`${model.problem.title}. ${model.problem.cause} ${model.problem.next}`}</p>}
        </div>
        <Images />
      </div>
    </Dialog>
  );
}

function Card({ card, layers }: { readonly card: ModelCard; readonly layers: readonly LayerInfo[] }) {
  return (
    <>
      <p>{card.training}</p>
      <dl className={css.facts}>
        {card.task === 'classify' && <Accuracy {...card.accuracy} />}
        <Fact name="Parameters">{count(card.parameters)}</Fact>
        <Fact name="Multiply-accumulates">{`${count(card.macs)} for one image`}</Fact>
        <Fact name="Size in float32">{bytes(card.bytes)}</Fact>
        <Fact name="Input">{`${card.input.shape.join(' × ')}, ${card.input.preprocess}`}</Fact>
        <Fact name="Output">{card.output}</Fact>
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

function Accuracy({ correct, images }: { readonly correct: number; readonly images: number }) {
  return (
    <Fact name="Float accuracy">
      {`${percent(correct / images)} %, ${count(correct)} of ${count(images)} test images`}
    </Fact>
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
            <td>{count(layer.macs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Images() {
  const images = useStore((state) => state.experiment.images);
  return (
    <section className={css.images}>
      <h3>Test images</h3>
      <SegmentedControl
        name="Number of test images"
        value={String(images)}
        options={[
          { value: '2000', label: '2,000' },
          { value: '10000', label: '10,000' },
        ]}
        onChange={(value) => (value === '10000' ? loadAllImages() : setImages(2000))}
      />
      <p>
        The first 2,000 images of the test set come with the page; the other 8,000 are fetched when asked for. More
        images make the interval narrower: about ±1.3 points on 2,000 and ±0.6 on 10,000 near 90 %.
      </p>
      <p>The network never saw them in training.</p>
      <div>
        <ProvenanceBadge kind="measured" />
      </div>
      <p>Every accuracy is counted in this tab, image by image.</p>
    </section>
  );
}
