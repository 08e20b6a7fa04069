import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeFile } from './whole-file.ts';

interface StoredMail {
  messageId: string;
  subject: string;
  at: number;
}

/** The embedded SES forgets its mails when it stops; this keeps each as an .eml file. @returns the files written now */
export async function keepMails(inboxUrl: string, dataDir: string): Promise<string[]> {
  const folder = join(dataDir, 'mails');
  mkdirSync(folder, { recursive: true });
  const kept = new Set(readdirSync(folder));
  const { emails } = (await (await fetch(`${inboxUrl}/store`)).json()) as { emails: StoredMail[] };
  const written: string[] = [];
  for (const mail of emails) {
    const name = `${new Date(mail.at * 1000).toISOString().slice(0, 10)}-${mail.messageId.replace(/[^A-Za-z0-9-]/g, '')}.eml`;
    if (kept.has(name)) continue;
    const answer = await fetch(`${inboxUrl}/get-emlContent?messageId=${encodeURIComponent(mail.messageId)}`);
    if (!answer.ok)
      throw new Error(`the local inbox did not give mail ${mail.messageId}: HTTP ${answer.status}`);
    const { body } = (await answer.json()) as { body: { data: number[] } };
    const path = join(folder, name);
    writeWholeFile(path, Buffer.from(body.data));
    written.push(path);
  }
  return written;
}
