import iconv from 'iconv-lite';
import { detectSingleByte } from './detect-charset.ts';

/** How the bytes between two tags read as UTF-8. */
interface Stretch {
  bytes: Uint8Array;
  /** How much its valid sequences prove: other encodings hardly ever make three bytes in a row look like one letter. */
  proof: number;
  /** Bytes that are in no valid sequence. */
  bad: number;
}

const proofOfTwo = 2;
const proofOfMore = 5;
/** Below this share of proof in all high bytes, what is valid is an accident: «МИР» in windows-1251 ends in a valid pair. */
const leastShare = 0.05;

const lessThan = 0x3c;
const greaterThan = 0x3e;

const isTail = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Bytes of the valid sequence that begins at `at`, 0 where none does (Unicode 15, table 3-7, without its narrower second bytes). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length =
    lead >= 0xc2 && lead <= 0xdf
      ? 2
      : lead >= 0xe0 && lead <= 0xef
        ? 3
        : lead >= 0xf0 && lead <= 0xf4
          ? 4
          : 0;
  for (let tail = 1; tail < length; tail++) if (!isTail(bytes[at + tail])) return 0;
  return length;
}

function stretchOf(bytes: Uint8Array): Stretch {
  let proof = 0;
  let bad = 0;
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    const length = sequenceLength(bytes, at);
    if (length === 0) bad++;
    else {
      proof += length === 2 ? proofOfTwo : proofOfMore;
      at += length - 1;
    }
  }
  return { bytes, proof, bad };
}

/** The text between tags, and the tags. */
function* stretchesOf(body: Uint8Array): Generator<Stretch> {
  let start = 0;
  let isAscii = true;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (byte >= 0x80) isAscii = false;
    // markup and ASCII go with what follows
    if (isAscii || (byte !== lessThan && byte !== greaterThan)) continue;
    yield stretchOf(body.subarray(start, at));
    start = at;
    isAscii = true;
  }
  yield stretchOf(body.subarray(start));
}

const isUtf8Stretch = ({ proof, bad }: Stretch): boolean => proof >= bad;

/** What a lone byte from a pasted windows-1252 text stands for; a letter cut in the middle stays U+FFFD. */
const pasted = (byte: number): string =>
  byte <= 0xa0 ? iconv.decode(Buffer.from([byte]), 'windows-1252') : '\uFFFD';

function withPastedBytes({ bytes, bad }: Stretch): string {
  if (bad === 0) return Buffer.from(bytes).toString('utf8');
  const out: string[] = [];
  let done = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const length = sequenceLength(bytes, at);
    if (length > 0) at += length - 1;
    else {
      out.push(Buffer.from(bytes.subarray(done, at)).toString('utf8'), pasted(byte));
      done = at + 1;
    }
  }
  return out.join('') + Buffer.from(bytes.subarray(done)).toString('utf8');
}

/** The encoding of the stretches that are not UTF-8. */
function otherEncoding(others: readonly Stretch[]): string {
  return detectSingleByte(Buffer.concat(others.map(({ bytes }) => bytes)))?.encoding ?? 'windows-1252';
}

/**
 * Reads UTF-8 in which some bytes are wrong: pasted, cut by a byte limit, or whole texts in another encoding. Browsers and
 * servers that say UTF-8 mean it for the document; only the stretch that is something else is read as that.
 * @returns null where next to nothing proves UTF-8
 */
export function damagedUtf8(body: Uint8Array): string | null {
  const stretches = [...stretchesOf(body)];
  const utf8 = stretches.filter((stretch) => isUtf8Stretch(stretch));
  const others = stretches.filter((stretch) => !isUtf8Stretch(stretch));
  const proof = utf8.reduce((sum, stretch) => sum + stretch.proof, 0);
  const bad = others.reduce((sum, stretch) => sum + stretch.bad, 0);
  if (proof === 0 || proof < leastShare * (proof + bad)) return null;
  const encoding = others.length === 0 ? '' : otherEncoding(others);
  return stretches
    .map((stretch) =>
      isUtf8Stretch(stretch) ? withPastedBytes(stretch) : iconv.decode(Buffer.from(stretch.bytes), encoding),
    )
    .join('');
}
