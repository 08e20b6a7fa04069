import { rssOfJson } from './rss-json.ts';

const maxJsonDepth = 64;
/** 3,000 items with a dozen fields. A hostile 40,000, each of its own shape, take V8 100 ms. */
const maxJsonValues = 40_000;

/** Whether there are more values, or brackets nest deeper, than in any feed; strings are skipped. */
function isTooMuch(json: string): boolean {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 34) {
      for (at++; at < json.length && json.charCodeAt(at) !== 34; at++) if (json.charCodeAt(at) === 92) at++;
    } else if (code === 44) {
      if (++values > maxJsonValues) return true;
    } else if (code === 91 || code === 123) {
      if (++depth > maxJsonDepth) return true;
    } else if (code === 93 || code === 125) depth--;
  }
  return false;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a text that begins like JSON holds: RSS in JSON comes back as XML. */
export function readJsonText(
  text: string,
): { kind: 'value'; value: unknown } | { kind: 'rss'; xml: string } | { kind: 'too-much'; reason: string } {
  if (isTooMuch(text))
    return {
      kind: 'too-much',
      reason: `JSON with more than ${maxJsonValues} values, or nested deeper than ${maxJsonDepth}: not read`,
    };
  const value = parsedJson(text.trimEnd());
  const xml = rssOfJson(value);
  return xml === null ? { kind: 'value', value } : { kind: 'rss', xml };
}
