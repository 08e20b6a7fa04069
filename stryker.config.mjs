/** `npm run mutate`: breaks the code in small ways and counts the tests that notice. `-- --mutate 'shared/domain/text/**'` for a part. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/vitest.mutate.config.ts' },
  mutate: [
    'shared/**/*.ts',
    'functions/**/*.ts',
    // Run in the browser or at build; test/browser and the build show those.
    '!functions/publish-site/assets/**',
    '!**/*.at-build.ts',
  ],
  // A static mutant needs a process of its own.
  ignoreStatic: true,
  // Only what changed since the last run is tried again.
  incremental: true,
  incrementalFile: 'dist/mutation.json',
  tempDirName: 'dist/mutate',
  ignorePatterns: ['dist', 'cdk.out', '.wire'],
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowEmojis: false, logTests: false },
  concurrency: 1,
  timeoutMS: 20_000,
  dryRunTimeoutMinutes: 30,
  // Stryker would rewrite tsconfig.json with TypeScript's old programming interface, which TypeScript 7 has no more.
  tsconfigFile: 'none',
};
