import {
  AccountSuspendedException,
  BadRequestException,
  DeleteSuppressedDestinationCommand,
  GetAccountCommand,
  GetSuppressedDestinationCommand,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SendEmailCommand,
  SendingPausedException,
  SESv2Client,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accountSendRate,
  quotaUsedUp,
  sendMail,
  suppressionOf,
  unsuppress,
} from '../../../shared/aws/mail.ts';
import type { Mail } from '../../../shared/domain/digest/mail.ts';

const ses = mockClient(SESv2Client);
beforeEach(() => ses.reset());

const mail: Mail = {
  to: 'reader@example.org',
  subject: 'Լուրեր',
  text: 'text',
  html: '<p>html</p>',
  headers: [['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click']],
  tags: { subscriber: '1', edition: '2026-11-24' },
};
const options = { from: 'Wire <digest@wire.example>', configurationSet: 'wire' };
const answer = { message: 'no', $metadata: {} };
const named = (name: string): Error => Object.assign(new Error('no'), { name });
const socketError = (code: string): Error => Object.assign(new Error('no'), { code });

describe('a mail', () => {
  it('is in the colours that the operator chose', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: 'm1' });
    vi.stubEnv('WIRE_ACCENT', '#1a5fb4');
    vi.stubEnv('WIRE_ACCENT_DARK', '#8fb8f0');
    await sendMail({ ...mail, html: '<style>a{color:#7a2318}</style><p>#7a2318</p>' }, options);
    vi.unstubAllEnvs();
    const [call] = ses.commandCalls(SendEmailCommand);
    expect(call?.args[0].input.Content?.Simple?.Body?.Html?.Data).toBe(
      '<style>a{color:#1a5fb4}</style><p>#7a2318</p>',
    );
  });
  it('goes to one person, with its headers and tags unchanged', async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: 'm1' });
    expect(await sendMail(mail, options)).toEqual({ kind: 'sent', messageId: 'm1' });
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
    expect(ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input)).toEqual([
      {
        FromEmailAddress: 'Wire <digest@wire.example>',
        Destination: { ToAddresses: ['reader@example.org'] },
        ConfigurationSetName: 'wire',
        EmailTags: [
          { Name: 'subscriber', Value: '1' },
          { Name: 'edition', Value: '2026-11-24' },
        ],
        Content: {
          Simple: {
            Subject: utf8('Լուրեր'),
            Body: { Text: utf8('text'), Html: utf8('<p>html</p>') },
            Headers: [{ Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' }],
          },
        },
      },
    ]);
  });

  it.each([
    new TooManyRequestsException(answer),
    named('ThrottlingException'),
    named('Throttling'),
    socketError('ECONNREFUSED'),
    socketError('ENOTFOUND'),
    socketError('EAI_AGAIN'),
  ])('certainly was not sent and may be tried later: %o', async (error) => {
    ses.on(SendEmailCommand).rejects(error);
    expect(await sendMail(mail, options)).toEqual({ kind: 'throttled', reason: error.name });
  });

  it.each([new LimitExceededException(answer), new SendingPausedException(answer)])(
    'was not sent, and none will be for now: %o',
    async (error) => {
      ses.on(SendEmailCommand).rejects(error);
      expect(await sendMail(mail, options)).toEqual({ kind: 'held', reason: error.name });
    },
  );

  it.each([
    new MessageRejected(answer),
    new BadRequestException(answer),
    new NotFoundException(answer),
    new MailFromDomainNotVerifiedException(answer),
    new AccountSuspendedException(answer),
    named('AccessDeniedException'),
    named('ValidationException'),
  ])('is refused for good: %o', async (error) => {
    ses.on(SendEmailCommand).rejects(error);
    expect(await sendMail(mail, options)).toEqual({ kind: 'refused', reason: error.name });
  });

  it.each([named('InternalServiceErrorException'), named('TimeoutError'), socketError('ECONNRESET')])(
    'may have been sent, so nobody claims either: %o',
    async (error) => {
      ses.on(SendEmailCommand).rejects(error);
      expect(await sendMail(mail, options)).toEqual({ kind: 'unknown', reason: error.name });
    },
  );
});

describe('the rate of the account', () => {
  it('is what SES says; null where it says none or fails', async () => {
    ses
      .on(GetAccountCommand)
      .resolvesOnce({ SendQuota: { MaxSendRate: 14 } })
      .resolvesOnce({})
      .rejects(named('UnknownOperationException'));
    expect([await accountSendRate(), await accountSendRate(), await accountSendRate()]).toEqual([
      14,
      null,
      null,
    ]);
  });
});

it.each([
  ['not yet', { Max24HourSend: 200, SentLast24Hours: 199 }, false],
  ['to the last', { Max24HourSend: 200, SentLast24Hours: 200 }, true],
  ['without a limit', { Max24HourSend: -1, SentLast24Hours: 9 }, false],
  ['at a limit of none', { Max24HourSend: 0 }, true],
  ['which is not said', {}, false],
  ['nor is anything', undefined, false],
])('the quota of the day is used up %s', async (_name, SendQuota, used) => {
  ses.on(GetAccountCommand).resolves(SendQuota === undefined ? {} : { SendQuota });
  expect(await quotaUsedUp()).toBe(used);
});

it('where SES does not answer the quota is not taken for used up', async () => {
  ses.on(GetAccountCommand).rejects(new Error('no'));
  expect(await quotaUsedUp()).toBe(false);
});

describe('an address on SES’s own list', () => {
  const asked = { EmailAddress: 'reader@example.org' };
  it('is told with reason and time, as far as SES says', async () => {
    ses
      .on(GetSuppressedDestinationCommand, asked)
      .resolvesOnce({
        SuppressedDestination: {
          ...asked,
          Reason: 'BOUNCE',
          LastUpdateTime: new Date('2026-11-24T06:00:00Z'),
        },
      })
      .resolves({});
    expect(await suppressionOf(asked.EmailAddress)).toEqual({
      reason: 'BOUNCE',
      at: '2026-11-24T06:00:00.000Z',
    });
    expect(await suppressionOf(asked.EmailAddress)).toEqual({ reason: 'unknown', at: 'unknown' });
  });

  it('is taken off, once', async () => {
    ses.on(DeleteSuppressedDestinationCommand, asked).resolvesOnce({}).rejects(new NotFoundException(answer));
    expect([await unsuppress(asked.EmailAddress), await unsuppress(asked.EmailAddress)]).toEqual([
      true,
      false,
    ]);
  });

  it('that is not on it is not; what SES says otherwise is handed on', async () => {
    ses
      .on(GetSuppressedDestinationCommand)
      .rejectsOnce(new NotFoundException(answer))
      .rejects(named('Throttling'));
    expect(await suppressionOf(asked.EmailAddress)).toBeNull();
    await expect(suppressionOf(asked.EmailAddress)).rejects.toThrow('no');
    ses.on(DeleteSuppressedDestinationCommand).rejects(named('Throttling'));
    await expect(unsuppress(asked.EmailAddress)).rejects.toThrow('no');
  });
});
