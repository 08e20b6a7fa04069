import { sendMail } from '../../shared/aws/mail.ts';
import type { Mail } from '../../shared/domain/digest/mail.ts';
import { UsageError } from '../../shared/errors.ts';
import type { Place } from './place.ts';
import { keepMails } from './mail-keeper.ts';

/** Sends a mail to one address as a test: marked in the subject, without a list's headers, counted nowhere. @returns what happened, in words */
export async function sendTest(place: Place, mail: Mail, to: string): Promise<string> {
  const outcome = await sendMail(
    { ...mail, to, subject: `[test] ${mail.subject}`, headers: [], tags: { test: 'yes' } },
    { from: place.settings.MAIL_FROM, configurationSet: place.settings.MAIL_CONFIGURATION_SET },
  );
  if (outcome.kind !== 'sent') throw new UsageError(`the mail service did not take it: ${outcome.reason}`);
  const kept = place.inboxUrl === null ? [] : await keepMails(place.inboxUrl, place.folder);
  return `Sent to ${to}: [test] ${mail.subject}${kept.length > 0 ? `\nThe local mail service keeps it as ${kept.join(', ')}` : ''}`;
}
