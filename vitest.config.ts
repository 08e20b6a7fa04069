import { defineConfig } from 'vitest/config';

const domain = ['test/shared/domain/**/*.test.ts', 'test/shared/catalogue/**/*.test.ts'];
// growth.test.ts times code: `npm run check -- growth`.
const elsewhere = ['test/browser/**', 'test/fuzz/growth.test.ts'];

export default defineConfig({
  test: {
    projects: [
      // Pure code: no mocks and nothing kept between files, so a worker loads each module once.
      { extends: true, test: { name: 'domain', include: domain, isolate: false } },
      {
        extends: true,
        test: { name: 'rest', include: ['test/**/*.test.ts'], exclude: [...elsewhere, ...domain] },
      },
    ],
    // Vitest leaves one core free: on the two of a build machine that is half of them.
    maxWorkers: '100%',
    reporters: ['default', ['json', { outputFile: 'dist/tests.json' }]],
    // No test waits for a clock; these only end one that hangs, also on a machine that is busy besides.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The SDK refuses to make a client without a region; a mocked one never calls it. The user's own stays.
    env: {
      WIRE_QUIET: '1',
      AWS_REGION: process.env.AWS_REGION ?? 'eu-central-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  },
});
