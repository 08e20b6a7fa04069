import words from './earlier-dictionaries.json' with { type: 'json' };

/**
 * Row bodies were deflated with these dictionaries until 2026-11-28, and name theirs by their first byte. They are part of
 * that format: a test pins their hash, for one changed letter garbles every such row.
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

let made: readonly Buffer[] | undefined;

/** By the number that a row names; made when the first such row is read. */
export function earlierDictionaries(): readonly Buffer[] {
  made ??= [Buffer.alloc(0), Buffer.from(firstFields), ...languages.map(ofLanguage)];
  return made;
}
