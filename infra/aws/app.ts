import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { bundleFolder, bundleFunctions } from './bundle.ts';
import { WireStack } from './wire-stack.ts';

/** What `npx cdk` runs. Account and region come from the deployer's credentials. */
await bundleFunctions();
const app = new App();
new WireStack(app, 'CaucasusWire', {
  code: (stage) => Code.fromAsset(bundleFolder(stage), { exclude: ['*.map'] }),
});
Validations.of(app).addPlugins(
  new AwsSolutionsChecks(app),
  new ServerlessChecks(app),
  new NIST80053R5Checks(app),
);
