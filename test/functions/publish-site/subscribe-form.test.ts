import { DomUtils, parseDocument } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { interfaceIn } from '../../../functions/publish-site/interface.ts';
import { assetFiles } from '../../../functions/publish-site/assets.ts';
import { subscribeForm } from '../../../functions/publish-site/subscribe-form.ts';
import { defaultPreferences, readSignUp } from '../../../functions/subscribe/form.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { site } from './memory-site.ts';

/** What a browser posts of the form as it is printed. */
function asPosted(html: string): URLSearchParams {
  const document = parseDocument(html);
  const posted = new URLSearchParams();
  for (const input of DomUtils.getElementsByTagName('input', document))
    if (input.attribs.type !== 'checkbox' || 'checked' in input.attribs)
      posted.append(input.attribs.name ?? '', input.attribs.value ?? '');
  for (const select of DomUtils.getElementsByTagName('select', document)) {
    const options = DomUtils.getElementsByTagName('option', select);
    const chosen = options.find((option) => 'selected' in option.attribs) ?? options[0];
    posted.append(select.attribs.name ?? '', chosen?.attribs.value ?? '');
  }
  return posted;
}

describe('the sign-up form of the pages', () => {
  it.each(wireLanguages)(
    'asks for what the form of the subscribe function asks for by default: %s',
    (language) => {
      const posted = asPosted(subscribeForm(interfaceIn(language, site().names)).text);
      posted.set('email', 'reader@example.org');
      const usual = defaultPreferences(language, posted.get('timezone'));
      expect(readSignUp(posted, usual)).toEqual({
        email: 'reader@example.org',
        follow: null,
        address: 'reader@example.org',
        preferences: usual,
        faults: [],
      });
    },
  );

  it('lets a reader choose the languages of articles', () => {
    const posted = asPosted(subscribeForm(interfaceIn('en', site().names)).text);
    posted.set('email', 'reader@example.org');
    posted.delete('languages');
    expect(readSignUp(posted, defaultPreferences('en', null)).faults).toEqual(['badLanguages']);
    posted.append('languages', 'hy');
    expect(readSignUp(posted, defaultPreferences('en', null)).preferences.languages).toEqual(['hy']);
  });
});

const logo = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>';

describe('where not all is offered, and it looks another way', () => {
  /** The modules of a stage that started with these settings. */
  const fresh = async () => ({
    ...(await import('../../../functions/publish-site/interface.ts')),
    ...(await import('../../../functions/publish-site/subscribe-form.ts')),
    ...(await import('../../../functions/publish-site/publish-site.ts')),
    ...(await import('../../../functions/publish-site/assets.ts')),
    ...(await import('../../../functions/subscribe/form.ts')),
    ...(await import('../../../functions/plan-digests/public-editions.ts')),
    ...(await import('../../../shared/catalogue/offered.ts')),
    ...(await import('../../../shared/catalogue/follow-labels.ts')),
    memory: await import('./memory-site.ts'),
  });
  let of: Awaited<ReturnType<typeof fresh>>;
  beforeAll(async () => {
    vi.resetModules();
    vi.stubEnv('OFFERED_LANGUAGES', 'hy,en');
    vi.stubEnv('OFFERED_TOPICS', 'csto');
    vi.stubEnv('WIRE_ACCENT', '#1a5fb4');
    vi.stubEnv('WIRE_ACCENT_DARK', '#8fb8f0');
    vi.stubEnv('WIRE_LOGO', logo);
    of = await fresh();
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it('the forms ask for nothing else, and take nothing else', () => {
    const html = of.subscribeForm(of.interfaceIn('en', of.memory.site().names)).text;
    expect([...html.matchAll(/name="topics" value="([^"]+)"/g)].map(([, id]) => id)).toEqual(['csto']);
    expect([...html.matchAll(/<option value="([a-z]{2})" lang/g)].map(([, code]) => code)).toEqual([
      'hy',
      'en',
    ]);
    const usual = of.defaultPreferences('ka', null);
    expect([usual.interface, usual.topics, usual.languages]).toEqual(['en', ['csto'], [...wireLanguages]]);
    const posted = (more: Record<string, string>) =>
      of.readPreferences(new URLSearchParams({ topics: 'csto', ...more }), usual).faults;
    expect(posted({ language: 'hy' })).toEqual([]);
    expect(posted({ language: 'ka' })).toEqual(['badField']);
    expect(posted({ topics: 'armenia-azerbaijan' })).toEqual(['badField']);
    expect(of.isInCatalogue({ kind: 'subtopic', of: 'armenia-azerbaijan.border' })).toBe(false);
  });

  it('a reader keeps what is offered no more', () => {
    const kept = {
      ...of.defaultPreferences('en', null),
      interface: 'ka' as const,
      topics: ['armenia-azerbaijan'],
    };
    const form = new URLSearchParams({ topics: 'armenia-azerbaijan', language: 'ka' });
    expect(of.readPreferences(form, kept)).toMatchObject({ faults: [], preferences: kept });
  });

  it('the site has fronts, sections and editions of what is offered; stories of other topics are not shown', async () => {
    const { ports, files } = of.memory.memorySite();
    await of.publishSite(ports, of.memory.site(), new Date('2026-11-24T12:00:00Z'));
    const fronts = [...files.keys()].filter((path) => /^([a-z]{2}\/)?index\.html$/.test(path));
    expect(fronts.toSorted()).toEqual(['hy/index.html', 'index.html']);
    const front = of.memory.textOf(files, 'index.html');
    expect([...front.matchAll(/data-language="([a-z]{2})"/g)].map(([, code]) => code)).toEqual(['hy', 'en']);
    const [sections = ''] = /<nav class="sections".*?<\/nav>/s.exec(front) ?? [];
    expect([...sections.matchAll(/\/topics\/([^"]+)\.html/g)].map(([, id]) => id)).toEqual(['csto']);
    expect(
      of.onlyOffered([{ topics: ['armenia-azerbaijan', 'csto'] }, { topics: ['armenia-azerbaijan'] }]),
    ).toEqual([{ topics: ['csto'] }]);
  });

  it('pages are in the colours and with the logo that were chosen, and are made again with them', async () => {
    const assets = of.assetFiles();
    const file = (name: string): string => assets.find(({ path }) => path.includes(name))?.text ?? '';
    expect(file('site.')).toMatch(/:root\{[^}]*--accent: #1a5fb4/);
    expect(file('site.')).toMatch(/prefers-color-scheme:dark\)\{:root\{[^}]*--accent: #8fb8f0/);
    expect(file('icon.')).toBe(logo);
    const { ports, files } = of.memory.memorySite();
    await of.publishSite(ports, of.memory.site(), new Date('2026-11-24T12:00:00Z'));
    const icon = of.assetLink('icon.svg');
    expect(files.get(icon.slice(1))?.body).toBe(logo);
    expect(of.memory.textOf(files, 'index.html')).toContain(
      `data-home><img src="${icon}" alt="" width="32" height="32"> Caucasus Wire</a>`,
    );
    expect(of.assetFiles().map(({ path }) => path)).not.toEqual(assetFiles().map(({ path }) => path));
  });
});
