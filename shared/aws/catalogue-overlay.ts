import { baseOutlets, useOverlay } from '../catalogue/catalogue.ts';
import { noChanges, type Overlay, readOverlay } from '../catalogue/overlay.ts';
import { overlayKeys } from './keys.ts';
import { keptOverlay, type OverlayKind, withOverlays } from './overlay-objects.ts';

/** What an operator changed of the catalogue's sources. */
export const catalogueChanges: OverlayKind<Overlay> = {
  name: 'overlay',
  keys: overlayKeys,
  none: noChanges,
  read: (text) => readOverlay(text, baseOutlets()),
  use: useOverlay,
  sizes: ({ outlets, off }) => ({ outlets: outlets.length, off: off.length }),
};

export const keptCatalogue = keptOverlay(catalogueChanges);

/** A handler that works on the catalogue as it is now. */
export const withOverlay = <A extends unknown[], R>(
  bucket: string,
  handler: (...event: A) => Promise<R>,
): ((...event: A) => Promise<R>) => withOverlays(bucket, [keptCatalogue], handler);
