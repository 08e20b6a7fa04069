import { z } from 'zod';
import type { Language, WireLanguage } from '../domain/language.ts';

const answer = z.object({ translatedText: z.array(z.string()) });
const attempts = 3;
const patienceMs = 20_000;

/**
 * A LibreTranslate server of the operator's own: POST /translate with a list of texts (docs.libretranslate.com).
 * @param url its address, without `/translate`
 */
export function libreTranslate({ url, key }: { url: string; key?: string | undefined }): {
  engine: string;
  translate(texts: readonly string[], from: Language, to: WireLanguage): Promise<string[]>;
} {
  const address = `${url.replace(/\/$/, '')}/translate`;
  return {
    engine: 'LibreTranslate',
    translate: async (texts, from, to) => {
      const body = JSON.stringify({
        q: texts,
        source: from,
        target: to,
        format: 'text',
        ...(key !== undefined && { api_key: key }),
      });
      const { translatedText } = answer.parse(await posted(address, body));
      if (translatedText.length !== texts.length)
        throw new Error(`${address} answered ${translatedText.length} texts for ${texts.length}`);
      return translatedText;
    },
  };
}

/** Asks again after a busy answer or a broken connection. @throws Error with the status, and what the server says of it */
async function posted(address: string, body: string, attempt = 1): Promise<unknown> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    if (attempt === attempts) throw new Error(`${address} cannot be reached`, { cause: error });
    return null;
  });
  if (response?.ok === true) return response.json();
  if (response !== null && (attempt === attempts || (response.status !== 429 && response.status < 500)))
    throw new Error(`${address} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  await new Promise((resolve) => setTimeout(resolve, 300 * 2 ** attempt));
  return posted(address, body, attempt + 1);
}
