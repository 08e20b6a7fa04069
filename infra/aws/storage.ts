import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Choices } from './choices.ts';
import { type TableDefinition, tables } from '../../shared/aws/tables.ts';

/**
 * Bounds what a fault can cost: either is $11 a day and table ($0.625 a million writes, $0.125 a million reads). Ten times
 * the load of the catalogue needs less, spread over a minute; a burst above it waits in the client's retries.
 */
const mostUnitsASecond = { read: 1_000, write: 200 } as const;

type TableAction = 'GetItem' | 'BatchGetItem' | 'Query' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

export interface TableGrant {
  actions: TableAction[];
  /** Beginnings of the partition keys that the actions may name; all where absent. */
  keys?: string[];
}

const useKey = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:DescribeKey',
];

/** Data outlives the stack; a first deploy that fails leaves nothing behind. */
export const keepData = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** Three tables and two buckets. Nothing here is ever deleted with the stack. */
export class Storage extends Construct {
  /** Encrypts everything about people; without this key nobody can read it, whatever a policy says. */
  readonly peopleKey = new Key(this, 'PeopleKey', {
    description: 'Subscribers, their tokens and the alarms',
    enableKeyRotation: true,
    // Each of the first two rotations makes the key a dollar a month dearer; NIST SP 800-57 allows two years.
    rotationPeriod: Duration.days(730),
    removalPolicy: keepData,
  });
  readonly feeds = this.table('Feeds');
  readonly stories = this.table('Stories');
  readonly subscribers = this.table('Subscribers', this.peopleKey);
  /**
   * Bodies as they came; `state/` holds the open stories, saved with every batch and remade from the Stories table. A body
   * weighs some 25 KB and every colder class charges at least 128, so bodies stay in the standard class until they go: they
   * are for replays, and are other people's texts.
   */
  readonly archive: Bucket;
  /** Pages are made from the tables and change by the minute; `_state/` with every round. */
  readonly site = this.bucket('Site', { '': Duration.days(3), '_state/': Duration.days(1) }, [
    // Who told an event; none is told six hours later.
    { prefix: '_state/events/', expiration: Duration.days(3) },
    // Contents of editions: their rows, by which alone a reader finds them, go after 90 days.
    { prefix: '_state/editions/', expiration: Duration.days(100) },
    // What lists know of a day is written with each of its changes, and nobody asks for it 90 days after the last.
    { prefix: '_state/entries/', expiration: Duration.days(100) },
  ]);

  constructor(scope: Construct, id: string, { keepDays }: Pick<Choices, 'keepDays'>) {
    super(scope, id);
    // As long as off-topic articles; those on topic stay.
    this.archive = this.bucket('Archive', { '': Duration.days(30), 'state/': Duration.days(1) }, [
      { prefix: 'bodies/', expiration: Duration.days(keepDays) },
      // Days of open stories are written while they are open, 34 days; what is missing is made again from the table.
      { prefix: 'state/stories/', expiration: Duration.days(60) },
      { prefix: 'state/journal/', expiration: Duration.days(60) },
    ]);
  }

  /** May call what is listed on the table, and nothing else. A query may also go to the table's indexes. */
  allow(who: IGrantable, table: Table, ...grants: TableGrant[]): void {
    if (table === this.subscribers) this.peopleKey.grant(who, ...useKey);
    const indexes = tables.find(({ name }) => name === table.node.id)?.indexes ?? [];
    for (const { actions, keys } of grants) {
      const resources = actions.includes('Query')
        ? [table.tableArn, ...indexes.map((index) => `${table.tableArn}/index/${index.name}`)]
        : [table.tableArn];
      Grant.addToPrincipal({
        grantee: who,
        actions: actions.map((action) => `dynamodb:${action}`),
        resourceArns: resources,
        ...(keys && { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } } }),
      });
    }
  }

  /** May read objects under the prefixes by key and see which are there, so that a missing one is a 404 and not a 403. */
  readObjects(bucket: Bucket, who: IGrantable, ...prefixes: string[]): void {
    Grant.addToPrincipal({
      grantee: who,
      actions: ['s3:GetObject'],
      resourceArns: prefixes.map((prefix) => bucket.arnForObjects(prefix)),
    });
    Grant.addToPrincipal({ grantee: who, actions: ['s3:ListBucket'], resourceArns: [bucket.bucketArn] });
  }

  /** May put objects under the prefixes, and not read, list or delete. */
  writeObjects(bucket: Bucket, who: IGrantable, ...prefixes: string[]): void {
    Grant.addToPrincipal({
      grantee: who,
      actions: ['s3:PutObject'],
      resourceArns: prefixes.map((prefix) => bucket.arnForObjects(prefix)),
    });
  }

  private table(name: TableDefinition['name'], key?: Key): Table {
    const definition: TableDefinition = tables.find((table) => table.name === name) ?? missing(name);
    const text = (attribute: string) => ({ name: attribute, type: AttributeType.STRING });
    const made = new Table(this, name, {
      partitionKey: text(definition.partitionKey),
      ...(definition.sortKey !== undefined && { sortKey: text(definition.sortKey) }),
      timeToLiveAttribute: definition.timeToLive,
      billingMode: BillingMode.PAY_PER_REQUEST,
      maxReadRequestUnits: mostUnitsASecond.read,
      maxWriteRequestUnits: mostUnitsASecond.write,
      ...(key !== undefined && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
      // The longest that backups of erased people may live.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: keepData,
    });
    for (const { name: indexName, partitionKey, sortKey, projection } of definition.indexes) {
      made.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(partitionKey),
        sortKey: text(sortKey),
        ...(typeof projection === 'string'
          ? { projectionType: ProjectionType[projection] }
          : { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...projection] }),
        maxReadRequestUnits: mostUnitsASecond.read,
        maxWriteRequestUnits: mostUnitsASecond.write,
      });
    }
    return made;
  }

  /** @param keep how long what was overwritten or deleted is kept, by prefix; what is current stays, but for `others` */
  private bucket(name: string, keep: Record<string, Duration>, others: LifecycleRule[] = []): Bucket {
    return new Bucket(this, name, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: keepData,
      lifecycleRules: [
        ...Object.entries(keep).map(([prefix, noncurrentVersionExpiration]) => ({
          ...(prefix === ''
            ? { abortIncompleteMultipartUploadAfter: Duration.days(1), expiredObjectDeleteMarker: true }
            : { prefix }),
          noncurrentVersionExpiration,
        })),
        ...others,
      ],
    });
  }
}

function missing(name: string): never {
  throw new Error(`shared/aws/tables.ts has no table ${name}`);
}
