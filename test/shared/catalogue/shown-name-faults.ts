import qualifiers from '../../../shared/catalogue/partisan-qualifiers.json' with { type: 'json' };
import type { WireLanguage } from '../../../shared/domain/language.ts';
import { foldedWords } from '../../../shared/domain/topics/fold.ts';
import { marks } from '../../../shared/domain/topics/inflection.ts';
import type { EntityEntry } from '../../../shared/domain/topics/pack.ts';

const scripts: Record<WireLanguage, RegExp> = {
  hy: /[\p{Script=Armenian}]/u,
  ka: /[\p{Script=Georgian}]/u,
  ru: /[\p{Script=Cyrillic}]/u,
  az: /[A-Za-zƏəĞğİıÖöŞşÜüÇç]/,
  tr: /[A-Za-zĞğİıÖöŞşÜüÇçÂâÎî]/,
  en: /[\p{Script=Latin}]/u,
};

/** Endings of cases that a name shown alone never has, after the stem of another spelling of it. */
const oblique: Record<WireLanguage, RegExp> = {
  hy: /^(ի|ից|ով|ում|ին|ու|ուց|ն|ը)$/u,
  ka: /^(ს|ის|მა|მ|ით|ად|ში|ზე|თან|დან|იდან|ისთვის|ისა)$/u,
  ru: /^(ой|ей|ою|ому|ему|ого|его|ым|им|ыми|ими|ами|ями|ах|ях|ом|ем|у|ю|е|ы|ии|ию)$/u,
  az: /^(n?[ıiuü]n|y?[aə]|n?d[aə]|n?d[aə]n|n?[ıiuü]|l[aə])$/u,
  tr: /^(n?[ıiuü]n|y?[ae]|n?[dt][ae]|n?[dt][ae]n|[yn]?[ıiuü])$/u,
  en: /^'s$/,
};

/** A postposition or local case written into one word: there is no nominative name with it but by its own sound. */
const local: Partial<Record<WireLanguage, [ending: RegExp, sound: RegExp]>> = {
  ka: [/(ში|ზე|დან|თან)$/u, /(sh|shi|ch|ze|s|dan|tan|than|x)$/i],
  hy: [/(ում|ից)$/u, /(umi?|oum|om|its|itz|ich)$/i],
  az: [/(nda|ndə|ndan|ndən)$/u, /land|(nda|ndan)$/i],
  tr: [/(nda|nde|ndan|nden)$/u, /land|(nda|nde|ndan|nden)$/i],
};

const lower = (text: string): string => text.toLowerCase().replaceAll('i̇', 'i');

function partisan(name: string, language: WireLanguage): string | undefined {
  const words = ` ${foldedWords(name).join(' ')}`;
  return qualifiers[language].find((stem) => words.includes(` ${foldedWords(stem).join(' ')}`));
}

type Named = Pick<EntityEntry, 'kind' | 'name' | 'names'>;

/** The Latin words by which an organisation is known everywhere: its brand, its address, its letters. */
function brandWords({ kind, name, names }: Named): Set<string> {
  if (kind !== 'organisation') return new Set();
  const letters = [...(names.az ?? []), ...(names.tr ?? [])].filter((alias) => alias === alias.toUpperCase());
  return new Set([name, ...(names.en ?? []), ...letters].flatMap((each) => foldedWords(each)));
}

/** Letters of another script stand only in a brand and in the number of a king. */
function strange(name: string, language: WireLanguage, entity: Named): string | undefined {
  const brand = brandWords(entity);
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.find(
    (word) =>
      word.split('').some((letter) => /\p{L}/u.test(letter) && !scripts[language].test(letter)) &&
      !foldedWords(word).every((each) => brand.has(each)) &&
      !/^([IVX]+|az|am|net)$/.test(word),
  );
}

function inflected(name: string, language: WireLanguage, aliases: readonly string[]): string | undefined {
  const [last = '', ...before] = lower(name).split(' ').toReversed();
  return aliases.find((alias) => {
    const [other = '', ...rest] = lower(alias.replace(marks, '')).split(' ').toReversed();
    if (other === last || rest.join(' ') !== before.join(' ') || alias.includes('*')) return false;
    const stem =
      language === 'en' || language === 'az' || language === 'tr'
        ? other
        : other.replace(/[аяыиеоьйიաა]$/u, '');
    return (
      stem.length > 3 &&
      last.startsWith(stem) &&
      oblique[language].test(last.slice(stem.length)) &&
      !oblique[language].test(other.slice(stem.length))
    );
  });
}

/** What is wrong with a name shown in one language; '' where nothing is. */
export function faultOf(name: string, language: WireLanguage, entity: Named): string {
  const qualifier = partisan(name, language);
  if (qualifier !== undefined) return `partisan: ${qualifier}`;
  const other = strange(name, language, entity);
  if (other !== undefined) return `script: ${other}`;
  const nominative = inflected(name, language, entity.names[language] ?? []);
  if (nominative !== undefined) return `ending: beside ${nominative}`;
  const [ending, sound] = local[language] ?? [];
  if (
    entity.kind !== 'organisation' &&
    ending?.test(lower(name)) === true &&
    sound?.test(entity.name) !== true
  )
    return 'ending: a local case';
  return /[*~^=]|\s{2}|^\s|\s$/.test(name) ? 'mark' : '';
}
