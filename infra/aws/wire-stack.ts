import { CfnParameter, Stack, type StackProps } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { defaultWireName } from '../../shared/domain/text/wire-name.ts';
import type { Stage } from '../../shared/env.ts';
import { acknowledgeFindings } from './acknowledged.ts';
import { Analysis } from './analysis.ts';
import { Board } from './board.ts';
import { Budget } from './budget.ts';
import { type Choices, wantsEvents } from './choices.ts';
import { Events } from './events.ts';
import { Digests } from './digests.ts';
import { Ingest } from './ingest.ts';
import { MailSending } from './mail.ts';
import type { StageFunction, StageProps } from './node-function.ts';
import { Monitoring } from './monitoring.ts';
import { printOutputs } from './outputs.ts';
import { Queues } from './queues.ts';
import type { CloudSettings } from './settings.ts';
import { Publishing } from './publishing.ts';
import { SiteHosting } from './site.ts';
import { Storage } from './storage.ts';
import { Stories } from './stories.ts';
import { Subscriptions } from './subscriptions.ts';

export interface WireStackProps extends StackProps {
  /** The bundle of a stage. */
  code: (stage: Stage) => Code;
  choices: Choices;
}

const address = {
  type: 'String',
  allowedPattern: String.raw`[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,]+`,
  constraintDescription: 'one mail address, such as wire@example.org',
};

/**
 *  clock ─► due-feeds ─► [visit] ─► visit-feeds ─► archive ─► [ingest] ─► ingest-feed
 *                                                                            │
 *  reader ◄─ site ◄─ publish-site ◄─ clock            [story, FIFO] ◄────────┘
 *                        ▲                                 │
 *                        └──── Stories table ◄── group-stories
 *  clock ─► plan-digests ─► [digest] ─► send-digest ─► SES ─► subscriber
 *  web  ─► subscribe                    SES events ─► suppress
 */
export class WireStack extends Stack {
  constructor(scope: Construct, id: string, { code, choices, ...stackProps }: WireStackProps) {
    super(scope, id, stackProps);
    const sender = addressOf(
      this,
      'Sender',
      'Digests come from this address; its domain becomes the mail identity',
    );
    const alarms = addressOf(this, 'AlarmAddress', 'Alarms are mailed to this address');

    const storage = new Storage(this, 'Storage', choices);
    const queues = new Queues(this, 'Queues', storage);
    const site = new SiteHosting(this, 'Site', { storage, choices });
    const mail = new MailSending(this, 'Mail', { sender, peopleKey: storage.peopleKey, choices });
    const parts = { storage, queues, site, mail, choices };

    const clock = new CfnScheduleGroup(this, 'Clock');
    const settings = settingsOfStack(parts);
    const functions = this.addStages({ ...parts, settings, code, clock });
    const topic = this.watch({ ...parts, alarms, functions });
    const analysis = new Analysis(this, 'Analysis', { storage, choices });
    printOutputs(this, {
      settings,
      functions,
      queues,
      others: {
        ScheduleGroup: clock.ref,
        AlarmTopic: topic.topicArn,
        ApiUrl: site.api.apiEndpoint,
        MailIdentity: mail.domain,
        TokenSecrets: mail.tokenSecrets,
        AnalysisDatabase: analysis.database.ref,
        AnalysisWorkGroup: analysis.workGroup.ref,
        ZoneFile: mail.zoneFile,
      },
    });
    acknowledgeFindings(this);
  }

  /** The nine stages, each with what it may do. */
  private addStages(parts: Parts & StageProps): StageFunction[] {
    const { dueFeeds, visitFeeds, ingestFeed } = new Ingest(this, 'Ingest', parts);
    const { groupStories } = new Stories(this, 'Stories', parts);
    const { publishSite } = new Publishing(this, 'Publishing', parts);
    const { planDigests, sendDigest } = new Digests(this, 'Digests', parts);
    const { subscribe, suppress } = new Subscriptions(this, 'Subscriptions', parts);
    const { storage, choices } = parts;
    if (wantsEvents(choices)) new Events(this, 'Events', { choices, tellers: [publishSite, planDigests] });
    if (wantsEvents(choices) || choices.webhookUrl !== undefined)
      storage.writeObjects(storage.site, planDigests, '_state/events/*');
    return [
      dueFeeds,
      visitFeeds,
      ingestFeed,
      groupStories,
      publishSite,
      planDigests,
      sendDigest,
      subscribe,
      suppress,
    ];
  }

  /** Alarms, the board and the budget. @returns the topic that alarms are told on */
  private watch({ alarms, functions, storage, queues, site, choices }: Watched): ITopic {
    const monitoring = new Monitoring(this, 'Monitoring', {
      address: alarms,
      key: storage.peopleKey,
      functions,
      queues,
      site,
    });
    for (const each of functions) if (each.stage === 'due-feeds') monitoring.tells(each);
    if (choices.dashboard) new Board(this, 'Board', { functions, queues });
    if (choices.monthlyBudget > 0)
      new Budget(this, 'Budget', {
        address: alarms,
        dollars: choices.monthlyBudget,
        clocks: choices.budgetStops ? functions.flatMap(({ clock: role }) => role ?? []) : [],
      });
    return monitoring.topic;
  }
}

/** A parameter that takes one mail address. */
const addressOf = (stack: Stack, id: string, description: string): string =>
  new CfnParameter(stack, id, { ...address, description }).valueAsString;

/** A display name as a header takes it: plain, or encoded (RFC 2047) where it has more than ASCII letters. */
const senderName = (name: string): string =>
  /^[\w .-]+$/.test(name) ? name : `=?UTF-8?B?${Buffer.from(name).toString('base64')}?=`;

interface Parts {
  storage: Storage;
  queues: Queues;
  site: SiteHosting;
  mail: MailSending;
  choices: Choices;
}

interface Watched extends Parts {
  /** The address that alarms are mailed to. */
  alarms: string;
  functions: StageFunction[];
}

function settingsOfStack({ storage, queues, site, mail, choices }: Parts): CloudSettings {
  return {
    TABLE_FEEDS: storage.feeds.tableName,
    TABLE_STORIES: storage.stories.tableName,
    TABLE_SUBSCRIBERS: storage.subscribers.tableName,
    BUCKET_ARCHIVE: storage.archive.bucketName,
    BUCKET_SITE: storage.site.bucketName,
    SITE_URL: site.url,
    WIRE_CONTACT: choices.contact ?? site.url,
    QUEUE_VISIT_URL: queues.visit.queue.queueUrl,
    QUEUE_INGEST_URL: queues.ingest.queue.queueUrl,
    QUEUE_STORY_URL: queues.story.queue.queueUrl,
    QUEUE_DIGEST_URL: queues.digest.queue.queueUrl,
    DEAD_LETTERS_STORY_URL: queues.story.deadLetters.queueUrl,
    MAIL_FROM: `${senderName(choices.productName ?? defaultWireName)} <${mail.sender}>`,
    MAIL_CONFIGURATION_SET: mail.configurationSet.configurationSetName,
    TOKEN_KEYS: mail.tokenKeys,
  };
}
