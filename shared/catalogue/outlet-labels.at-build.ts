import { catalogueOutlets } from './catalogue.ts';

/** What outlets are called, by id. Run at build, so that bundles hold these names and no catalogue. */
export const outletLabels: Record<string, string> = Object.fromEntries(
  catalogueOutlets().map(({ id, name }) => [id, name]),
);
