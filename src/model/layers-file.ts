/** The files of a TensorFlow.js layers model, the form that `parseModel` and `tf.loadLayersModel` read. */

export interface NamedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A layer of model.json, and its weights in the order of the file. */
export interface FileLayer {
  readonly name: string;
  /** Of Keras. */
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of the layers whose outputs it takes; none for the input. */
  readonly inputs: readonly (string | undefined)[];
  readonly weights: readonly NamedWeight[];
}

export interface WrittenModel {
  /** model.json */
  readonly topology: unknown;
  /** weights.bin: float32, little-endian, in the order of the manifest. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** @param layers in flow order, the input first. @param output name of the layer that ends the network. */
export function layersModelFiles(name: string, layers: readonly FileLayer[], output: string | undefined): WrittenModel {
  const weights = layers.flatMap((layer) =>
    layer.weights.map((weight) => ({ ...weight, name: `${layer.name}/${weight.name}` })),
  );
  const written = layers.map(({ name: layer, className, config, inputs }) => ({
    name: layer,
    class_name: className,
    config: { name: layer, trainable: true, dtype: 'float32', ...config },
    inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
  }));
  const end = (layer: string | undefined): unknown => [[layer, 0, 0]];
  const config = { name, layers: written, input_layers: end(layers[0]?.name), output_layers: end(output) };
  return {
    topology: {
      format: 'layers-model',
      generatedBy: 'Quantization Playground',
      convertedBy: null,
      modelTopology: {
        keras_version: '2.10.0',
        backend: 'tensorflow',
        model_config: { class_name: 'Functional', config },
      },
      weightsManifest: [
        {
          paths: ['weights.bin'],
          weights: weights.map(({ name: weight, shape }) => ({ name: weight, shape, dtype: 'float32' })),
        },
      ],
    },
    weights: bytesOf(weights),
  };
}

function bytesOf(weights: readonly NamedWeight[]): Uint8Array<ArrayBuffer> {
  const bytes = new DataView(new ArrayBuffer(4 * weights.reduce((sum, { data }) => sum + data.length, 0)));
  let offset = 0;
  for (const { data } of weights) {
    for (const value of data) {
      bytes.setFloat32(offset, value, true);
      offset += 4;
    }
  }
  return new Uint8Array(bytes.buffer);
}
