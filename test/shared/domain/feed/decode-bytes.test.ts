import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../../shared/domain/feed/decode-bytes.ts';
import { parseFeed } from '../../../../shared/domain/feed/parse.ts';

const texts = {
  ru: {
    title: 'Саммит ОДКБ: лидеры обсудили безопасность на границе',
    body: 'Президенты шести стран подписали совместное заявление. Следующая встреча пройдёт в Ереване — «в узком составе».',
  },
  hy: {
    title: 'Հայաստանը և Ադրբեջանը համաձայնեցրին սահմանազատման կանոնակարգը',
    body: 'Փոխվարչապետերը հանդիպեցին սահմանին։ Հաջորդ հանդիպումը՝ «մոտ օրերս», հայտնեց նախարարությունը։',
  },
  az: {
    title: 'Azərbaycan və Ermənistan sərhədin delimitasiyasını müzakirə etdi',
    body: 'Görüşdə dövlət sərhədinin müəyyən edilməsi üzrə komissiyaların işi, əsirlərin qaytarılması və nəqliyyat yolları barədə danışıldı. İki ölkənin nümayəndələri yığıncağı başa çatdırdı.',
  },
} as const;

const cyrillic = ['windows-1251', 'koi8-r', 'koi8-u', 'ibm866', 'iso-8859-5'];
const wide = ['utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be', 'utf-16le with mark', 'utf-16be with mark'];
const encodingsOf = {
  ru: [...cyrillic, 'utf-8', 'utf-8 with mark', 'utf-16le with mark', 'utf-16be with mark', 'utf-16le'],
  hy: [...wide, 'armscii-8', 'utf-32le with mark', 'utf-32be with mark', 'windows-1251'],
  az: [...wide, 'windows-1254', 'iso-8859-9', 'windows-1251', 'utf-32le with mark'],
} as const;

function armscii8(text: string): Uint8Array {
  return Uint8Array.from(
    Array.from(text, (letter) => {
      const code = letter.charCodeAt(0);
      if (code >= 0x531 && code <= 0x556) return 0xb2 + (code - 0x531) * 2;
      if (code >= 0x561 && code <= 0x586) return 0xb3 + (code - 0x561) * 2;
      return { և: 0xa2, '։': 0xa3, '»': 0xa6, '«': 0xa7, '՝': 0xaa }[letter] ?? code;
    }),
  );
}

/** As a publishing system writes it: what the encoding lacks becomes a character reference. */
function encode(text: string, encoding: string): Uint8Array {
  const [name = '', , mark] = encoding.split(' ');
  if (name === 'armscii-8') return armscii8(text);
  const single = !name.startsWith('utf');
  const spelled = single
    ? Array.from(text, (letter) =>
        iconv.decode(iconv.encode(letter, name), name) === letter ? letter : `&#${letter.codePointAt(0)};`,
      ).join('')
    : text;
  return iconv.encode(spelled, name, { addBOM: mark !== undefined });
}

const states = [
  'declared',
  'not declared',
  'declared as UTF-8',
  'right HTTP charset',
  'wrong HTTP charset',
] as const;

function document(
  language: keyof typeof texts,
  encoding: string,
  state: (typeof states)[number],
): { body: Uint8Array; contentType: string | null } {
  const name = encoding.split(' ')[0] ?? '';
  const label = {
    declared: ` encoding="${name}"`,
    'not declared': '',
    'declared as UTF-8': ' encoding="UTF-8"',
    'right HTTP charset': '',
    'wrong HTTP charset': '',
  }[state];
  const contentType =
    {
      'right HTTP charset': `text/xml; charset=${name}`,
      'wrong HTTP charset': `text/xml; charset=${name === 'koi8-r' ? 'windows-1251' : 'koi8-r'}`,
    }[state as string] ?? null;
  const { title, body } = texts[language];
  const xml = `<?xml version="1.0"${label}?><rss version="2.0"><channel><title>${title}</title><item><title>${title}</title><description>${body}</description></item></channel></rss>`;
  return { body: encode(xml, encoding), contentType };
}

describe('every language comes back exactly, in every encoding, however it is labelled', () => {
  for (const language of ['ru', 'hy', 'az'] as const) {
    for (const encoding of encodingsOf[language]) {
      it.each(states)(`${language} in ${encoding}, %s`, async (state) => {
        const { body, contentType } = document(language, encoding, state);
        const parsed = await parseFeed(body, { contentType });
        expect(parsed.kind === 'feed' && parsed.articles[0]?.title).toBe(texts[language].title);
        expect(parsed.kind === 'feed' && parsed.articles[0]?.summary).toBe(texts[language].body);
      });
    }
  }
});

describe('decodeBytes', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('believes a byte order mark before any label', () => {
    expect(
      decodeBytes(Uint8Array.from([0xef, 0xbb, 0xbf, 0xc9, 0x99]), 'text/xml; charset=windows-1251'),
    ).toMatchObject({ text: 'ə', encoding: 'utf-8' });
  });
  it('believes valid UTF-8 before the labels, and says that they lie', () => {
    expect(decodeBytes(bytes('<?xml version="1.0" encoding="windows-1251"?><a>ə</a>'))).toMatchObject({
      encoding: 'utf-8',
      problems: [{ code: 'encoding-mismatch' }],
    });
  });
  it('keeps UTF-8 that was cut inside a character', () => {
    expect(decodeBytes(bytes('<a>ağ').subarray(0, -1))).toMatchObject({ text: '<a>a', encoding: 'utf-8' });
  });
  it('keeps mostly good UTF-8 and marks the bad bytes', () => {
    const body = Buffer.concat([bytes('ə'.repeat(30)), Buffer.from([0xff]), bytes('</a>')]);
    expect(decodeBytes(body)).toMatchObject({ encoding: 'utf-8', problems: [{ code: 'undecodable-bytes' }] });
  });
  it('reads ISO-8859-1 as windows-1252, as all browsers do', () => {
    expect(decodeBytes(Uint8Array.from([0x93, 0x61, 0x94]), 'text/xml; charset=iso-8859-1').text).toBe('“a”');
  });
  it('keeps a label outside the Cyrillic ones in spite of a bad byte', () => {
    expect(
      decodeBytes(
        Buffer.concat([iconv.encode('中文新闻', 'gbk'), Buffer.from([0xff]), iconv.encode('─报道', 'gbk')]),
        'text/xml; charset=gb2312',
      ),
    ).toMatchObject({ encoding: 'gbk', problems: [{ code: 'undecodable-bytes' }] });
  });
  it('reads ISO-2022-JP by its label, although its bytes are ASCII', () => {
    const japanese = Uint8Array.from([
      0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x38, 0x6c, 0x1b, 0x28, 0x42,
    ]);
    expect(decodeBytes(japanese, 'text/xml; charset=ISO-2022-JP')).toMatchObject({
      text: '日本語',
      encoding: 'iso-2022-jp',
      problems: [],
    });
  });
  it('never throws on a label nobody knows', () => {
    expect(decodeBytes(Uint8Array.from([0x61, 0xe9, 0x62]), 'text/xml; charset=klingon').text).toBe('aéb');
  });
});
