import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { UsageError } from '../../shared/errors.ts';
import { bundleFolder, bundleFunctions } from './bundle.ts';
import { choicesFrom, stackIdOf } from './choices.ts';
import { WireStack } from './wire-stack.ts';

/** What `npx cdk` runs. Account and region come from the deployer's credentials. */
async function synthesize(): Promise<void> {
  const app = new App();
  const choices = choicesFrom(app.node, process.env);
  await bundleFunctions();
  new WireStack(app, stackIdOf(choices), {
    choices,
    code: (stage) => Code.fromAsset(bundleFolder(stage), { exclude: ['*.map'] }),
  });
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new ServerlessChecks(app),
    new NIST80053R5Checks(app),
  );
}

try {
  await synthesize();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
