import { textOfHtml } from '../text/clean-text.ts';

/**
 * The sentence that WordPress puts below an excerpt, «The post X appeared first on Y.», in its translations.
 * Source: WordPress's own translations and the wordings that sites of the region use. `head` stands before the headline.
 */
const credits: readonly { head: RegExp; said: RegExp }[] = [
  {
    head: /^(?:the )?(?:post|article|story) /iu,
    said: /(?:appeared first|first appeared|was first published|originally appeared) (?:on|at|in) /,
  },
  {
    head: /^(?:сообщение|запись|пост|статья|материал|публикация|новость) /iu,
    said: /(?:появил\p{L}+ сначала|впервые появил\p{L}+|сначала появил\p{L}+|появил\p{L}+ впервые|впервые опубликован\p{L}*)/iu,
  },
  {
    head: /^/u,
    said: /(?:yazısı|haberi|gönderisi|içeriği) (?:ilk önce|ilk olarak|ilk kez) .{0,120}(?:çıktı|yayınlandı|göründü|yayımlandı)/iu,
  },
  {
    head: /^/u,
    said: /(?:yazısı|məqaləsi|xəbəri|postu|materialı) (?:ilk dəfə|ilk olaraq|ilk öncə|əvvəlcə) .{0,120}(?:dərc|göründü|çıxdı|yayımlan|yayınlan|paylaşıl)\p{L}*/iu,
  },
  {
    head: /^(?:[«"“]|գրառում\p{L}* |հոդված\p{L}* |նյութ\p{L}* )?/iu,
    said: /(?:առաջին անգամ|սկզբում|նախ) (?:հայտնվ|հրապարակվ|երևաց)\p{L}*|(?:հայտնվ|հրապարակվ)\p{L}* (?:է )?առաջին անգամ/iu,
  },
  {
    head: /^(?:პოსტი|სტატია|ჩანაწერი|მასალა|ეს პოსტი)?/iu,
    said: /(?:პირველად|თავდაპირველად) (?:გამოჩნდა|გამოქვეყნდა)/iu,
  },
];

/** What leads to the whole text, at the very end. Source: the themes of content systems and the region's own sites. */
const invitations =
  /^[\s→»>[(.…-]*(?:continue reading|keep reading|read (?:more|on|further|next|the (?:full|whole|rest)|full|whole)|full (?:story|article|text)|more (?:details|info)|click here to read|learn more|see more|читать\s(?:далее|дальше|полностью|больше|ещё|еще|подробнее|продолжение|полный|весь)|читайте (?:далее|также|полностью|подробнее|полный)|продолжение чтения|продолжить чтение|подробнее|далее|полный текст|узнать больше|ardını oxu|davamını oxu|davamı|ətraflı|daha ətraflı|tam(?:amını)? oxu|oxumağa davam|daha çox oxu|devamını oku|devamı|haberin devamı|yazının devamı|okumaya devam|tamamını oku|daha fazla oku|daha fazlası|կարդալ|կարդացեք|շարունակել|ամբողջությամբ|ավելին|մանրամասն|շարունակություն|სრულად|ვრცლად|წაიკითხ|განაგრძ|გააგრძელ|დაწვრილებით|მეტის|სრული ტექსტი)/iu;
/** An invitation without a link has nothing but a closing sign after it. */
const bareInvitation = /^\p{L}+(?:\s\p{L}+){0,3}(?:\s(?:at|on)\s[\p{L}\d.-]{3,60})?[\s→»>\])….:]*$/u;
/** WordPress with an empty headline; nothing else begins so. */
const bareCredit = /^the post (?:appeared first|first appeared) on \S.{0,100}$/iu;

/** What such a sentence calls the text, and the sign that opens its headline, where the cut is made at the headline. */
const beforeHeadline =
  /(?:^|\s)(?:(?:ეს )?(?:პოსტი|სტატია|ჩანაწერი|მასალა)|(?:գրառում|հոդված|նյութ)\p{L}{0,5})?\s?[«"“„]?$/iu;

const longestTail = 600;
const longestHead = 30;
/** More sentences than this hold no tail. */
const maxStarts = 8;

/** Where sentences and blocks begin near the end, the last first. */
function startsOf(text: string, title: string): number[] {
  const from = Math.max(0, text.length - longestTail);
  const near = text.slice(from);
  const ends = [...near.matchAll(/[.!?…։:»”"\])]\s+/gu)].map((end) => from + end.index + end[0].length);
  const named = title === '' ? -1 : text.lastIndexOf(title);
  return [
    ...(named >= from ? [named] : []),
    ...ends.toReversed().slice(0, maxStarts),
    ...(from === 0 ? [0] : []),
  ];
}

const isCredit = (tail: string, proven: boolean): boolean =>
  proven && credits.some(({ head, said }) => head.test(tail) && said.test(tail));

function withoutHead(text: string): string {
  const kept = text.trimEnd();
  const near = kept.slice(-longestHead);
  return (kept.slice(0, kept.length - near.length) + near.replace(beforeHeadline, '')).trimEnd();
}

/** The last block of the markup, as text. */
function lastBlock(html: string): string {
  const near = html.slice(-4 * longestTail);
  const at = Math.max(...['<p', '<br', '<div', '<li', '<a '].map((tag) => near.lastIndexOf(tag)));
  return at < 0 ? '' : textOfHtml(near.slice(at));
}

function withoutLast(text: string, html: string, title: string): string {
  const linked = /<a\s/i.test(html.slice(-4 * longestTail));
  const block = lastBlock(html);
  const blockAt = block !== '' && text.endsWith(block) ? [text.length - block.length] : [];
  for (const at of [...startsOf(text, title), ...blockAt]) {
    const tail = text.slice(at);
    const proven = linked || (title !== '' && tail.includes(title));
    if (isCredit(tail, proven) || bareCredit.test(tail)) return withoutHead(text.slice(0, at));
    const inviting =
      invitations.test(tail) &&
      (linked ? tail.length < 300 && !/[.!?։] \S/u.test(tail) : bareInvitation.test(tail));
    if (inviting) return text.slice(0, at).trimEnd();
  }
  return text;
}

/**
 * A description's text without the lines that a content system puts after it.
 * @param title of the item, which such a line repeats
 */
export function withoutTails(html: string, title: string): string {
  const text = textOfHtml(html);
  const once = withoutLast(text, html, title);
  return once === text ? text : withoutLast(once, once === '' ? '' : html, title);
}
