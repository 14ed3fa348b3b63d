import { PUBLISHED } from '../../charts/binary/published';
import { PanelFrame } from '../../charts/frame/PanelFrame';
import { fixed } from '../../charts/frame/format';
import { ProvenanceBadge } from '../../controls/ProvenanceBadge';
import { Term } from '../../controls/Term';
import tables from './tables.module.css';

const TABLE = {
  columns: ['Network', 'Method', 'Top-1, %', 'Float, %', 'Points', 'Source'],
  rows: PUBLISHED.flatMap(({ network, float, values, source }) =>
    values.map(({ method, accuracy, note }) => [
      network,
      method,
      accuracy,
      float,
      Number((accuracy - float).toFixed(1)),
      note === undefined ? source : `${source}, ${note}`,
    ]),
  ),
};

/** What large networks on ImageNet lose, as printed. */
export function PublishedPanel() {
  return (
    <PanelFrame
      title="On ImageNet"
      caption="top-1 in %, trained with the method"
      summary="Published: binary weights cost little on large networks, binary activations much more. AlexNet BWN 56.8 of 56.6, XNOR-Net 44.2; ResNet-18 BWN 60.8 of 69.3, XNOR-Net 51.2, TWN 65.3 and TTQ 66.6 of 69.6; GoogLeNet BWN 65.5 of 71.3."
      status={{ status: 'ready', problem: null, progress: null }}
      actions={<ProvenanceBadge kind="published" />}
      table={TABLE}
      exportName="binary-published"
      fit="content"
      drawn={false}
    >
      {() => (
        <div className={tables.scroll}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">Network</th>
                <th scope="col">Float</th>
                <th scope="col">
                  <Term id="bwn">Method</Term>
                </th>
                <th scope="col">Top-1</th>
                <th scope="col">Points</th>
                <th scope="col">Source</th>
              </tr>
            </thead>
            <tbody>
              {TABLE.rows.map(([network, method, accuracy, float, points, source]) => (
                <tr key={`${String(network)} ${String(method)} ${String(float)}`}>
                  <th scope="row">{network}</th>
                  <td>{fixed(Number(float), 1)}</td>
                  <td>{method}</td>
                  <td>{fixed(Number(accuracy), 1)}</td>
                  <td>
                    {Number(points) > 0 ? '+' : ''}
                    {fixed(Number(points), 1)}
                  </td>
                  <td className={tables.source}>{source}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </PanelFrame>
  );
}
