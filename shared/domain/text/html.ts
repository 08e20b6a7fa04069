/** HTML that is already safe: only `html` and `trusted` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type HtmlPart = Html | string | number | false | null | undefined | readonly HtmlPart[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes for text and for quoted attribute values (OWASP XSS rules 1 and 2). */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function render(part: HtmlPart): string {
  if (part instanceof Html) return part.text;
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(render).join('');
}

/** A template that escapes every value unless it is `Html` itself. Attribute values must be quoted. */
export function html(strings: TemplateStringsArray, ...values: HtmlPart[]): Html {
  let text = strings[0] ?? '';
  for (let index = 0; index < values.length; index++)
    text += render(values[index]) + (strings[index + 1] ?? '');
  return new Html(text);
}

/** Marks text as safe HTML. Only for constants and for what sanitize-html made. */
export const trusted = (text: string): Html => new Html(text);

/** The URL if it is http(s), else '#': for href, where escaping alone does not stop `javascript:` (OWASP XSS rule 5). */
export function safeHref(url: string | null): string {
  return url !== null && /^https?:\/\//i.test(url) ? url : '#';
}
