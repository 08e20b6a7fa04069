import { describe, expect, it } from 'vitest';
import { withoutTails } from '../../../../shared/domain/feed/tails.ts';

const lead = 'The bridge was opened in the morning.';
const title = 'Bridge opened';
const rest = (tail: string, headline = title) => withoutTails(`<p>${lead}</p> ${tail}`, headline);

describe('what a content system puts below a text is left out', () => {
  it.each([
    [`<p>The post <a href="/1">${title}</a> appeared first on <a href="/">Site</a>.</p>`],
    [`<p>The post ${title} appeared first on Site.</p>`],
    ['<p>The post appeared first on Site.</p>'],
    [`<p>Сообщение <a href="/1">${title}</a> появились сначала на Сайт.</p>`],
    [`<p><a href="/1">${title}</a> yazısı ilk önce Site üzerinde ortaya çıktı.</p>`],
    [`<p><a href="/1">${title}</a> məqaləsi ilk dəfə Site saytında göründü.</p>`],
    [`<p><a href="/1">${title}</a> գրառումը առաջին անգամ հայտնվել է Site կայքում։</p>`],
    [`<p>პოსტი <a href="/1">${title}</a> პირველად გამოჩნდა Site.</p>`],
    [`<p>«<a href="/1">${title}</a>» yazısı ilk önce Site üzerinde ortaya çıktı.</p>`],
    [`<p>Հոդված «<a href="/1">${title}</a>» առաջին անգամ հայտնվել է Site կայքում։</p>`],
    ['<a href="/1">Continue reading →</a>'],
    ['<a href="/1">Читать далее</a>'],
    ['<p>Read more…</p>'],
    ['<p>Подробнее</p>'],
    ['<p>Ətraflı</p>'],
    ['<p>Devamını oku »</p>'],
    ['<p>Կարդալ ավելին</p>'],
    ['<p>ვრცლად</p>'],
    [`<p>Read more</p><p>The post <a href="/1">${title}</a> appeared first on Site.</p>`],
  ])('%s', (tail) => {
    expect(rest(tail)).toBe(lead);
  });

  it('alone it leaves nothing', () => {
    expect(withoutTails('<a href="/1">Read more</a>', title)).toBe('');
  });
});

describe('what a person wrote stays', () => {
  it.each([
    ['The story appeared first on the front page of a local paper.'],
    ['Читать далее он не стал. Он ушёл.'],
    ['<p>Read more books this winter, the ministry asked the schools of the region.</p>'],
    ['<p>See more of the valley. <a href="/1">The river</a> is calm.</p>'],
  ])('%s', (tail) => {
    expect(rest(tail)).toBe(`${lead} ${tail.replace(/<[^>]*>/g, '')}`);
  });

  it('a sentence with the headline far from the end', () => {
    const long = 'Much more was said on that day. '.repeat(40).trim();
    const text = `The post ${title} appeared first on Site. ${long}`;
    expect(withoutTails(text, title)).toBe(text);
  });
});
