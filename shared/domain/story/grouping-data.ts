/** Checked at build. */
export { countedSubjects, factPrior, followDays, joinRules, opposites } from './grouping-tables.at-build.ts';
