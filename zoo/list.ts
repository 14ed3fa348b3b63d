import { ZOO } from './catalogue';
import { readCard } from './files';

/** One model in public/models/index.json: what a chooser shows before anything else is loaded. */
export interface ListedModel {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly task: string;
  readonly dataset: string;
  readonly parameters: number;
  /** Of weights.bin. */
  readonly bytes: number;
}

/** The models that are in a folder, in the order of the catalogue. */
export async function listModels(models: URL): Promise<readonly ListedModel[]> {
  const listed = await Promise.all(
    ZOO.map(async ({ id, title, about }): Promise<readonly ListedModel[]> => {
      const card = await readCard(models, id);
      if (card === null) return [];
      const { task, dataset, parameters, bytes } = card;
      return [{ id, title, about, task, dataset, parameters, bytes }];
    }),
  );
  return listed.flat();
}
