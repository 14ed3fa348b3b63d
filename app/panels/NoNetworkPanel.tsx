import { PanelFrame } from '../charts/frame/PanelFrame';
import css from '../charts/speed/speed.module.css';

const WHY =
  'The file holds weights and no network to run: there are no outputs, no activations and no accuracy. Integer arithmetic and the speed bench need a network; all that concerns the weights themselves is here.';

/** Why some panels are missing. */
export function NoNetworkPanel() {
  return (
    <PanelFrame
      title="Without a network"
      summary={WHY}
      status={{ status: 'ready', problem: null, progress: null }}
      fit="content"
      drawn={false}
      table={() => ({ columns: [], rows: [] })}
      exportName="without-a-network"
    >
      {() => <p className={css.about}>{WHY}</p>}
    </PanelFrame>
  );
}
