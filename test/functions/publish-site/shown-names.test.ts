import { describe, expect, it } from 'vitest';
import { entityCatalogue } from '../../../shared/catalogue/packs.ts';
import { topicNames } from '../../../shared/catalogue/topic-names.at-build.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { interfaceIn } from '../../../functions/publish-site/interface.ts';
import { entityPage } from '../../../functions/publish-site/pages/entity.ts';
import { methodPage } from '../../../functions/publish-site/pages/method.ts';
import { neutralityPage } from '../../../functions/publish-site/pages/neutrality.ts';
import { siteOf } from '../../../functions/publish-site/site-catalogue.ts';

const site = siteOf({
  url: 'https://wire.example',
  sender: 'Wire <wire@wire.example>',
  outlets: [],
  entities: entityCatalogue(),
  topics: topicNames,
});
const ui = interfaceIn('en', site.names);
const page = (id: string): string => {
  const entity = site.names.entities.get(id);
  return entity === undefined
    ? ''
    : entityPage(
        entity,
        { cards: [], volume: {}, overview: null, until: '2026-11-24', days: new Set() },
        ui,
        site,
      );
};

describe('the page of an entity', () => {
  it('shows the name of each language and no alias', () => {
    const shown = page('artsakh-national-assembly');
    expect(shown).toContain('<dd lang="az">Artsax Milli Məclisi</dd>');
    expect(shown).not.toContain('qondarma');
    expect(page('rome')).toContain('<dd lang="ka">რომი</dd>');
    expect(page('rome')).not.toContain('რომში');
  });
  it('shows two sides’ names of one place as a pair, in the order of the states', () => {
    for (const id of ['shushi', 'shusha']) {
      expect(page(id)).toContain('<h1>Shushi / Shusha</h1>');
      expect(page(id)).toContain('<dd lang="az">Şuşa / Şuşi</dd>');
      expect(page(id)).toContain('<dd lang="hy">Շուշի / Շուշա</dd>');
    }
  });
  it('has a name to show in every language, whoever it is', () => {
    const wrong = [...site.names.entities.values()].filter((entity) =>
      wireLanguages.some((language) => (entity.shown[language] ?? '') === ''),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});

describe('the rules of neutrality', () => {
  it('are a page of the site in six languages, linked from the method page', () => {
    for (const language of wireLanguages) {
      const texts = interfaceIn(language, site.names);
      const rules = neutralityPage(texts, site);
      expect(rules).toContain(texts.text('neutralPairs'));
      expect(rules).toContain(`<h1><span data-t="neutrality">${texts.text('neutrality')}</span></h1>`);
    }
    expect(methodPage(ui, site)).toContain('href="/neutrality.html"');
  });
});
