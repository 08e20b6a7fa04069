import { type Headers, headerValues } from '../domain/visit/server-wait.ts';

const maxCookies = 50;
const maxLength = 4_096;
const pair =
  /^\s*([!#$%&'*+.^_`|~\w-]{1,256})=([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*|"[\x20-\x7e]*")\s*(?:;|$)/;

/**
 * The cookies of one journey through redirects: sites that only look whether they come back send nobody past otherwise.
 * Each goes back to the very host that set it, and all are forgotten at the journey's end.
 */
export class JourneyCookies {
  private readonly byHost = new Map<string, Map<string, string>>();

  /** @returns whether anything is new */
  take(url: URL, headers: Headers): boolean {
    const jar = this.byHost.get(url.host) ?? new Map<string, string>();
    let isNew = false;
    for (const line of headerValues(headers, 'set-cookie')) {
      const [, name = '', value = ''] = (line.length <= maxLength ? pair.exec(line) : null) ?? [];
      if (name === '' || jar.size >= maxCookies || jar.get(name) === value) continue;
      jar.set(name, value);
      isNew = true;
    }
    this.byHost.set(url.host, jar);
    return isNew;
  }

  headersFor(url: URL): Record<string, string> {
    const jar = this.byHost.get(url.host);
    if (jar === undefined || jar.size === 0) return {};
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    return cookie.length > maxLength ? {} : { cookie };
  }
}
