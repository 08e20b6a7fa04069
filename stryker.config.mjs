/** For `npm run mutate` (test/mutate.ts), which says what is broken and which tests look. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/vitest.mutate.config.ts' },
  // A static mutant needs a process of its own.
  ignoreStatic: true,
  ignorePatterns: ['dist', 'cdk.out', '.wire'],
  concurrency: 1,
  dryRunTimeoutMinutes: 30,
  // Stryker would rewrite tsconfig.json with TypeScript's old programming interface, which TypeScript 7 has no more.
  tsconfigFile: 'none',
};
