import { ModelError } from './errors';
import { Fields } from './fields';

/** One entry of the layer list of a model.json, and the layers whose outputs it takes. */
export interface LayerEntry {
  readonly name: string;
  readonly kind: string;
  readonly config: Fields;
  readonly inputs: readonly string[];
}

const NESTED: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model']);

/**
 * The layers of a tfjs layers-model (Keras 2 form) in flow order, reduced to those the output depends on. The first is the
 * input layer when the file has one. Throws ModelError `bad-json` or `unsupported-topology`.
 */
export function layerEntries(modelJson: unknown): readonly LayerEntry[] {
  const root = new Fields(modelJson, 'model.json');
  const format = root.raw('format') ?? 'layers-model';
  if (format !== 'layers-model') {
    throw new ModelError(
      'unsupported-topology',
      `model.json has the format ${JSON.stringify(format)}, not "layers-model".`,
    );
  }
  const topology = root.fields('modelTopology');
  const model = topology.has('model_config') ? topology.fields('model_config') : topology;
  const kind = model.text('class_name');
  if (kind === 'Sequential') return sequential(model);
  if (kind === 'Functional' || kind === 'Model') return functional(model.fields('config'));
  throw new ModelError('unsupported-topology', `The model class ${kind} is not supported.`);
}

function sequential(model: Fields): readonly LayerEntry[] {
  const listed = Array.isArray(model.raw('config')) ? model.list('config') : model.fields('config').list('layers');
  const entries: LayerEntry[] = [];
  for (const item of listed) {
    const previous = entries.at(-1);
    entries.push({ ...readLayer(item), inputs: previous === undefined ? [] : [previous.name] });
  }
  return nonEmpty(entries);
}

function functional(config: Fields): readonly LayerEntry[] {
  const entries = config.list('layers').map((item) => {
    const fields = new Fields(item, 'a layer of model.json');
    const layer = readLayer(item);
    return { ...layer, inputs: inboundNames(fields, layer.name) };
  });
  const input = onlyEnd(config, 'input_layers');
  const output = onlyEnd(config, 'output_layers');
  const ordered = flowOrder(new Map(entries.map((entry) => [entry.name, entry])), output);
  const other = ordered.find((entry) => entry.inputs.length === 0 && entry.name !== input);
  if (other !== undefined) throw new ModelError('unsupported-topology', `Layer ${other.name} has no input.`);
  return nonEmpty(ordered);
}

function nonEmpty(entries: readonly LayerEntry[]): readonly LayerEntry[] {
  if (new Set(entries.map((entry) => entry.name)).size !== entries.length) {
    throw new ModelError('bad-json', 'Two layers of model.json have the same name.');
  }
  if (entries.length === 0) throw new ModelError('bad-json', 'model.json lists no layers.');
  return entries;
}

function readLayer(item: unknown): Omit<LayerEntry, 'inputs'> {
  const fields = new Fields(item, 'a layer of model.json');
  const kind = fields.text('class_name');
  const config = fields.fields('config');
  const name = config.text('name');
  if (NESTED.has(kind)) {
    throw new ModelError('unsupported-topology', `Layer ${name} is a whole model (${kind}) nested in another.`);
  }
  return { name, kind, config: new Fields(fields.raw('config'), `layer ${name} (${kind})`) };
}

/** The names in `inbound_nodes`: [] for an input, else one list of [layer, node index, tensor index, options]. */
function inboundNames(layer: Fields, name: string): readonly string[] {
  const nodes = layer.has('inbound_nodes') ? layer.list('inbound_nodes') : [];
  if (nodes.length > 1)
    throw new ModelError('unsupported-topology', `Layer ${name} is used ${String(nodes.length)} times.`);
  const [node] = nodes;
  if (node === undefined) return [];
  if (!Array.isArray(node)) {
    throw new ModelError('unsupported-topology', `The inputs of layer ${name} are not written in the form of Keras 2.`);
  }
  return node.map((tensor: unknown) => tensorName(tensor, `Layer ${name}`));
}

/** The only entry of `input_layers` or `output_layers`, which some exporters write without the outer list. */
function onlyEnd(config: Fields, key: 'input_layers' | 'output_layers'): string {
  const list = config.list(key);
  if (typeof list[0] === 'string') return tensorName(list, `"${key}"`);
  if (list.length !== 1) {
    const what = key === 'input_layers' ? 'inputs' : 'outputs';
    throw new ModelError('unsupported-topology', `The model has ${String(list.length)} ${what}.`);
  }
  return tensorName(list[0], `"${key}"`);
}

function tensorName(tensor: unknown, owner: string): string {
  const [name, node, output, options]: readonly unknown[] = Array.isArray(tensor) ? (tensor as readonly unknown[]) : [];
  if (typeof name !== 'string') throw new ModelError('bad-json', `${owner} takes an input without a layer name.`);
  if (node !== 0 || output !== 0) {
    throw new ModelError('unsupported-topology', `${owner} takes a second use or output of layer ${name}.`);
  }
  const given = JSON.stringify(options ?? {});
  if (given !== '{}' && given !== '{"training":false}') {
    throw new ModelError('unsupported-topology', `${owner} is called with the options ${given.slice(0, 60)}.`);
  }
  return name;
}

/**
 * Everything `output` depends on, inputs first, ties in the order of the file. Walks with its own stack: a file can list more
 * layers than there are call frames.
 */
function flowOrder(entries: ReadonlyMap<string, LayerEntry>, output: string): readonly LayerEntry[] {
  const needed = neededBy(entries, output);
  const waiting = [...entries.values()].filter((entry) => needed.has(entry.name));
  const done = new Set<string>();
  const ordered: LayerEntry[] = [];
  while (ordered.length < waiting.length) {
    const before = ordered.length;
    for (const entry of waiting) {
      if (done.has(entry.name) || !entry.inputs.every((name) => done.has(name))) continue;
      done.add(entry.name);
      ordered.push(entry);
    }
    if (ordered.length === before) throw new ModelError('bad-json', 'The layers of model.json form a cycle.');
  }
  return [...ordered.filter((entry) => entry.name !== output), ...ordered.filter((entry) => entry.name === output)];
}

function neededBy(entries: ReadonlyMap<string, LayerEntry>, output: string): ReadonlySet<string> {
  const needed = new Set<string>();
  const stack = [output];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    if (needed.has(name)) continue;
    const entry = entries.get(name);
    if (entry === undefined)
      throw new ModelError('bad-json', `model.json refers to the layer ${name}, which it does not list.`);
    needed.add(name);
    stack.push(...entry.inputs);
  }
  return needed;
}
