import type { ListedNetwork } from '../../../src/jobs/own-reports';
import { count } from '../../controls/format';
import css from './OpenDialog.module.css';

interface LayerListProps {
  readonly network: ListedNetwork;
  /** Kernels that are quantized; the others stay in float on both sides. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** The layers in the order in which they run; those with weights have a box that keeps them in float when it is empty. */
export function LayerList({ network, chosen, onChoose }: LayerListProps) {
  const weights = new Map(network.kernels.map((kernel) => [kernel.name, kernel.weights]));
  const names = new Set(network.layers.map(({ name }) => name));
  const rows = [
    ...network.layers.map((layer) => ({ ...layer, weights: weights.get(layer.name) ?? null })),
    // The two kernels of a separable convolution are not named as their layer.
    ...network.kernels
      .filter(({ name }) => !names.has(name))
      .map((kernel) => ({ name: kernel.name, kind: 'kernel', shape: [], weights: kernel.weights })),
  ];
  const toggle = (name: string): void => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    onChoose(next);
  };
  return (
    <div className={css.tree}>
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">layer</th>
            <th scope="col">kind</th>
            <th scope="col" className={css.wide}>
              output
            </th>
            <th scope="col">weights</th>
            <th scope="col">quantize</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <td>{row.name}</td>
              <td>{row.kind}</td>
              <td className={css.wide}>{row.shape.join(' × ')}</td>
              <td>{row.weights === null ? '' : count(row.weights)}</td>
              <td>
                {row.weights !== null && (
                  <input
                    type="checkbox"
                    aria-label={`Quantize ${row.name}`}
                    checked={chosen.has(row.name)}
                    onChange={() => toggle(row.name)}
                  />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
