import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { wireApp } from './stack.ts';

const report = z.object({
  pluginReports: z.array(
    z.object({
      pluginName: z.string(),
      conclusion: z.string(),
      violations: z.array(z.unknown()),
      suppressedViolations: z.array(z.unknown()).optional(),
    }),
  ),
});

it(
  'cdk-nag (AwsSolutions, Serverless, NIST 800-53 r5) finds nothing that is not acknowledged with a reason',
  { timeout: 90_000 },
  () => {
    // Everything that a choice adds, so that no choice stops the synth.
    const { app } = wireApp({
      translateEngine: 'aws',
      budgetStops: 'true',
      dashboard: 'true',
      eventsTopic: 'true',
      chatWebhook: 'https://hooks.example.org/x',
    });
    Validations.of(app).addPlugins(
      new AwsSolutionsChecks(app),
      new ServerlessChecks(app),
      new NIST80053R5Checks(app),
    );
    app.synth();
    const { pluginReports } = report.parse(
      JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')),
    );
    expect(pluginReports.map((each) => [each.pluginName, each.conclusion, each.violations.length])).toEqual(
      pluginReports.map((each) => [each.pluginName, 'success', 0]),
    );
    expect(pluginReports.map((each) => each.pluginName)).toEqual(
      expect.arrayContaining(['AwsSolutions', 'Serverless', 'NIST.800.53.R5']),
    );
    // Checked, and let pass: had the rules not run at all, this would be 0.
    expect(pluginReports.flatMap((each) => each.suppressedViolations ?? []).length).toBeGreaterThan(20);
  },
);
