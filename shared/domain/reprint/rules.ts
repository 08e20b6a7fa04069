/** Checked at build. */
export { reprintPhrases, reprintRules } from './rule-data.at-build.ts';
