import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    // Vitest leaves one core free: on the two of a build machine that is half of them.
    maxWorkers: '100%',
    reporters: ['default', ['json', { outputFile: 'dist/tests.json' }]],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    env: { WIRE_QUIET: '1' },
  },
});
