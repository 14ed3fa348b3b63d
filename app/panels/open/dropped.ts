import type { OpenedFile } from '../../../src/jobs/own-reports';
import { openedFile } from '../../engine/files';
import { openDialog } from '../../store/actions';
import { store } from '../../store/store';
import { readData } from './giving';
import { readOpened } from './opening';

/** Files of dropped folders that are looked at; a folder of images has a few thousand. */
const MOST_FILES = 20_000;

/** Opens what was dropped, folders walked through; of more than 20,000 files the first. */
export async function openDropped(entries: readonly FileSystemEntry[], files: readonly File[]): Promise<void> {
  if (!entries.some((entry) => entry.isDirectory)) {
    await read(files.map((file) => openedFile(file)));
    return;
  }
  const found: OpenedFile[] = [];
  for (const entry of entries) await walk(entry, found);
  await read(found);
}

/** Data where data are asked for, else a model. */
async function read(files: readonly OpenedFile[]): Promise<void> {
  if (store.getState().view.dialog === 'data') await readData(files);
  else {
    openDialog('open');
    await readOpened(files);
  }
}

async function walk(entry: FileSystemEntry, found: OpenedFile[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (isFile(entry)) {
    found.push(openedFile(await fileOf(entry), entry.fullPath.replace(/^\//, '')));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A folder is told in parts; the last is empty.
  for (let part = await readPart(reader); part.length > 0; part = await readPart(reader))
    for (const inner of part) await walk(inner, found);
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

function readPart(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve, reject) => {
    reader.readEntries(resolve, reject);
  });
}
