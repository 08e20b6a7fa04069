import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // growth.test.ts times code: `npm run check -- growth`.
    exclude: ['test/browser/**', 'test/fuzz/growth.test.ts'],
    // Vitest leaves one core free: on the two of a build machine that is half of them.
    maxWorkers: '100%',
    reporters: ['default', ['json', { outputFile: 'dist/tests.json' }]],
    // No test waits for a clock; these only end one that hangs, also on a machine that is busy besides.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The SDK refuses to make a client without a region; a mocked one never calls it. The user's own stays.
    env: { WIRE_QUIET: '1', AWS_REGION: process.env.AWS_REGION ?? 'eu-central-1' },
  },
});
