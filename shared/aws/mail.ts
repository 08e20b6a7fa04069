import {
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetSuppressedDestinationCommand,
  NotFoundException,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { Mail } from '../domain/digest/mail.ts';
import type { SendOutcome } from '../domain/digest/send-outcome.ts';
import { ses } from './clients.ts';
import { documentInLook } from '../domain/text/look.ts';
import { wireLook } from '../env.ts';

/** SES says no and means later: over the account's rate, or its quota of a day. */
const laterErrors = new Set(['TooManyRequestsException', 'ThrottlingException', 'Throttling']);
/** The account may not send now, at any pace. */
const heldErrors = new Set(['LimitExceededException', 'SendingPausedException']);
/** SES says no to this mail or this account as it is. */
const refusals = new Set([
  'MessageRejected',
  'BadRequestException',
  'NotFoundException',
  'MailFromDomainNotVerifiedException',
  'AccountSuspendedException',
  'AccessDeniedException',
  'ValidationException',
]);
/** Nothing reached SES: no connection was ever made. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

export interface MailOptions {
  /** The sender, `Name <address>`. */
  from: string;
  configurationSet: string;
}

/** Sends one mail to one person, headers unchanged, in one attempt. */
export async function sendMail(mail: Mail, { from, configurationSet }: MailOptions): Promise<SendOutcome> {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  try {
    const answer = await ses().send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [mail.to] },
        ConfigurationSetName: configurationSet,
        EmailTags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
        Content: {
          Simple: {
            Subject: utf8(mail.subject),
            Body: { Text: utf8(mail.text), Html: utf8(documentInLook(mail.html, wireLook())) },
            Headers: mail.headers.map(([Name, Value]) => ({ Name, Value })),
          },
        },
      }),
    );
    return { kind: 'sent', messageId: answer.MessageId ?? '' };
  } catch (error) {
    return sendOutcomeOf(error);
  }
}

function sendOutcomeOf(error: unknown): SendOutcome {
  const { name, code } =
    error instanceof Error
      ? { name: error.name, code: 'code' in error ? String(error.code) : '' }
      : { name: 'unknown', code: '' };
  if (laterErrors.has(name) || neverConnected.has(code)) return { kind: 'throttled', reason: name };
  if (heldErrors.has(name)) return { kind: 'held', reason: name };
  if (refusals.has(name)) return { kind: 'refused', reason: name };
  return { kind: 'unknown', reason: name };
}

/** Mails a second this account may send; null where SES does not say (the embedded one). */
export async function accountSendRate(): Promise<number | null> {
  try {
    const { SendQuota } = await ses().send(new GetAccountCommand({}));
    return SendQuota?.MaxSendRate ?? null;
  } catch {
    return null;
  }
}

/** Whether the account has sent what it may in 24 hours; false where SES does not say. */
export async function quotaUsedUp(): Promise<boolean> {
  try {
    const { SendQuota: { Max24HourSend: most = -1, SentLast24Hours: sent = 0 } = {} } = await ses().send(
      new GetAccountCommand({}),
    );
    return most >= 0 && sent >= most;
  } catch {
    return false;
  }
}

/** Why SES itself mails nothing to this address, and since when; null when it does. */
export async function suppressionOf(address: string): Promise<{ reason: string; at: string } | null> {
  try {
    const { SuppressedDestination: found } = await ses().send(
      new GetSuppressedDestinationCommand({ EmailAddress: address }),
    );
    return { reason: found?.Reason ?? 'unknown', at: found?.LastUpdateTime?.toISOString() ?? 'unknown' };
  } catch (error) {
    if (error instanceof NotFoundException) return null;
    throw error;
  }
}

/** Takes an address off SES's own suppression list. @returns false when it was not on it */
export async function unsuppress(address: string): Promise<boolean> {
  try {
    await ses().send(new DeleteSuppressedDestinationCommand({ EmailAddress: address }));
    return true;
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    throw error;
  }
}
