import { defineConfig } from 'vitest/config';

/** `npm run check -- memory`: the tests of the stores on the cloud in memory that `measure scale` runs on. */
export default defineConfig({
  test: {
    include: ['test/shared/aws/*{table,rows,objects,packs,store,bucket,archive}.test.ts'],
    env: { WIRE_TEST_CLOUD: 'memory' },
  },
});
