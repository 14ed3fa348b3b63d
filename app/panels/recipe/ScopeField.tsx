import { X } from 'lucide-react';
import type { SideId } from '../../../src/experiment/spec';
import { shortened } from '../../charts/frame/format';
import { SegmentedControl } from '../../controls/SegmentedControl';
import { selectLayer, toast } from '../../store/actions';
import { clearLayer } from '../../store/activation-actions';
import { useStore } from '../../store/store';
import css from './ScopeField.module.css';

interface ScopeFieldProps {
  readonly side: SideId;
  readonly isLayerOnly: boolean;
  readonly onChange: (isLayerOnly: boolean) => void;
}

/** Whether the settings below mean the whole network or the selected layer; and which layers have settings of their own. */
export function ScopeField({ side, isLayerOnly, onChange }: ScopeFieldProps) {
  const layer = useStore((state) => state.view.layer);
  const { overrides, activations } = useStore((state) => state.experiment[side]);
  const model = useStore((state) => state.model);
  const changed = { ...overrides, ...activations?.overrides };
  const own = model.status === 'ready' ? model.layers.map(({ name }) => name).filter((name) => name in changed) : [];
  return (
    <div className={css.scope}>
      <SegmentedControl
        name={`Settings of ${side.toUpperCase()} are for`}
        value={isLayerOnly ? 'layer' : 'all'}
        tone={side}
        options={[
          { value: 'all', label: 'All layers' },
          {
            value: 'layer',
            label: layer === null ? 'One layer' : `${shortened(layer, 15)} only`,
            ...(layer === null ? {} : { name: `${layer} only` }),
            reason: layer === null ? 'No layer is selected yet.' : null,
          },
        ]}
        onChange={(value) => onChange(value === 'layer')}
      />
      {own.length > 0 && (
        <div className={css.layers}>
          <span>Own settings:</span>
          {own.map((name) => (
            <span key={name} className={css.layer}>
              <button type="button" title={`Select ${name}`} onClick={() => selectLayer(name)}>
                {shortened(name, 20)}
              </button>
              <button
                type="button"
                aria-label={`Give ${name} the settings of all layers`}
                title="Remove its own settings"
                onClick={() => resetLayer(side, name)}
              >
                <X size={12} aria-hidden />
              </button>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

function resetLayer(side: SideId, layer: string): void {
  clearLayer(side, layer);
  toast(`${side.toUpperCase()}: ${layer} follows the other layers again.`, true);
}
