import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ListedTensor } from '../../../src/jobs/own-reports';
import { Button } from '../../controls/Button';
import { count } from '../../controls/format';
import css from './OpenDialog.module.css';
import { type Group, treeOf } from './tree';

interface TensorTreeProps {
  readonly tensors: readonly ListedTensor[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** Up to so many tensors, every group is open at first. */
const OPEN_AT_FIRST = 60;

/** Every tensor of the files under the parts of its name; a box takes it into the Lab. */
export function TensorTree({ tensors, chosen, onChoose }: TensorTreeProps) {
  const tree = useMemo(() => treeOf(tensors), [tensors]);
  const total = tensors.reduce((sum, { name, values }) => sum + (chosen.has(name) ? values : 0), 0);
  return (
    <>
      <div className={css.row}>
        <Button
          small
          onClick={() => onChoose(new Set(tensors.filter(({ values }) => values > 0).map(({ name }) => name)))}
        >
          Choose all
        </Button>
        <Button small onClick={() => onChoose(new Set())}>
          Choose none
        </Button>
        <span role="status">{`${count(chosen.size)} of ${count(tensors.length)} tensors, ${count(total)} weights`}</span>
      </div>
      <div className={css.tree}>
        <Members group={tree} isOpen={tensors.length <= OPEN_AT_FIRST} chosen={chosen} onChoose={onChoose} />
      </div>
    </>
  );
}

interface GroupProps {
  readonly group: Group;
  readonly isOpen: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

function Members({ group, isOpen, chosen, onChoose }: GroupProps) {
  return (
    <ul>
      {group.groups.map((inner) => (
        <li key={inner.path}>
          <Branch group={inner} isOpen={isOpen} chosen={chosen} onChoose={onChoose} />
        </li>
      ))}
      {group.tensors.map(({ tensor, label }) => (
        <li key={tensor.name}>
          <label className={css.leaf}>
            <input
              type="checkbox"
              checked={chosen.has(tensor.name)}
              disabled={tensor.values === 0}
              aria-label={tensor.name}
              onChange={() => onChoose(withTensors(chosen, [tensor], !chosen.has(tensor.name)))}
            />
            <span className={css.leafName}>{label}</span>
            <span>{tensor.shape.length === 0 ? 'scalar' : tensor.shape.join(' × ')}</span>
            <span>{tensor.dtype}</span>
            <span>{tensor.values === 0 ? 'empty' : count(tensor.values)}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}

function Branch({ group, isOpen: isOpenAtFirst, chosen, onChoose }: GroupProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const box = useRef<HTMLInputElement>(null);
  const taken = group.all.reduce((sum, { name }) => sum + (chosen.has(name) ? 1 : 0), 0);
  const isPart = taken > 0 && taken < group.all.length;
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isPart;
  }, [isPart]);
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <div className={css.branch}>
        <button
          type="button"
          className={css.twist}
          aria-expanded={isOpen}
          aria-label={`Tensors of ${group.path}`}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon size={14} aria-hidden />
        </button>
        <label className={css.leaf}>
          <input
            ref={box}
            type="checkbox"
            checked={taken === group.all.length}
            aria-label={`All of ${group.path}`}
            onChange={() => onChoose(withTensors(chosen, group.all, taken < group.all.length))}
          />
          <b className={css.leafName}>{group.label}</b>
          <span>{`${count(taken)} of ${count(group.all.length)}`}</span>
        </label>
      </div>
      {isOpen && <Members group={group} isOpen={isOpenAtFirst} chosen={chosen} onChoose={onChoose} />}
    </>
  );
}

function withTensors(
  chosen: ReadonlySet<string>,
  tensors: readonly ListedTensor[],
  isChosen: boolean,
): ReadonlySet<string> {
  const next = new Set(chosen);
  for (const { name, values } of tensors) {
    if (isChosen && values > 0) next.add(name);
    else next.delete(name);
  }
  return next;
}
