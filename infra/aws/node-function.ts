import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Grant, type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, type Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule, type CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { defaultWireName } from '../../shared/domain/text/wire-name.ts';
import type { Stage } from '../../shared/env.ts';
import { type ScheduledStage, schedules } from '../../shared/schedules.ts';
import type { Choices } from './choices.ts';
import { type CloudSettings, chosenSettings, environmentOf, sizeFor } from './settings.ts';

export interface StageProps {
  settings: CloudSettings;
  choices: Choices;
  /** The bundle of a stage, with `index.handler` in it. */
  code: (stage: Stage) => Code;
  /** The schedules of the stack: they can be listed and stopped together. */
  clock: CfnScheduleGroup;
  /** Receives runs that Lambda gave up on (asynchronous starts only). */
  deadLetters?: IQueue;
  /** Hides the environment from everyone who may not use the key. */
  environmentKey?: IKey;
}

/** One Lambda of the flow: arm64 (a fifth cheaper, a tenth faster to start), its own log of 30 days, and a role that may only write that log until something is granted. */
export class StageFunction extends LambdaFunction {
  readonly stage: Stage;
  /** What the clock starts it as, where it does. */
  clock?: Role;

  constructor(
    scope: Construct,
    stage: Stage,
    { settings, choices, code, deadLetters, environmentKey }: StageProps,
  ) {
    const log = new LogGroup(scope, `${stage}-log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${stage}-role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    log.grantWrite(role);
    const { memoryMb, timeoutSeconds } = sizeFor(stage, catalogueSources().length);
    super(scope, stage, {
      description: `${choices.productName ?? defaultWireName}: ${stage}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: code(stage),
      role,
      logGroup: log,
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      environment: environmentOf(stage, settings),
      ...(environmentKey !== undefined && { environmentEncryption: environmentKey }),
      ...(deadLetters !== undefined && { deadLetterQueue: deadLetters }),
    });
    this.stage = stage;
    this.addChosen(choices);
  }

  /** What the deployer chose, beyond what the stage cannot start without. */
  private addChosen(choices: Choices): void {
    for (const [variable, name] of Object.entries(chosenSettings[this.stage] ?? {})) {
      const value = choices[name];
      if (value !== undefined) this.addEnvironment(variable, String(value));
    }
  }
}

/**
 * Starts the stage by the clock. A tick that waited longer than the pace is dropped: the next one does the same work.
 * (CDK's own Schedule would let the clock start every version of the function.)
 */
export function runEvery(
  stage: ScheduledStage,
  target: StageFunction,
  { deadLetters, clock: group }: { deadLetters: IQueue; clock: CfnScheduleGroup },
): void {
  const { everyMinutes } = schedules[stage];
  const clock = new Role(target, 'Clock', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  });
  clock.addToPolicy(
    new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
  );
  sendsTo(deadLetters, clock);
  target.clock = clock;
  const tick = new CfnSchedule(target, 'Tick', {
    description: `Starts ${stage}`,
    groupName: group.ref,
    scheduleExpression: `rate(${everyMinutes} minute${everyMinutes === 1 ? '' : 's'})`,
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: target.functionArn,
      roleArn: clock.roleArn,
      deadLetterConfig: { arn: deadLetters.queueArn },
      retryPolicy: { maximumEventAgeInSeconds: 60 * everyMinutes, maximumRetryAttempts: 2 },
    },
  });
  tick.node.addDependency(clock);
}

/** May hand over messages, and nothing else with the queue. */
export function sendsTo(queue: IQueue, who: IGrantable): void {
  Grant.addToPrincipal({ grantee: who, actions: ['sqs:SendMessage'], resourceArns: [queue.queueArn] });
}
