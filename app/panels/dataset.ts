/** Names of the data sets as their authors write them. */
const TITLES: Readonly<Record<string, string>> = { 'fashion-mnist': 'Fashion-MNIST' };

export function datasetTitle(id: string): string {
  return TITLES[id] ?? id;
}
