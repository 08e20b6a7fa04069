import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { alarmMetrics, countedMetrics } from '../../../infra/aws/cost.ts';
import { countedEvents, type CountedLines, steadyMetrics } from '../../../infra/aws/counted-events.ts';
import { type LocalWire, openLocalWire } from '../../../infra/local/local-wire.ts';
import { serveRecorded } from '../../../infra/local/recorded-feeds.ts';
import { signUpSampleReader } from '../../../infra/local/sample/sample-reader.ts';
import { loadStages, type Stages } from '../../../infra/local/stages.ts';
import { dynamo, s3, ses } from '../../../shared/aws/clients.ts';
import { overlayKeys, packOverlayKeys } from '../../../shared/aws/keys.ts';
import { send } from '../../../shared/aws/queue.ts';
import { reputationTable } from '../../../shared/aws/reputation-table.ts';
import { putSiteFile } from '../../../shared/aws/site-bucket.ts';
import { subscribersTable } from '../../../shared/aws/subscribers-table.ts';
import { parseTokenKeys, subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import type { Stage } from '../../../shared/env.ts';
import { logTo } from '../../../shared/log.ts';
import { resources, template } from './stack.ts';

const alarmSchema = z.object({
  AlarmName: z.object({ 'Fn::Join': z.tuple([z.literal('-'), z.tuple([z.unknown(), z.string()])]) }),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()).length(1),
  OKActions: z.array(z.unknown()).length(1),
  MetricName: z.string().optional(),
  Metrics: z
    .array(z.object({ MetricStat: z.object({ Metric: z.object({ MetricName: z.string() }) }).optional() }))
    .default([]),
});
const alarms = () =>
  Object.values(resources('AWS::CloudWatch::Alarm', alarmSchema)).map((alarm) => ({
    ...alarm,
    name: alarm.AlarmName['Fn::Join'][1][1],
    metrics: [
      ...(alarm.MetricName === undefined ? [] : [alarm.MetricName]),
      ...alarm.Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []),
    ],
  }));
const treatmentSchema = z.object({ TreatMissingData: z.string(), MetricName: z.string().optional() });
const filterSchema = z.object({
  FilterPattern: z.string(),
  MetricTransformations: z.tuple([z.object({ MetricName: z.string(), MetricValue: z.string() })]),
});
const filters = () =>
  Object.values(resources('AWS::Logs::MetricFilter', filterSchema)).map(
    ({ FilterPattern, MetricTransformations: [{ MetricName, MetricValue }] }) => ({
      pattern: FilterPattern,
      metric: MetricName,
      value: MetricValue,
    }),
  );

beforeAll(() => void template(), 90_000);

describe('alarms', () => {
  it('are seven, the bill is the eighth; each mails when it is red and when it is over', () => {
    const names = alarms().map(({ name }) => name);
    expect(names.sort()).toEqual([
      'backlog',
      'functions-failing',
      'mails-not-sent',
      'nothing-arrived',
      'readers-harmed',
      'site-not-published',
      'source-health',
    ]);
    for (const { AlarmActions, OKActions } of alarms()) expect(OKActions).toEqual(AlarmActions);
  });

  it('each is a heading in the runbook, which has no other', () => {
    const runbook = readFileSync(new URL('../../../infra/aws/RUNBOOK.md', import.meta.url), 'utf8');
    const headings = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
    expect(headings.sort()).toEqual([...alarms().map(({ name }) => name), 'bill'].sort());
  });

  it('the cost model counts what is paid for: metrics in alarms, and metrics of our own', () => {
    expect(alarms().flatMap(({ metrics }) => metrics)).toHaveLength(alarmMetrics);
    const own = new Set(filters().map(({ metric }) => metric));
    expect(own.size).toBe(countedMetrics);
    // A missing value rings those that always have one, and no other.
    const silent = Object.values(resources('AWS::CloudWatch::Alarm', treatmentSchema)).flatMap(
      ({ TreatMissingData, MetricName }) => (TreatMissingData === 'breaching' ? [MetricName] : []),
    );
    expect(new Set(silent)).toEqual(new Set(steadyMetrics));
    // Of the others the lines that tell of nothing are not counted.
    expect(filters().find(({ metric }) => metric === 'FeedsLate')?.pattern).toBe(
      '{ ($.event = "feeds-checked") && ($.late >= 5) }',
    );
    // Every one of them rings.
    expect(alarms().flatMap(({ metrics }) => metrics)).toEqual(expect.arrayContaining([...own]));
    expect(template().findResources('AWS::CloudWatch::Dashboard')).toEqual({});
  });
});

/** Log lines, with the stage that wrote them. */
interface Line {
  stage: Stage | undefined;
  event: string;
  fields: Record<string, unknown>;
}

describe('a run with faults on the embedded services', () => {
  const running = new AsyncLocalStorage<Stage>();
  const lines: Line[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'wire-alarms-'));
  let wire: LocalWire;
  let stages: Stages;
  let recorded: Awaited<ReturnType<typeof serveRecorded>>;

  /** The next call of a client that looks like this fails, or so many. */
  type Sent = { constructor: { name: string }; input: Record<string, unknown> };
  const faults: { matches: (sent: Sent) => boolean; error: Error; times: number }[] = [];
  const hurt = (client: unknown): void => {
    const hurting = client as { send(sent: Sent): Promise<unknown> };
    const really = hurting.send.bind(hurting);
    hurting.send = (sent) => {
      const fault = faults.find(({ matches, times }) => times > 0 && matches(sent));
      if (fault === undefined) return really(sent);
      fault.times -= 1;
      return Promise.reject(fault.error);
    };
  };
  /** @param about what the command's input holds somewhere */
  const failing = (command: string, error = 'TimeoutError', times = 1, about = ''): void => {
    const matches = ({ constructor: { name }, input }: Sent): boolean =>
      name === `${command}Command` && JSON.stringify(input).includes(about);
    faults.splice(0, faults.length, {
      matches,
      error: Object.assign(new Error('hurt'), { name: error }),
      times,
    });
  };
  const run = async (stage: Stage, work: () => Promise<unknown>): Promise<void> => {
    await running.run(stage, work).catch(() => undefined);
    faults.length = 0;
  };

  beforeAll(async () => {
    wire = await openLocalWire(folder, { mode: 'sample' });
    recorded = await serveRecorded(wire, { start: new Date() });
    fewOutlets();
    stages = await loadStages(wire);
    for (const client of [dynamo(), s3(), ses()]) hurt(client);
    logTo((text) => {
      const { event, ...fields } = JSON.parse(text) as Line['fields'] & { event: string };
      lines.push({ stage: running.getStore(), event, fields });
    });
    await news();
    await mails();
    await harm();
  }, 60_000);
  afterAll(async () => {
    await recorded.close();
    await wire.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  /** A few outlets write the same lines as all. */
  function fewOutlets(): void {
    const outlets = JSON.parse(readFileSync(process.env.WIRE_CATALOGUE ?? '', 'utf8')) as unknown[];
    const path = join(folder, 'few-outlets.json');
    writeFileSync(path, JSON.stringify(outlets.slice(0, 3)));
    process.env.WIRE_CATALOGUE = path;
  }

  async function news(): Promise<void> {
    const { settings } = wire;
    failing('Scan');
    await run('due-feeds', stages.dueFeeds);
    await run('due-feeds', stages.dueFeeds);
    faults.push(
      {
        matches: ({ constructor: { name } }) => name === 'PutObjectCommand',
        error: new Error('hurt'),
        times: 1,
      },
      {
        matches: ({ constructor: { name } }) => name === 'UpdateCommand',
        error: new Error('hurt'),
        times: 1,
      },
    );
    await run('visit-feeds', stages.visitFeeds);
    await badChanges();
    await send(settings.QUEUE_INGEST_URL, { no: 'message' });
    await run('ingest-feed', stages.ingestFeeds);
    await send(settings.QUEUE_STORY_URL, { no: 'message' }, { group: 'stories', deduplicationId: 'no' });
    failing('Put', 'TimeoutError', 3);
    await run('group-stories', stages.groupStories);
    failing('Query');
    await run('publish-site', stages.publishSite);
    await run('publish-site', stages.publishSite);
  }

  /** Changes without a deploy that cannot be taken, and taken ones that no longer fit. */
  async function badChanges(): Promise<void> {
    for (const { given, accepted } of [overlayKeys, packOverlayKeys])
      for (const path of [given, accepted])
        await putSiteFile(wire.settings.BUCKET_ARCHIVE, {
          path,
          body: '{',
          contentType: 'application/json',
          cacheControl: 'no-store',
        });
    await run('due-feeds', stages.dueFeeds);
  }

  const table = () => subscribersTable(wire.settings.TABLE_SUBSCRIBERS);
  const readerId = (): string =>
    subscriberIdsOf('reader@caucasus-wire.example', parseTokenKeys(wire.settings.TOKEN_KEYS))[0] ?? '';
  /** Makes the sample's reader due again. */
  const dueAgain = () =>
    table().changeSubscriber(readerId(), (current) =>
      current === null
        ? null
        : { ...current, dueAt: new Date().toISOString(), dueDate: new Date().toISOString().slice(0, 10) },
    );

  async function mails(): Promise<void> {
    const { settings } = wire;
    await signUpSampleReader(wire, new Date());
    const { handler: plan } = await import('../../../functions/plan-digests/handler.ts');
    await run('plan-digests', () => plan(undefined, { getRemainingTimeInMillis: () => 1_000 }));
    failing('Query');
    await run('plan-digests', stages.planDigests);
    await dueAgain();
    failing('BatchGet', 'TimeoutError', 1, readerId());
    await run('plan-digests', stages.planDigests);
    await run('plan-digests', stages.planDigests);
    await send(settings.QUEUE_DIGEST_URL, { no: 'message' });
    failing('SendEmail', 'MessageRejected');
    await run('send-digest', stages.sendDigests);
  }

  async function harm(): Promise<void> {
    const { settings } = wire;
    const reputation = reputationTable(settings.TABLE_SUBSCRIBERS);
    const { handler } = await import('../../../functions/suppress/handler.ts');
    const report = (detail: object) =>
      run('suppress', () => handler({ detail } as unknown as Parameters<typeof handler>[0]));
    const mail = (messageId: string, tags: object) => ({
      messageId,
      timestamp: new Date().toISOString(),
      tags,
    });
    const complaint = { timestamp: new Date().toISOString() };
    await report({ no: 'event' });
    for (let n = 0; n < 5; n++) {
      await report({ eventType: 'Complaint', complaint, mail: mail(`e${n}`, { edition: ['2026-11-24'] }) });
      await report({ eventType: 'Complaint', complaint, mail: mail(`l${n}`, { letter: ['confirm'] }) });
    }
    await run('plan-digests', stages.planDigests);
    await reputation.closeBreaker();
    await letterAndPage();
    await lostAndSkipped();
  }

  async function letterAndPage(): Promise<void> {
    const form = 'email=new%40reader.example&language=en&topics=csto&frequency=daily&hour=7&timezone=UTC';
    const requestContext = { http: { method: 'POST', path: '/s/subscribe', sourceIp: '192.0.2.1' } };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = { rawPath: '/s/subscribe', rawQueryString: '', headers, body: form, requestContext };
    const signUp = () => stages.api(request as unknown as APIGatewayProxyEventV2);
    await reputationTable(wire.settings.TABLE_SUBSCRIBERS).openGate();
    failing('Update', 'TimeoutError', 9);
    await run('subscribe', signUp);
    await run('subscribe', signUp);
    failing('SendEmail', 'MessageRejected');
    await run('send-digest', stages.sendDigests);
  }

  async function lostAndSkipped(): Promise<void> {
    const { settings } = wire;
    const reputation = reputationTable(settings.TABLE_SUBSCRIBERS);
    const [first] = await table().readEditions(readerId(), '');
    if (first === undefined) throw new Error('no edition was planned');
    const again = async (number: number) => {
      const row = {
        ...first,
        editionId: `${first.editionId.slice(0, 10)}-b${number}`,
        state: 'planned' as const,
      };
      await table().putEdition(row);
      await send(settings.QUEUE_DIGEST_URL, { subscriberId: row.subscriberId, editionId: row.editionId });
      return row;
    };
    await again(1);
    failing('SendEmail', 'TimeoutError');
    await run('send-digest', stages.sendDigests);
    await again(2);
    await reputation.openBreaker({ at: new Date().toISOString(), reason: 'test' });
    await run('send-digest', stages.sendDigests);
    await reputation.closeBreaker();
    await table().claimEdition(await again(3), 'dead', new Date(Date.now() - 7_200_000).toISOString());
    await dueAgain();
    await run('plan-digests', stages.planDigests);
  }

  const wanted = Object.entries(countedEvents).flatMap(([metric, all]: [string, readonly CountedLines[]]) =>
    all.flatMap(({ stages: own, events, field }) =>
      own.flatMap((stage) => events.map((event) => ({ metric, stage, event, field }))),
    ),
  );

  it.each(wanted)('$metric: $stage writes $event', ({ metric, stage, event, field }) => {
    const [line] = lines.filter((each) => each.stage === stage && each.event === event);
    expect(
      line,
      `${stage} wrote ${[...new Set(lines.filter((each) => each.stage === stage).map((each) => each.event))].join(' ')}`,
    ).toBeDefined();
    expect(typeof (field === undefined ? 1 : line?.fields[field])).toBe('number');
    expect(
      filters().filter((filter) => filter.metric === metric && filter.pattern.includes(`"${event}"`)),
    ).not.toEqual([]);
  });

  it('brings articles, so that their absence means something', () => {
    const news = lines.filter(({ event }) => event === 'feed-read').map(({ fields }) => Number(fields.new));
    expect(news.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
  });
});
