import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { type TableDefinition, tables } from '../../shared/aws/tables.ts';

/** A burst above this is a fault of ours, not news; it bounds what a fault can cost ($0.625 per million writes). */
const maxRequestUnits = 4_000;

const read = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'];
const write = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];
const useKey = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:DescribeKey',
];

/** Three tables and two buckets. Data outlives the stack: nothing here is ever deleted with it. */
export class Storage extends Construct {
  /** Encrypts everything about people; without this key nobody can read it, whatever a policy says. */
  readonly peopleKey = new Key(this, 'PeopleKey', {
    description: 'Subscribers, their tokens and the alarms',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  readonly feeds = this.table('Feeds');
  readonly stories = this.table('Stories');
  readonly subscribers = this.table('Subscribers', this.peopleKey);
  /** Bodies as they came; `state/` holds the open stories, saved with every batch and remade from the Stories table. */
  readonly archive = this.bucket('Archive', { '': Duration.days(30), 'state/': Duration.days(1) });
  /** Pages are made from the tables and change by the minute; `_state/` with every round. */
  readonly site = this.bucket('Site', { '': Duration.days(3), '_state/': Duration.days(1) });

  readFrom(table: Table, who: IGrantable): void {
    this.grant(table, who, read);
  }

  readAndWrite(table: Table, who: IGrantable): void {
    this.grant(table, who, [...read, ...write]);
  }

  /** May read objects under the prefix by key and see which are there, so that a missing one is a 404 and not a 403. */
  readObjects(bucket: Bucket, who: IGrantable, prefix: string): void {
    Grant.addToPrincipal({
      grantee: who,
      actions: ['s3:GetObject'],
      resourceArns: [bucket.arnForObjects(prefix)],
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

  private grant(table: Table, who: IGrantable, actions: string[]): void {
    if (table === this.subscribers) this.peopleKey.grant(who, ...useKey);
    const indexes = tables.find(({ name }) => name === table.node.id)?.indexes ?? [];
    Grant.addToPrincipal({
      grantee: who,
      actions,
      resourceArns: [table.tableArn, ...indexes.map((index) => `${table.tableArn}/index/${index.name}`)],
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
      maxReadRequestUnits: maxRequestUnits,
      maxWriteRequestUnits: maxRequestUnits,
      ...(key !== undefined && { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }),
      // The longest that backups of erased people may live.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const { name: indexName, partitionKey, sortKey, projection } of definition.indexes) {
      made.addGlobalSecondaryIndex({
        indexName,
        partitionKey: text(partitionKey),
        sortKey: text(sortKey),
        projectionType: ProjectionType[projection],
        maxReadRequestUnits: maxRequestUnits,
        maxWriteRequestUnits: maxRequestUnits,
      });
    }
    return made;
  }

  /** @param keep how long what was overwritten or deleted is kept, by prefix; what is current stays for good */
  private bucket(name: string, keep: Record<string, Duration>): Bucket {
    return new Bucket(this, name, {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: Object.entries(keep).map(([prefix, noncurrentVersionExpiration]) => ({
        ...(prefix === ''
          ? { abortIncompleteMultipartUploadAfter: Duration.days(1), expiredObjectDeleteMarker: true }
          : { prefix }),
        noncurrentVersionExpiration,
      })),
    });
  }
}

function missing(name: string): never {
  throw new Error(`shared/aws/tables.ts has no table ${name}`);
}
