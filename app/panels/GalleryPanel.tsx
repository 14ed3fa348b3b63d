import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { PanelFrame } from '../charts/frame/PanelFrame';
import { count } from '../charts/frame/format';
import { GalleryChart } from '../charts/gallery/GalleryChart';
import css from '../charts/gallery/GalleryChart.module.css';
import { type GalleryData, type GalleryFilter, filterLabel, imageCount, matching } from '../charts/gallery/filter';
import { PAGE_SIZE, galleryModel, gallerySentence, galleryTable, pageCount } from '../charts/gallery/model';
import { IconButton } from '../controls/Button';
import { deferred } from './deferred';
import { filterGallery, turnToPage, useGallery } from './gallery-filter';
import { useImages } from './use-images';
import { type Predictions, usePredictions } from './use-predictions';

const FILTERS: readonly GalleryFilter[] = [
  { kind: 'changed', side: 'a' },
  { kind: 'changed', side: 'b' },
  { kind: 'better', side: 'a' },
  { kind: 'better', side: 'b' },
];

const EMPTY_TABLE = { columns: ['test image'], rows: [] };

/** The images behind the numbers: those whose prediction changed, or on which A and B disagree about the truth. */
export const GalleryPanel = deferred(usePredictions, Panel);

function Panel({ value }: { readonly value: Predictions }) {
  const { labels, classes, by, status, missing } = value;
  const { filter, page } = useGallery();
  const { a, b, float } = by;
  const data: GalleryData | null =
    labels !== null && a !== null && b !== null && float !== null ? { labels, classes, a, b, float } : null;
  const found = data === null ? [] : matching(data, filter);
  const at = Math.min(page, pageCount(found.length) - 1);
  const { pictures, problem } = useImages(found.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE));
  return (
    <PanelFrame
      title="Changed images"
      caption={data === null ? undefined : `${count(found.length)} of ${count(imageCount(data))}`}
      summary={data === null ? (missing ?? 'Changed images') : gallerySentence(data, filter, found.length)}
      status={{ ...status, partial: true }}
      fit="content"
      table={() => (data === null ? EMPTY_TABLE : galleryTable(data, filter))}
      exportName="changed-images"
      footer={data && found.length > 0 && <Pager page={at} found={found.length} problem={problem} />}
    >
      {({ width }) => (
        <>
          {data && <Filters data={data} filter={filter} />}
          {data === null || found.length === 0 ? (
            <p className={css.missing}>{missing ?? 'No image fits this filter.'}</p>
          ) : (
            <GalleryChart
              key={`${at} ${filterLabel(filter, classes)}`}
              model={galleryModel(data, found, at, width)}
              pictures={pictures}
              dim={status.status === 'running'}
            />
          )}
        </>
      )}
    </PanelFrame>
  );
}

/** A chip for each filter with its number of images, and one for a cell of the confusion matrix when that is chosen. */
function Filters({ data, filter }: { readonly data: GalleryData; readonly filter: GalleryFilter }) {
  return (
    <div className={css.filters} data-no-export role="group" aria-label="Images to show">
      {FILTERS.map((one) => {
        const label = filterLabel(one, data.classes);
        return (
          <button
            key={label}
            type="button"
            className={css.filter}
            aria-pressed={label === filterLabel(filter, data.classes)}
            onClick={() => {
              filterGallery(one);
            }}
          >
            {label} <span>{count(matching(data, one).length)}</span>
          </button>
        );
      })}
      {filter.kind === 'cell' && (
        <button
          type="button"
          className={css.filter}
          aria-pressed
          title="Remove this filter"
          onClick={() => {
            filterGallery({ kind: 'changed', side: filter.side === 'b' ? 'b' : 'a' });
          }}
        >
          {filterLabel(filter, data.classes)} <X size={12} aria-hidden />
        </button>
      )}
    </div>
  );
}

interface PagerProps {
  readonly page: number;
  readonly found: number;
  readonly problem: string | null;
}

function Pager({ page, found, problem }: PagerProps) {
  const from = page * PAGE_SIZE;
  const last = pageCount(found) - 1;
  const range = `${count(from + 1)} to ${count(Math.min(from + PAGE_SIZE, found))} of ${count(found)}`;
  return (
    <div className={css.pager}>
      <span role="status">{problem === null ? range : `${range}. Pictures could not be read: ${problem}`}</span>
      <IconButton
        label="Previous images"
        disabled={page === 0}
        onClick={() => {
          turnToPage(page - 1);
        }}
      >
        <ChevronLeft size={16} aria-hidden />
      </IconButton>
      <IconButton
        label="Next images"
        disabled={page === last}
        onClick={() => {
          turnToPage(page + 1);
        }}
      >
        <ChevronRight size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
