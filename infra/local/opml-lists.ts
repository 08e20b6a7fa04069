import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { readOpml } from '../../shared/domain/feed/opml.ts';
import type { Outlet } from '../../shared/domain/outlet.ts';
import { UsageError } from '../../shared/errors.ts';
import { answersOf, askOutlets, type GivenAnswers } from './ask-outlet.ts';
import { draftsOf, outletOf } from './opml-outlets.ts';

/** Catalogue entries for the feeds of an OPML list that the catalogue lacks, as JSON. @throws UsageError where nobody says what the list does not */
export async function importList(path: string, given: GivenAnswers): Promise<string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read`, { cause: error });
  }
  const feeds = readOpml(text);
  if (feeds === null) throw new UsageError(`${path} is no OPML list`);
  const answers = answersOf(given);
  const source = `whoever imported ${basename(path)}`;
  const drafts = draftsOf(feeds, new Set(catalogueSources().map((source) => source.url)));
  process.stderr.write(
    `${feeds.length} feeds in the list, ${drafts.reduce((sum, { sources }) => sum + sources.length, 0)} of them new\n`,
  );
  if (answers === null && drafts.length > 0 && !process.stdin.isTTY) {
    throw new UsageError(
      `an OPML list does not say country, kind and owner of its outlets (${drafts.map((draft) => draft.id).join(', ')}): give --country, --kind and --owner, or run this in a terminal, which asks`,
    );
  }
  const outlets: Outlet[] =
    answers === null
      ? (await askOutlets(drafts, given, { input: process.stdin, output: process.stderr })).map(
          ([draft, told]) => outletOf(draft, told, source),
        )
      : drafts.map((draft) => outletOf(draft, answers, source));
  return `${JSON.stringify(outlets, null, 2)}\n`;
}
