import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { editionPage } from '../../shared/domain/digest/mail.ts';
import { renderEdition } from '../../shared/domain/digest/render-edition.ts';
import { editionIdOf } from '../../shared/domain/digest/reader-links.ts';
import { readToken } from '../../shared/domain/subscriber/token.ts';
import { badLink, type PageContext } from './holder.ts';
import type { PageResponse } from './page-response.ts';

/** A reader's own edition, from its frozen content. It goes with the record of the edition: erased, or too old, there is none. */
export async function showEdition(context: PageContext): Promise<PageResponse> {
  const { ports, signing, request } = context;
  const claim = readToken(request.query.get('t') ?? '', 'edition', signing.keys, ports.clock());
  if (claim.kind !== 'valid') return badLink(context);
  const row = await ports.readEdition(claim.subscriberId, editionIdOf(claim.version));
  if (row === null) return badLink(context);
  const edition = await ports.readContent(row.editionId.slice(0, 10), row.content);
  if (edition === null) return badLink(context);
  const rendered = renderEdition(edition, wordsOf(edition.interface), signing.siteUrl, Infinity);
  return { status: 200, headers: {}, body: editionPage(rendered) };
}
