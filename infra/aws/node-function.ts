import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Stage } from '../../shared/env.ts';
import { type ScheduledStage, schedules } from '../../shared/schedules.ts';
import { type CloudSettings, environmentOf, sizes } from './settings.ts';

export interface StageProps {
  settings: CloudSettings;
  /** The bundle of a stage, with `index.handler` in it. */
  code: (stage: Stage) => Code;
  /** Where runs go that Lambda gave up on (asynchronous starts only). */
  missed?: IQueue;
  /** Hides the environment from everyone who may not use the key. */
  environmentKey?: IKey;
}

/** One Lambda of the flow: arm64 (a fifth cheaper, a tenth faster to start), its own log of 30 days, and a role that may only write that log until something is granted. */
export class StageFunction extends LambdaFunction {
  readonly stage: Stage;

  constructor(scope: Construct, stage: Stage, { settings, code, missed, environmentKey }: StageProps) {
    const log = new LogGroup(scope, `${stage}-log`, { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const role = new Role(scope, `${stage}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    log.grantWrite(role);
    super(scope, stage, {
      description: `Caucasus Wire: ${stage}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: code(stage),
      role,
      logGroup: log,
      memorySize: sizes[stage].memoryMb,
      timeout: Duration.seconds(sizes[stage].timeoutSeconds),
      environment: environmentOf(stage, settings),
      ...(environmentKey !== undefined && { environmentEncryption: environmentKey }),
      ...(missed !== undefined && { deadLetterQueue: missed }),
    });
    this.stage = stage;
  }
}

/** Starts the stage by the clock. A tick that waited longer than the pace is dropped: the next one does the same work. */
export function every(stage: ScheduledStage, target: StageFunction, missed: IQueue): void {
  const pace = Duration.minutes(schedules[stage].everyMinutes);
  new Schedule(target, 'Tick', {
    description: `Starts ${stage}`,
    schedule: ScheduleExpression.rate(pace),
    target: new LambdaInvoke(target, { deadLetterQueue: missed, maxEventAge: pace, retryAttempts: 2 }),
  });
}

/** May hand over messages, and nothing else with the queue. */
export function sendsTo(queue: IQueue, who: LambdaFunction): void {
  who.addToRolePolicy(new PolicyStatement({ effect: Effect.ALLOW, actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
}
