import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    reporters: ['default', ['json', { outputFile: 'dist/tests.json' }]],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    env: { WIRE_QUIET: '1' },
  },
});
