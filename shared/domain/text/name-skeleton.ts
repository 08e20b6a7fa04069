/**
 * Names compared by sound across scripts: the consonants in broad classes, so that Тасмагамбетов, Տասմագամբետով,
 * ტასმაგამბეტოვი and Tasmagambetov are one, and endings and vowels, which inflect, do not count.
 * K k q g gh x kh h · T d t · P p f · B b · V v w · S s z ts dz · C sh zh ch j dj · L M N R themselves.
 */
const classes: [string, string][] = [
  ['K', 'kqgxhğкгхկքգղխհქკყგღხჰ'],
  ['T', 'dtдтթդտთდტ'],
  ['P', 'pfпфփպֆფპ'],
  ['B', 'bбբბ'],
  ['V', 'vwвվვ'],
  ['S', 'szсзцսզցծձსზცწძ'],
  ['C', 'şçjшщжчշժչջճშჟჩჯჭ'],
  ['L', 'lлլლ'],
  ['M', 'mмմმ'],
  ['N', 'nнնნ'],
  ['R', 'rрրռრ'],
];
const classOf = new Map(
  classes.flatMap(([name, letters]) => letters.split('').map((letter) => [letter, name] as const)),
);

/** Latin letter pairs that are one sound; before single letters. */
const pairs = new Map([
  ['sh', 'C'],
  ['ch', 'C'],
  ['zh', 'C'],
  ['kh', 'K'],
  ['gh', 'K'],
  ['ts', 'S'],
  ['dz', 'S'],
  ['dj', 'C'],
  ['дж', 'C'],
]);

/** Enough consonants to mean a name; more are mostly endings. */
const shortest = 3;
const longest = 4;

/** @param word folded @returns up to four class letters, or null where fewer than three are left */
export function nameSkeleton(word: string, language: string): string | null {
  const turkic = language === 'az' || language === 'tr';
  let skeleton = '';
  for (let at = 0; at < word.length && skeleton.length < longest; at++) {
    const pair = pairs.get(word.slice(at, at + 2));
    const letter = word.charAt(at);
    const sound = pair ?? (letter === 'c' ? (turkic ? 'C' : 'K') : classOf.get(letter));
    const isDoubled = sound === skeleton.at(-1) && letter === word.charAt(at - 1);
    if (sound !== undefined && !isDoubled) skeleton += sound;
    if (pair !== undefined) at++;
  }
  return skeleton.length < shortest ? null : skeleton;
}
