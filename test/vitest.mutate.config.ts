import { defineConfig, mergeConfig } from 'vitest/config';
import whole from '../vitest.config.ts';

/** For `npm run mutate`: the tests beside the code. Those of the whole and of the tools would run for every mutant. */
const { projects: _projects, reporters: _reporters, ...test } = whole.test ?? {};
export default mergeConfig(defineConfig({ test }), {
  test: { include: ['test/shared/**/*.test.ts', 'test/functions/**/*.test.ts'] },
});
