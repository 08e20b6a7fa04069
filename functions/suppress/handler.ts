import type { EventBridgeEvent, SNSEvent } from 'aws-lambda';
import { reputationTable } from '../../shared/aws/reputation-table.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { clockFrom } from '../../shared/clock.ts';
import { parseMailEvent } from '../../shared/domain/subscriber/suppression.ts';
import { settingsFor } from '../../shared/env.ts';
import { log } from '../../shared/log.ts';
import { type Ports, handleMailEvent } from './suppress.ts';

const settings = settingsFor('suppress');
const clock = clockFrom(process.env);
const ports: Ports = {
  ...subscribersTable(settings.TABLE_SUBSCRIBERS),
  ...reputationTable(settings.TABLE_SUBSCRIBERS),
  log,
};

/** Takes SES events as SNS or EventBridge brings them. @throws Error so that a failed event comes again */
export const handler = async (event: SNSEvent | EventBridgeEvent<string, unknown>): Promise<void> => {
  const now = clock();
  const raw =
    'Records' in event
      ? event.Records.map((record): unknown => JSON.parse(record.Sns.Message))
      : [event.detail];
  for (const one of raw) await handleMailEvent(ports, parseMailEvent(one, now), now);
};
