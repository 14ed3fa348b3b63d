/** Top-1 accuracies on ImageNet in percent, as printed; see each source. */
export interface PublishedRow {
  readonly network: string;
  readonly float: number;
  readonly values: readonly { readonly method: string; readonly accuracy: number; readonly note?: string }[];
  readonly source: string;
}

export const PUBLISHED: readonly PublishedRow[] = [
  {
    network: 'AlexNet',
    float: 56.6,
    values: [
      { method: 'BWN', accuracy: 56.8 },
      { method: 'XNOR-Net', accuracy: 44.2 },
      { method: 'BinaryConnect', accuracy: 35.4, note: 're-trained there' },
      { method: 'BNN', accuracy: 27.9, note: 're-trained there' },
    ],
    source: 'Rastegari et al. 2016, table 2',
  },
  {
    network: 'AlexNet',
    float: 57.2,
    values: [{ method: 'TTQ', accuracy: 57.5 }],
    source: 'Zhu et al. 2017',
  },
  {
    network: 'ResNet-18',
    float: 69.3,
    values: [
      { method: 'BWN', accuracy: 60.8 },
      { method: 'XNOR-Net', accuracy: 51.2 },
    ],
    source: 'Rastegari et al. 2016, table 3',
  },
  {
    network: 'ResNet-18',
    float: 69.6,
    values: [
      { method: 'TWN', accuracy: 65.3 },
      { method: 'TTQ', accuracy: 66.6 },
    ],
    source: 'Lecture 6, from Zhu et al. 2017',
  },
  {
    network: 'GoogLeNet, without branches',
    float: 71.3,
    values: [{ method: 'BWN', accuracy: 65.5 }],
    source: 'Rastegari et al. 2016, table 3',
  },
];
