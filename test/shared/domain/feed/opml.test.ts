import { describe, expect, it } from 'vitest';
import { readOpml } from '../../../../shared/domain/feed/opml.ts';
import { writeOpml } from '../../../../shared/domain/feed/write-opml.ts';

const feed = {
  title: 'Новости & "всё"',
  feedUrl: 'https://n.example/rss?a=1&b=2',
  siteUrl: 'https://n.example/',
  language: 'ru',
  folders: ['Армения'],
};

describe('OPML', () => {
  it('comes back as it was written', () => {
    const feeds = [
      feed,
      { title: '', feedUrl: 'https://m.example/rss', siteUrl: null, language: null, folders: [] },
    ];
    expect(readOpml(writeOpml('Wire', feeds))).toEqual(feeds);
  });
  it('reads nested folders, attributes in any case, and a broken list as far as it goes', () => {
    expect(
      readOpml(
        '<opml version="1.1"><body><outline text="A"><outline text="B"><outline TEXT="N" XMLURL="https://n.example/rss & more" /></outline><outline xmlUrl="https://m.example/rss"',
      ),
    ).toEqual([
      {
        title: 'N',
        feedUrl: 'https://n.example/rss%20&%20more',
        siteUrl: null,
        language: null,
        folders: ['A', 'B'],
      },
    ]);
  });
  it('takes each URL once and only http(s)', () => {
    expect(
      readOpml(
        '<opml><body><outline xmlUrl="https://n.example/rss"/><outline xmlUrl="https://n.example/rss"/><outline xmlUrl="javascript:x"/><outline xmlUrl=""/></body></opml>',
      ),
    ).toHaveLength(1);
  });
  it('is null for anything else', () => {
    expect(readOpml('<rss/>')).toBeNull();
    expect(readOpml('')).toBeNull();
  });
});
