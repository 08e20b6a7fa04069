import { Aws, Fn } from 'aws-cdk-lib';
import { CfnBudget, CfnBudgetsAction } from 'aws-cdk-lib/aws-budgets';
import { Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface BudgetProps {
  /** Where the mails go. */
  address: string;
  /** US dollars a month, of the whole account. */
  dollars: number;
  /** The roles of the clock, where it stops with the budget. */
  clocks: Role[];
}

/** AWS mails when the month's money is nearly or wholly spent, or will be. The first two budgets of an account are free. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, { address, dollars, clocks }: BudgetProps) {
    super(scope, id);
    const subscribers = [{ address, subscriptionType: 'EMAIL' }];
    const at = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notification: {
        notificationType,
        threshold,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
      },
      subscribers,
    });
    const budget = new CfnBudget(this, 'Month', {
      budget: {
        budgetName: Fn.join('-', [Aws.STACK_NAME, 'month']),
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: dollars, unit: 'USD' },
      },
      notificationsWithSubscribers: [at('ACTUAL', 80), at('ACTUAL', 100), at('FORECASTED', 100)],
    });
    if (clocks.length > 0) this.stops(budget, clocks, address);
  }

  /** At the whole budget the clock's roles are forbidden to start anything; a person takes the policy off again. */
  private stops(budget: CfnBudget, clocks: Role[], address: string): void {
    const forbids = new ManagedPolicy(this, 'Stop', {
      description:
        'Attached by AWS Budgets when the budget of the month is used up: the clock starts nothing',
      statements: [
        new PolicyStatement({ effect: Effect.DENY, actions: ['lambda:InvokeFunction'], resources: ['*'] }),
      ],
    });
    const actor = new Role(this, 'Actor', {
      assumedBy: new ServicePrincipal('budgets.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    actor.addToPolicy(
      new PolicyStatement({
        actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
        resources: clocks.map(({ roleArn }) => roleArn),
        conditions: { ArnEquals: { 'iam:PolicyARN': forbids.managedPolicyArn } },
      }),
    );
    const action = new CfnBudgetsAction(this, 'StopClock', {
      budgetName: budget.ref,
      actionType: 'APPLY_IAM_POLICY',
      approvalModel: 'AUTOMATIC',
      notificationType: 'ACTUAL',
      actionThreshold: { type: 'PERCENTAGE', value: 100 },
      definition: {
        iamActionDefinition: {
          policyArn: forbids.managedPolicyArn,
          roles: clocks.map(({ roleName }) => roleName),
        },
      },
      executionRoleArn: actor.roleArn,
      subscribers: [{ address, type: 'EMAIL' }],
    });
    action.node.addDependency(actor);
  }
}
