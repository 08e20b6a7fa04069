import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';

/** The three tables, split by who may read them and what losing them means. The stack and the local runner make them from this one list. All keys are strings. */
export interface TableDefinition {
  name: 'Feeds' | 'Stories' | 'Subscribers';
  partitionKey: string;
  sortKey?: string;
  /** `projection`: all attributes, the keys alone, or the keys with these. */
  indexes: {
    name: string;
    partitionKey: string;
    sortKey: string;
    projection: 'ALL' | 'KEYS_ONLY' | readonly string[];
  }[];
  /** Holds epoch seconds; expired rows count as expired on read, DynamoDB deletes them some day. */
  timeToLive: string;
}

/** Days that off-topic articles, nine in ten, and bodies are kept: articles so that they are not taken for new, bodies for replays. */
export const defaultKeepDays = 60;

export const tables = [
  { name: 'Feeds', partitionKey: 'pk', indexes: [], timeToLive: 'expiresAt' },
  {
    name: 'Stories',
    partitionKey: 'pk',
    sortKey: 'sk',
    timeToLive: 'expiresAt',
    indexes: [{ name: 'byDay', partitionKey: 'dayPk', sortKey: 'daySk', projection: 'KEYS_ONLY' }],
  },
  {
    name: 'Subscribers',
    partitionKey: 'pk',
    sortKey: 'sk',
    timeToLive: 'expiresAt',
    // Sparse: only confirmed subscribers carry duePk, so nobody else can be mailed by forgetting an `if`.
    indexes: [
      { name: 'byDue', partitionKey: 'duePk', sortKey: 'dueAt', projection: 'KEYS_ONLY' },
      // Sparse too: confirmed subscribers with an alert, and what it is on, so that news is compared without reading people.
      { name: 'byAlert', partitionKey: 'alertPk', sortKey: 'pk', projection: ['alerts'] },
    ],
  },
] as const satisfies readonly TableDefinition[];

function keySchema(partitionKey: string, sortKey?: string) {
  const partition = { AttributeName: partitionKey, KeyType: 'HASH' as const };
  return sortKey === undefined
    ? [partition]
    : [partition, { AttributeName: sortKey, KeyType: 'RANGE' as const }];
}

function projectionOf(projection: TableDefinition['indexes'][number]['projection']) {
  return typeof projection === 'string'
    ? { ProjectionType: projection }
    : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...projection] };
}

/** The CreateTable request of a definition, for embedded stores; the stack makes the same with CDK. */
function createTableInput(table: TableDefinition, tableName: string) {
  const attributes = new Set([
    table.partitionKey,
    ...(table.sortKey === undefined ? [] : [table.sortKey]),
    ...table.indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ]);
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [...attributes].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S' as const,
    })),
    KeySchema: keySchema(table.partitionKey, table.sortKey),
    ...(table.indexes.length > 0 && {
      GlobalSecondaryIndexes: table.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index.partitionKey, index.sortKey),
        Projection: projectionOf(index.projection),
      })),
    }),
  };
}

/** Creates the table unless it is there, and waits until it is active. */
export async function ensureTable(
  client: DynamoDBClient,
  table: TableDefinition,
  tableName: string,
): Promise<void> {
  try {
    await client.send(new CreateTableCommand(createTableInput(table, tableName)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
      if (Table?.TableStatus === 'ACTIVE') return;
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`table ${tableName} did not become active in 5 s`);
}
