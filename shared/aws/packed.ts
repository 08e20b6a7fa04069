import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Language } from '../domain/language.ts';
import words from './packed-words.json' with { type: 'json' };

/**
 * Rows are charged per started kilobyte, and six-language text takes two or three bytes per letter, so row bodies are
 * deflated JSON. The dictionary holds what rows are made of: field names, and from number 2 on the ids, rule names and
 * terms of the catalogue as they were on 2026-11-24: the terms of the row's language, or the first of each. It is part of the format: rows name
 * it by their first byte, a changed dictionary gets the next number and the old ones stay readable.
 */
const firstFields = [
  '"mergedInto":"follows":"closedAt":"silences":[{"coveredBy":"silent":"since":"claims":[{"what":"value":"phase":"settled""developing""breaking"',
  '"central-asia""international""tbilisi""ankara""moscow""baku""yerevan"{"side":"articles":"independent":"reprints":"outletIds":["firstSeenAt":"lastSeenAt":"changedAt":"',
  '"languages":["hy","az","ru","en","ka","tr"],"headlines":{"headline":{"articleId":"outletId":"outletName":"country":"kind":"state","agency","official","diaspora","exile"',
  '"peace-treaty","border","karabakh","prisoners","transit","military","diplomacy","membership","humanitarian","justice"',
  '"reprintOf":"packVersion":"dateFlag":"authors":[],"categories":[],"image":null,"archiveKey":"bodies/2026-',
  '"revision":1,"topics":["csto"],["armenia-azerbaijan"],"subtopics":["entities":["person:place:organisation:armenia","azerbaijan","russia"',
  '"evidence":[{"kind":"topic","of":"rule":"score":1,"places":[{"field":"title","start":"end":"text":"},{"kind":"entity","subtopic","story","lacked":"',
  '"id":"feedId":"url":"https://www."title":"summary":"language":"publishedAt":"2026-T00:00:00.000Z","seenAt":"',
].join('');
const secondFields =
  '{"story":"links":[{"articleId":"evidence":[["topic","subtopic","entity",["entity","armenia","alias",1,"0"],["entity","azerbaijan","alias",1,"1"],["topic","armenia-azerbaijan",",["topic","csto","","places":[0,-1,';

/** By their numbers from 2 on. */
const languages = ['und', 'hy', 'az', 'ru', 'en', 'ka', 'tr', 'mul'] as const;
const terms: Record<string, string> = words.terms;
/** Deflate looks back 32 KB: the last bytes of a dictionary stay in reach longest, so the most frequent text is last. */
const window = 32_000;
const ofLanguage = (language: string): Buffer =>
  Buffer.from(words.ids + (terms[language] ?? '') + words.rules + firstFields + secondFields).subarray(
    -window,
  );
const dictionaries: Buffer[] = [Buffer.alloc(0), Buffer.from(firstFields), ...languages.map(ofLanguage)];
const dictionaryNumber = (language: Language): number =>
  2 +
  Math.max(
    0,
    languages.findIndex((each) => each === language),
  );

/** No row of ours unpacks to more: DynamoDB items end at 400 KB and text deflates about threefold. */
const maxBytes = 4 * 1024 * 1024;

/** @param language of the text in it; `mul` for several */
export function pack(value: unknown, language: Language = 'und'): Uint8Array {
  const number = dictionaryNumber(language);
  const body = deflateRawSync(JSON.stringify(value), { level: 9, dictionary: dictionaries[number] });
  return Buffer.concat([Uint8Array.of(number), body]);
}

/** @throws Error when the bytes were not made by `pack` */
export function unzip(bytes: Uint8Array): unknown {
  const dictionary = dictionaries[bytes[0] ?? 0];
  if (dictionary === undefined || dictionary.length === 0)
    throw new Error(`a row body names dictionary ${bytes[0]}, which this version does not know`);
  return JSON.parse(inflateRawSync(bytes.subarray(1), { dictionary, maxOutputLength: maxBytes }).toString());
}
