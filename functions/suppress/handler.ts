import type { EventBridgeEvent, SNSEvent, SQSEvent } from 'aws-lambda';
import { reputationTable } from '../../shared/aws/reputation-table.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { clockFrom } from '../../shared/clock.ts';
import { parseMailEvent } from '../../shared/domain/subscriber/suppression.ts';
import { settingsFor } from '../../shared/env.ts';
import { failingLoudly, log } from '../../shared/log.ts';
import { type Ports, handleMailEvent } from './suppress.ts';

const settings = settingsFor('suppress');
const clock = clockFrom(process.env);
const ports: Ports = {
  ...subscribersTable(settings.TABLE_SUBSCRIBERS),
  ...reputationTable(settings.TABLE_SUBSCRIBERS),
  log,
};

type Brought = SNSEvent | SQSEvent | EventBridgeEvent<string, unknown>;

/** The reports of SES in what brought them; a dead letter is a whole event of EventBridge or SNS in a message of SQS. */
function reportsIn(event: Brought): unknown[] {
  if (!('Records' in event)) return [event.detail];
  return event.Records.flatMap((record): unknown[] =>
    'Sns' in record ? [JSON.parse(record.Sns.Message)] : reportsIn(JSON.parse(record.body) as Brought),
  );
}

/** Takes SES events as SNS, EventBridge or a queue of dead letters bring them. @throws Error so that a failed event comes again */
export const handler = failingLoudly(async (event: Brought): Promise<void> => {
  const now = clock();
  for (const one of reportsIn(event)) await handleMailEvent(ports, parseMailEvent(one, now), now);
});
