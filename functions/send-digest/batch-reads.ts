import type { SQSEvent } from 'aws-lambda';
import { parseBody } from '../../shared/aws/sqs-batch.ts';
import type { EditionMethods } from '../../shared/aws/edition-rows.ts';
import { mailRequest } from '../../shared/messages.ts';
import type { Ports } from './ports.ts';

/** What the mails of one invocation have in common is read once, when the first of them asks. */
type BatchReads = Pick<Ports, 'readEdition' | 'sendingStopped'>;

export function batchReads(
  { Records }: SQSEvent,
  table: Pick<EditionMethods, 'readEditionsNamed'> & Pick<Ports, 'sendingStopped'>,
): BatchReads {
  const asked = Records.flatMap(({ body }) => {
    const read = parseBody(mailRequest, body);
    return read.success && 'editionId' in read.data ? [read.data] : [];
  });
  let editions: ReturnType<EditionMethods['readEditionsNamed']> | undefined;
  let stopped: Promise<boolean> | undefined;
  return {
    readEdition: async (subscriberId, editionId) =>
      (await (editions ??= table.readEditionsNamed(asked)))({ subscriberId, editionId }),
    sendingStopped: () => (stopped ??= table.sendingStopped()),
  };
}
