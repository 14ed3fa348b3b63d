import { create } from 'zustand';
import type { GalleryFilter } from '../charts/gallery/filter';

interface GalleryState {
  readonly filter: GalleryFilter;
  /** From 0. */
  readonly page: number;
}

/** What the gallery shows: set by its own chips and by the cells of the confusion matrix. */
export const useGallery = create<GalleryState>()(() => ({ filter: { kind: 'changed', side: 'a' }, page: 0 }));

/** A new filter starts at its first page. */
export function filterGallery(filter: GalleryFilter): void {
  useGallery.setState({ filter, page: 0 });
}

export function turnToPage(page: number): void {
  useGallery.setState({ page });
}
