import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    // Vitest leaves one core free: on the two of a build machine that is half of them.
    maxWorkers: '100%',
    reporters: ['default', ['json', { outputFile: 'dist/tests.json' }]],
    // No test waits for a clock; these only end one that hangs, also on a machine that is busy besides.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { WIRE_QUIET: '1' },
  },
});
