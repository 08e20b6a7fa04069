export interface Material {
  documents: readonly Uint8Array[];
  tokens: readonly Uint8Array[];
}

const concat = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);
const maxLength = 60_000;

type Mutation = (body: Uint8Array, pick: (below: number) => number, material: Material) => Uint8Array;

const mutations: readonly Mutation[] = [
  function flipByte(body, pick) {
    const copy = Uint8Array.from(body);
    if (copy.length > 0) copy[pick(copy.length)] = pick(256);
    return copy;
  },
  function insertToken(body, pick, { tokens }) {
    const at = pick(body.length + 1);
    return concat(body.subarray(0, at), tokens[pick(tokens.length)] ?? new Uint8Array(), body.subarray(at));
  },
  function deleteRange(body, pick) {
    const at = pick(body.length + 1);
    return concat(body.subarray(0, at), body.subarray(at + pick(60)));
  },
  function repeatRange(body, pick) {
    const at = pick(body.length + 1);
    const part = body.subarray(at, at + 1 + pick(40));
    return concat(body.subarray(0, at), ...Array.from({ length: pick(30) }, () => part), body.subarray(at));
  },
  function cutShort(body, pick) {
    return body.subarray(0, pick(body.length + 1));
  },
  function splice(body, pick, { documents }) {
    const other = documents[pick(documents.length)] ?? body;
    return concat(body.subarray(0, pick(body.length + 1)), other.subarray(pick(other.length + 1)));
  },
  function swapRanges(body, pick) {
    const [a = 0, b = 0] = [pick(body.length + 1), pick(body.length + 1)].sort((x, y) => x - y);
    return concat(body.subarray(0, a), body.subarray(b), body.subarray(a, b));
  },
];

/** One document of the corpus with one to six mutations. */
export function mutated(material: Material, random: () => number): Uint8Array {
  const pick = (below: number): number => Math.floor(random() * below);
  let body = material.documents[pick(material.documents.length)] ?? new Uint8Array();
  for (let left = 1 + pick(6); left > 0; left--)
    body = (mutations[pick(mutations.length)] ?? ((same) => same))(body, pick, material);
  return body.subarray(0, maxLength);
}
