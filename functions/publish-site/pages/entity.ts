import { html } from '../../../shared/domain/text/html.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { entityPath } from '../../../shared/domain/site/paths.ts';
import type { Interface } from '../interface.ts';
import { languageNames } from '../interface.ts';
import { overviewPart } from '../overview-part.ts';
import { followLink } from '../parts.ts';
import { renderPage } from '../layout.ts';
import { storiesByDay } from '../story-row.ts';
import type { Site, SiteEntity } from '../site.ts';
import { volumePlot } from '../volume-plot.ts';
import { type ListContent, plotDays } from './topic.ts';

/** A person, organisation or place: its shown name in each language, and its stories. */
export function entityPage(
  entity: SiteEntity,
  { cards, volume, until, days, overview }: ListContent,
  ui: Interface,
  site: Site,
): string {
  const body = html`<header class="list-head"><p class="kicker">${ui.label(`entity-${entity.kind}`)}</p>
<h1>${entity.name}</h1>
<dl class="tongue-names">${wireLanguages.map(
    (language) =>
      html`<div><dt>${languageNames[language] ?? language}</dt><dd lang="${language}">${entity.shown[language] ?? entity.name}</dd></div>
`,
  )}</dl>
${followLink(`entity:${entity.id}`, ui)}${volumePlot(volume, ui, { days: plotDays, until })}${overviewPart(overview, ui, site)}</header>
${storiesByDay({ cards, days }, ui, site)}`;
  const names = wireLanguages.map((language) => entity.shown[language] ?? entity.name);
  return renderPage(
    {
      path: entityPath(entity.id),
      title: entity.name,
      description: `${entity.name}: ${[...new Set(names)].join(', ')}`,
      body,
      feed: `entity-${entity.id}`,
    },
    ui,
    site,
  );
}
