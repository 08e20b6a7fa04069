import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * Rows are charged by the started kilobyte, and six-language text is two or three bytes a letter, so row bodies are
 * deflated JSON. The dictionary is the field names: it halves a small row. It is part of the format: rows name it by
 * their first byte, a changed dictionary gets the next number and the old one stays readable.
 */
const dictionaries: Record<number, Buffer> = {
  1: Buffer.from([
    '"mergedInto":"follows":"closedAt":"silences":[{"coveredBy":"silent":"since":"claims":[{"what":"value":"phase":"settled""developing""breaking"',
    '"central-asia""international""tbilisi""ankara""moscow""baku""yerevan"{"side":"articles":"independent":"reprints":"outletIds":["firstSeenAt":"lastSeenAt":"changedAt":"',
    '"languages":["hy","az","ru","en","ka","tr"],"headlines":{"headline":{"articleId":"outletId":"outletName":"country":"kind":"state","agency","official","diaspora","exile"',
    '"peace-treaty","border","karabakh","prisoners","transit","military","diplomacy","membership","humanitarian","justice"',
    '"reprintOf":"packVersion":"dateFlag":"authors":[],"categories":[],"image":null,"archiveKey":"bodies/2026-',
    '"revision":1,"topics":["csto"],["armenia-azerbaijan"],"subtopics":["entities":["person:place:organisation:armenia","azerbaijan","russia"',
    '"evidence":[{"kind":"topic","of":"rule":"score":1,"places":[{"field":"title","start":"end":"text":"},{"kind":"entity","subtopic","story","lacked":"',
    '"id":"feedId":"url":"https://www."title":"summary":"language":"publishedAt":"2026-T00:00:00.000Z","seenAt":"',
  ].join('')),
};
const current = 1;

/** No row of ours unpacks to more: DynamoDB items end at 400 KB and text deflates about threefold. */
const maxBytes = 4 * 1024 * 1024;

export function pack(value: unknown): Uint8Array {
  const body = deflateRawSync(JSON.stringify(value), { level: 9, dictionary: dictionaries[current] });
  return Buffer.concat([Uint8Array.of(current), body]);
}

/** @throws Error when the bytes were not made by `pack` */
export function unpack(bytes: Uint8Array): unknown {
  const dictionary = dictionaries[bytes[0] ?? 0];
  if (dictionary === undefined) throw new Error(`a row body names dictionary ${bytes[0]}, which this version does not know`);
  return JSON.parse(inflateRawSync(bytes.subarray(1), { dictionary, maxOutputLength: maxBytes }).toString());
}
