import type { Mail } from '../../../shared/domain/digest/mail.ts';

/**
 * The most trusting MIME writer there could be: header values go out as they are, and only what is not ASCII is encoded
 * (RFC 2047). Whatever could break a header line breaks it here.
 */
export function plainMime(mail: Mail, n: number): string {
  const word = (text: string): string => {
    if (Buffer.byteLength(text) === text.length) return text;
    // 45 octets make a word of 75 characters; a word never splits a character.
    const words: string[] = [];
    let chunk = '';
    for (const character of text) {
      if (Buffer.byteLength(chunk + character) > 42) [words[words.length], chunk] = [chunk, ''];
      chunk += character;
    }
    return [...words, chunk]
      .map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`)
      .join('\r\n ');
  };
  const part = (type: string, body: string): string =>
    `--b\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(
      body,
    )
      .toString('base64')
      .replace(/(.{76})/g, '$1\r\n')}\r\n`;
  return [
    'From: Caucasus Wire <digest@wire.example>',
    `To: ${mail.to}`,
    `Subject: ${word(mail.subject)}`,
    'Date: Tue, 24 Nov 2026 03:00:00 +0000',
    `Message-ID: <${n}@wire.example>`,
    'MIME-Version: 1.0',
    ...mail.headers.map(([name, value]) => `${name}: ${value}`),
    'Content-Type: multipart/alternative; boundary=b',
    '',
    `${part('text/plain', mail.text)}${part('text/html', mail.html)}--b--`,
    '',
  ].join('\r\n');
}
