import { readShownNameRows, type ShownNameRow } from './shown-names-file.ts';

/** Run at build. */
export const shownNameRows: Record<string, ShownNameRow> = readShownNameRows();
