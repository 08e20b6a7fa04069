import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { WireStack } from '../../../infra/aws/wire-stack.ts';

/** The stack with the flags of cdk.json and, instead of bundles, one line of code. */
export function wireApp(): { app: App; stack: WireStack } {
  const app = new App({ context: cdkJson.context });
  const stack = new WireStack(app, 'CaucasusWire', { code: () => Code.fromInline('exports.handler = async () => {};') });
  return { app, stack };
}

let template: Template | undefined;
export const wireTemplate = (): Template => (template ??= Template.fromStack(wireApp().stack));
