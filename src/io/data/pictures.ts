/** Pictures, in folders that are named as their classes or without classes. */
import { ReadError, quoted } from '../read/errors';
import { Classes } from './classes';
import { exampleShape } from './pixels';
import type { DecodedPicture, GivenData, GivenLabels, Wanted } from './types';

/** Shares of red, green and blue in a grey (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114] as const;

/** Pictures of one size as examples. Throws ReadError, which names the picture. */
export function givenPictures(pictures: readonly DecodedPicture[], wanted: Wanted = {}): GivenData {
  const [first] = pictures;
  if (first === undefined) throw new ReadError('no-files', 'No picture was given.');
  const other = pictures.find(({ width, height }) => width !== first.width || height !== first.height);
  if (other !== undefined)
    throw new ReadError(
      'bad-shape',
      `${quoted(other.name)} has ${other.width} x ${other.height} points, ${quoted(first.name)} ${first.width} x ${first.height}.`,
      'Bring all pictures to one size.',
    );
  const isGrey = pictures.every(({ rgba }) => isGreyPicture(rgba));
  const channels = wanted.shape?.length === 3 ? wanted.shape[2]! : isGrey ? 1 : 3;
  if (channels !== 1 && channels !== 3)
    throw new ReadError(
      'bad-shape',
      `The network takes ${channels} channels, a picture has 1 or 3.`,
      'Give an .npz instead.',
    );
  const shape = exampleShape([first.height, first.width, channels], wanted, first.name);
  const size = first.height * first.width * channels;
  const pixels = new Uint8Array(pictures.length * size);
  pictures.forEach(({ rgba }, index) => fill(pixels.subarray(index * size, (index + 1) * size), rgba, channels));
  const notes = channels === 1 && !isGrey ? [IN_GREY] : [];
  return { count: pictures.length, shape, pixels, ...labelsOf(pictures, wanted, notes) };
}

const FOLDERS = { id: 'folder', title: 'folder of each picture' };
const IN_GREY = 'Colours were turned into grey: 0.299 red + 0.587 green + 0.114 blue.';

/** Several folders are classes; pictures of one folder, or of none, have no labels unless that is asked for. */
function labelsOf(
  pictures: readonly DecodedPicture[],
  { labels = 'find', classes: most }: Wanted,
  notes: readonly string[],
): Pick<GivenData, 'labels' | 'places' | 'notes'> {
  const folders = pictures.map(({ name }) => name.split('/').at(-2) ?? '');
  const places = folders.includes('') ? [] : [FOLDERS];
  const areClasses = labels === 'find' ? new Set(folders).size > 1 : labels !== 'none';
  if (areClasses) return { labels: classesOf(pictures, folders, most), places, notes };
  const why = new Set(folders).size > 1 ? 'Folders are not classes here' : 'The pictures are not in folders of classes';
  return { labels: null, places, notes: [...notes, `${why}: there are no labels.`] };
}

function classesOf(pictures: readonly DecodedPicture[], folders: readonly string[], most?: number): GivenLabels {
  const classes = new Classes(most);
  pictures.forEach(({ name }, at) => {
    const folder = folders[at] ?? '';
    if (folder === '')
      throw new ReadError(
        'bad-label',
        `${quoted(name)} lies in no folder.`,
        'Put the pictures of each class into a folder with its name, or say that there are no labels.',
      );
    classes.add(folder, quoted(name));
  });
  return classes.finish(FOLDERS.id);
}

function isGreyPicture(rgba: DecodedPicture['rgba']): boolean {
  for (let at = 0; at < rgba.length; at += 4) if (rgba[at] !== rgba[at + 1] || rgba[at] !== rgba[at + 2]) return false;
  return true;
}

function fill(to: Uint8Array, rgba: DecodedPicture['rgba'], channels: 1 | 3): void {
  if (4 * (to.length / channels) !== rgba.length)
    throw new RangeError('A picture has another number of points than its size says.');
  for (let place = 0; place < to.length / channels; place++) {
    const [red, green, blue] = [rgba[4 * place]!, rgba[4 * place + 1]!, rgba[4 * place + 2]!];
    if (channels === 3) to.set([red, green, blue], 3 * place);
    else to[place] = Math.round(GREY[0] * red + GREY[1] * green + GREY[2] * blue);
  }
}
