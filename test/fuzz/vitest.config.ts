import { defineConfig } from 'vitest/config';

/** How the time of parsing grows with its input: on a quiet machine. */
export default defineConfig({ test: { include: ['test/fuzz/growth.test.ts'], testTimeout: 120_000 } });
