/**
 * ARMSCII-8 (AST 34.005, the 8-bit form): 0xA1–0xB1 signs, 0xB2–0xFD the 38 letter pairs in alphabet order, 0xFE apostrophe.
 * Node's TextDecoder and most servers do not know it; old Armenian sites declare it.
 */
const signs: Record<number, string> = {
  0xa0: '\u00A0',
  0xa1: '֎',
  0xa2: 'և',
  0xa3: '։',
  0xa4: ')',
  0xa5: '(',
  0xa6: '»',
  0xa7: '«',
  0xa8: '—',
  0xa9: '.',
  0xaa: '՝',
  0xab: ',',
  0xac: '-',
  0xad: '֊',
  0xae: '…',
  0xaf: '՜',
  0xb0: '՛',
  0xb1: '՞',
  0xfe: '՚',
  0xff: '\u00AD',
};
const firstLetter = 0xb2;
const lastLetter = 0xfd;
const capitalAyb = 0x531;
const smallAyb = 0x561;

function letterOfByte(byte: number): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  if (byte >= firstLetter && byte <= lastLetter) {
    const at = byte - firstLetter;
    return String.fromCharCode((at % 2 === 0 ? capitalAyb : smallAyb) + (at >> 1));
  }
  return signs[byte] ?? '\uFFFD';
}

const table = Array.from({ length: 256 }, (_, byte) => letterOfByte(byte));

/** @param bytes ARMSCII-8; bytes without a meaning become U+FFFD */
export function decodeArmscii8(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (const byte of bytes) parts.push(table[byte] ?? '\uFFFD');
  return parts.join('');
}

/** Most frequent small letters of Armenian text, per thousand (rounded; counted on general text). */
const frequent: Record<string, number> = {
  ա: 145,
  ն: 85,
  ո: 70,
  ի: 68,
  ր: 62,
  ե: 60,
  ւ: 55,
  կ: 45,
  մ: 45,
  տ: 40,
  ս: 40,
  վ: 38,
  հ: 34,
  յ: 32,
  լ: 30,
  ղ: 22,
  գ: 22,
  թ: 20,
  դ: 20,
  շ: 20,
  ծ: 18,
  բ: 18,
  ց: 18,
  պ: 16,
  է: 16,
  չ: 15,
  խ: 15,
  ք: 25,
  ը: 30,
  զ: 14,
  ռ: 12,
  ձ: 8,
  ջ: 8,
  ճ: 8,
  օ: 6,
  ժ: 5,
  փ: 8,
  ֆ: 4,
};

/** Mean letter weight per high byte if the bytes are ARMSCII-8. */
export function armscii8Score(bytes: Uint8Array): number {
  let score = 0;
  let letters = 0;
  let small = false;
  for (const byte of bytes) {
    if (byte < 0x80) {
      small = false;
      continue;
    }
    letters++;
    const text = table[byte] ?? '';
    const lower = text.toLowerCase();
    score += text === '\uFFFD' ? -80 : (frequent[lower] ?? 0);
    if (text !== lower && small) score -= 60;
    small = text === lower && frequent[lower] !== undefined;
  }
  return letters === 0 ? 0 : score / letters;
}
