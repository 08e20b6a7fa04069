import { defineConfig, mergeConfig } from 'vitest/config';
import whole from '../vitest.config.ts';

/** For `npm run mutate`, which says which tests: those beside the code. Those of the whole would run for every mutant. */
const { projects: _projects, reporters: _reporters, ...test } = whole.test ?? {};
export default mergeConfig(defineConfig({ test }), {
  test: {
    include: [process.env.MUTATE_TESTS ?? 'test/{shared,functions}/**/*.test.ts'],
    isolate: process.env.MUTATE_SHARED_MODULES !== '1',
  },
});
