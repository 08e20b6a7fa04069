import { beforeAll, expect, it } from 'vitest';
import { outputName } from '../../../infra/aws/output-name.ts';
import { requiredSettings, stages } from '../../../infra/aws/settings.ts';
import { template } from './stack.ts';

const outputs = (): Record<string, { Value?: unknown }> => template().findOutputs('*');

/** What CloudFormation would print, each value that it knows as `x.example`. */
function deployed(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return join === undefined ? 'x.example' : join[1].map(deployed).join(join[0]);
}

beforeAll(() => void template(), 90_000);

it('a setting is found under its name in letters and digits', () => {
  expect(outputName('QUEUE_VISIT_URL')).toBe('QueueVisitUrl');
  expect(outputName('FUNCTION_due-feeds')).toBe('FunctionDueFeeds');
});

it('a command finds every setting of every stage, and no key', () => {
  const settings = [...new Set(stages.flatMap(requiredSettings))].filter((name) => name !== 'TOKEN_KEYS');
  expect(Object.keys(outputs())).toEqual(expect.arrayContaining(settings.map(outputName)));
  expect(JSON.stringify(outputs())).not.toContain('resolve:secretsmanager');
  expect(JSON.stringify(outputs().TokenSecrets)).toContain('k1=');
});

it('a command finds queues of failures, functions, logs, the clock and the alarms', () => {
  const parts = stages.flatMap((stage) => [outputName(`FUNCTION_${stage}`), outputName(`LOG_${stage}`)]);
  const dead = ['Visit', 'Ingest', 'Story', 'Digest'].map((queue) => `DeadLetters${queue}Url`);
  const others =
    'MissedTicksUrl LostFeedbackUrl ScheduleGroup AlarmTopic ApiUrl MailIdentity AnalysisDatabase AnalysisWorkGroup Account Region ZoneFile NextStep';
  expect(Object.keys(outputs())).toEqual(expect.arrayContaining([...parts, ...dead, ...others.split(' ')]));
  const referred = JSON.stringify(dead.map((name) => outputs()[name]?.Value));
  expect(referred.match(/DeadLetters[0-9A-F]{8}/g)).toHaveLength(4);
});

it('all schedules are in the group that is named', () => {
  const groups = Object.values(template().findResources('AWS::Scheduler::Schedule')).map(
    (tick) => (tick as { Properties: { GroupName?: unknown } }).Properties.GroupName,
  );
  expect(groups).toHaveLength(3);
  for (const group of groups) expect(group).toEqual(outputs().ScheduleGroup?.Value);
});

it('the records of the domain are lines of a zone file', () => {
  const text = deployed(outputs().ZoneFile?.Value);
  const lines = text.split('\n');
  expect(lines).toHaveLength(6);
  for (const line of lines) expect(line).toMatch(/^[\w.]+\. 3600 IN (CNAME \S+\.|MX 10 \S+\.|TXT ".+")$/);
});
