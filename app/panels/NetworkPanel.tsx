import { ArrowLeftRight } from 'lucide-react';
import { useMemo } from 'react';
import type { SideId } from '../../src/experiment/spec';
import { NetworkChart } from '../charts/network/NetworkChart';
import { networkModel, stripLayers } from '../charts/network/model';
import { networkTable } from '../charts/network/words';
import { PanelFrame } from '../charts/frame/PanelFrame';
import { panelStatus } from '../charts/frame/status';
import { Button } from '../controls/Button';
import { SegmentedControl } from '../controls/SegmentedControl';
import { selectLayer, setLayerParam, setShow, swapSides } from '../store/actions';
import { useStore } from '../store/store';
import { deferred } from './deferred';
import css from './NetworkPanel.module.css';

const SHOWN = [
  { value: 'a', label: 'A', name: 'Only A' },
  { value: 'both', label: 'Both' },
  { value: 'b', label: 'B', name: 'Only B' },
] as const;

const setBits = (side: SideId, layer: string, bits: number) => {
  setLayerParam(side, layer, 'quantizer', 'bits', bits);
};

function useNetwork() {
  const show = useStore((state) => state.view.show);
  const layer = useStore((state) => state.view.layer);
  const layers = useStore((state) => (state.model.status === 'ready' ? state.model.layers : null));
  const a = useStore((state) => state.experiment.a);
  const b = useStore((state) => state.experiment.b);
  const slots = useStore((state) => state.networkReports);
  return useMemo(() => ({ show, layer, layers, a, b, slots }), [show, layer, layers, a, b, slots]);
}

/** The network as a strip of layers: what each loses on either side, and which one the panels below show. */
export const NetworkPanel = deferred(useNetwork, Panel);

function Panel({ value }: { readonly value: ReturnType<typeof useNetwork> }) {
  const { show, layer, layers, a, b, slots } = value;
  const reports = { a: slots.a.value, b: slots.b.value };
  const input = { layers, sides: { a, b }, reports, show };
  const model = (size: { readonly width: number; readonly height: number }) => networkModel(input, size);
  return (
    <PanelFrame
      title="Network"
      caption="signal to quantization noise of the weights, per layer; higher is better"
      summary={model({ width: 0, height: 0 }).summary}
      status={panelStatus(slots.a, slots.b)}
      actions={<Controls show={show} />}
      table={() => networkTable(stripLayers(input), reports)}
      exportName="network"
    >
      {(size) => <NetworkChart model={model(size)} selected={layer} onSelect={selectLayer} onBits={setBits} />}
    </PanelFrame>
  );
}

function Controls({ show }: { readonly show: 'a' | 'both' | 'b' }) {
  return (
    <>
      <span className={css.label}>Charts show</span>
      <span className={css.shown}>
        <SegmentedControl name="Charts show" value={show} options={SHOWN} onChange={setShow} />
      </span>
      <Button small className={css.swap} onClick={swapSides}>
        <ArrowLeftRight size={14} aria-hidden />
        Swap
      </Button>
    </>
  );
}
