import { describe, expect, it } from 'vitest';
import { pageText } from '../../../../shared/domain/article/page-text.ts';
import { summaryLimit } from '../../../../shared/domain/text/limits.ts';

const long = (word: string): string =>
  `${word} ${'was said at the meeting of both commissions '.repeat(2)}`.trim();

describe('the text of a news page', () => {
  it('is og:title and the paragraphs that are long enough to be sentences', () => {
    const html = `<title>Site | Talks</title><meta property="OG:title" content="Talks &amp; tea">
      <meta name="description" content="Not this"><p>${long('First')}</p><p>Photo: agency</p><p>${long('Second')}</p>`;
    expect(pageText(html)).toEqual({ title: 'Talks & tea', summary: `${long('First')} ${long('Second')}` });
  });
  it('is the first title and what the page says of itself where it has neither', () => {
    const html =
      '<title>Talks</title><title>Of a picture</title><meta name="description" content=" Both  met ">';
    expect(pageText(html)).toEqual({ title: 'Talks', summary: 'Both met' });
    expect(pageText(`${html}<meta property="og:description" content="They met">`).summary).toBe('They met');
    expect(pageText('')).toEqual({ title: '', summary: '' });
  });
  it.each(['script', 'style', 'nav', 'footer', 'aside', 'form', 'noscript'])(
    'has nothing of <%s>',
    (name) => {
      const inside = name === 'script' || name === 'style' ? 'var p = 1;' : `<p>${long('Menu')}</p>`;
      const html = `<p>${long('News')}</p><${name}>${inside}</${name}><p>${long('More')}</p>`;
      expect(pageText(html).summary).toBe(`${long('News')} ${long('More')}`);
    },
  );
  it('goes on after an end that had no beginning', () => {
    expect(pageText(`</nav><p>${long('News')}</p>`).summary).toBe(long('News'));
  });
  it('takes a paragraph of sixty signs and none of fifty-nine', () => {
    expect(pageText(`<p>${'a'.repeat(60)}</p><p>${'b'.repeat(59)}</p>`).summary).toBe('a'.repeat(60));
  });
  it('is no longer than a summary', () => {
    const { summary } = pageText(`<p>${long('News ').repeat(200)}</p>`);
    expect(summary.length).toBeGreaterThan(summaryLimit / 2);
    expect(summary.length).toBeLessThanOrEqual(summaryLimit + 1);
  });
});
