import { Dashboard, GraphWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { StageFunction } from './node-function.ts';
import type { Queues } from './queues.ts';

const graph = (
  title: string,
  left: NonNullable<ConstructorParameters<typeof GraphWidget>[0]['left']>,
  width = 8,
): GraphWidget => new GraphWidget({ title, left, width });

/** For who wants graphs; the coverage page and `wire status` tell the same in words. */
export class Board extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { functions, queues }: { functions: StageFunction[]; queues: Queues },
  ) {
    super(scope, id);
    const all = [queues.visit, queues.ingest, queues.story, queues.digest].map((work) => work.queue);
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [
          new TextWidget({
            markdown: '# The wire\nRead from left to right: started, waited, failed.',
            width: 24,
            height: 2,
          }),
        ],
        [
          graph(
            'Started',
            functions.map((stage) => stage.metricInvocations({ label: stage.stage })),
          ),
          graph(
            'Oldest message, seconds',
            all.map((queue) => queue.metricApproximateAgeOfOldestMessage()),
          ),
          graph(
            'Failed',
            functions.map((stage) => stage.metricErrors({ label: stage.stage })),
          ),
        ],
        [
          graph(
            'Took, ms (p95)',
            functions.map((stage) => stage.metricDuration({ label: stage.stage, statistic: 'p95' })),
            24,
          ),
        ],
      ],
    });
  }
}
