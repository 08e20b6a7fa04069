import { Aws } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { articleColumns, articleTablePrefix } from '../../shared/domain/site/article-table.ts';
import { exampleQueries } from './example-queries.ts';
import type { Choices } from './choices.ts';
import type { Storage } from './storage.ts';

/** A query that would read more is stopped: at $5 a terabyte this is half a cent. A year of articles is a few hundred megabytes. */
const mostBytesAQuery = 1024 ** 3;
const firstDay = '2026-01-01';

/** SQL over everything on topic: Athena reads the rows that publish-site writes. Costs nothing until somebody asks. */
export class Analysis extends Construct {
  readonly database: CfnDatabase;
  readonly workGroup: CfnWorkGroup;

  constructor(
    scope: Construct,
    id: string,
    { storage, choices: { stage } }: { storage: Storage; choices: Pick<Choices, 'stage'> },
  ) {
    super(scope, id);
    // Names in Glue and Athena are the account's: each stage has its own.
    const database = stage === undefined ? 'caucasus_wire' : `caucasus_wire_${stage.replaceAll('-', '_')}`;
    const workGroup = stage === undefined ? 'caucasus-wire' : `caucasus-wire-${stage}`;
    this.database = new CfnDatabase(this, 'Database', {
      catalogId: Aws.ACCOUNT_ID,
      databaseInput: { name: database, description: 'What the wire knows, for SQL' },
    });
    this.articles(this.database, `s3://${storage.site.bucketName}/${articleTablePrefix}`);
    this.workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: workGroup,
      description: 'Questions about the wire',
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        bytesScannedCutoffPerQuery: mostBytesAQuery,
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: false,
        // Athena keeps the answers for a day, encrypted; no bucket of ours to clean.
        managedQueryResultsConfiguration: { enabled: true },
      },
    });
    for (const [name, queryString] of Object.entries(exampleQueries)) {
      const query = new CfnNamedQuery(this, name, {
        name,
        queryString: queryString.trim(),
        database,
        workGroup: this.workGroup.name,
      });
      query.addResourceDependency(this.workGroup);
    }
  }

  private articles(database: CfnDatabase, location: string): void {
    const table = new CfnTable(this, 'Articles', {
      catalogId: Aws.ACCOUNT_ID,
      databaseName: database.ref,
      tableInput: {
        name: 'articles',
        description: 'On-topic articles, by the day on which their story was first seen',
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [{ name: 'day', type: 'date' }],
        // Partitions are computed from the path: no crawler, no ALTER TABLE.
        parameters: {
          'projection.enabled': 'true',
          'projection.day.type': 'date',
          'projection.day.format': 'yyyy-MM-dd',
          'projection.day.range': `${firstDay},NOW+1DAYS`,
          'projection.day.interval': '1',
          'projection.day.interval.unit': 'DAYS',
          'storage.location.template': `${location}day=\${day}/`,
        },
        storageDescriptor: {
          location,
          columns: articleColumns.map(({ name, type, note }) => ({ name, type, comment: note })),
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: {
            serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
            parameters: { 'ignore.malformed.json': 'false' },
          },
        },
      },
    });
    table.addResourceDependency(database);
  }
}
