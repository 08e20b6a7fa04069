import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { figures, type Counts } from './intervals.ts';
import { examples, type Example, type Labels } from './labelled-topics.ts';
import { fitLogistic, type LogisticModel, marginOf } from './sparse-logistic.ts';
import { SignReader, type Learnable } from './sign-reader.ts';

/**
 * `npm run measure -- train-topics [--write] [--quick] [--l1 N] [--l2 N] [--start N]`: learns the weights of topics and subtopics from
 * our own labelled articles, says how the same procedure does on events it was not shown, and writes
 * shared/learned/topics.json where asked.
 */
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    l1: { type: 'string', default: '1.5' },
    l2: { type: 'string', default: '1' },
    start: { type: 'string', default: '3' },
    only: { type: 'string' },
    /** Learns only: says nothing of left-out events. */
    quick: { type: 'boolean', default: false },
    /** Prints what is judged wrong when left out. */
    wrong: { type: 'boolean', default: false },
  },
  strict: true,
});
const folds = 8;

interface Row {
  example: Example;
  signs: number[];
  anchored: boolean;
  label: boolean;
  fold: number;
}

function foldOf(event: string): number {
  let hash = 7;
  for (const unit of event) hash = (hash * 31 + (unit.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % folds;
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const textOf = ({ title, summary, language, country }: Labels) => ({
  title,
  summary,
  language,
  ...(country !== '' && { country }),
});

/** The examples a learnable is taught with: a subtopic only by articles that have a topic, and not by bare titles, which seldom say it. */
function rowsOf(reader: SignReader, learnable: Learnable, all: readonly Example[]): Row[] {
  const teaches = ({ item, only, copy }: Example): boolean =>
    learnable.kind === 'topics'
      ? only === undefined || only === learnable.id
      : only === undefined && copy !== 'title' && item.topics.length > 0;
  return all.filter(teaches).map((example) => {
    reader.read(textOf(example.item));
    const label = example.item[learnable.kind].includes(learnable.id);
    return { example, ...learnable.read(), label, fold: foldOf(example.fold) };
  });
}

const penaltyOf = (learnable: Learnable) => ({
  l1: Number(values.l1),
  l2: Number(values.l2),
  start: Float64Array.from(learnable.scores, (score) => score * Number(values.start)),
});

function fit(learnable: Learnable, rows: readonly Row[]): LogisticModel {
  const taught = rows
    .filter(({ anchored }) => anchored)
    .map(({ example, signs, label }) => ({ signs, label, weight: example.weight }));
  return fitLogistic(taught, learnable.signs.length, penaltyOf(learnable));
}

const none = (): Counts => ({ tp: 0, fp: 0, fn: 0 });
const noCounts = (): Record<string, Counts> => ({
  written: none(),
  background: none(),
  title: none(),
  dense: none(),
});
function count(counts: Counts, label: boolean, given: boolean): void {
  if (label && given) counts.tp += 1;
  else if (given) counts.fp += 1;
  else if (label) counts.fn += 1;
}

function printWrong({ id }: Learnable, item: Labels, given: boolean, anchored: boolean): void {
  const { language, country, title, summary } = item;
  print(
    `  ${given ? '+' : anchored ? '-' : '-(no anchor)'} ${id} ${item.id} ${language} ${country} | ${title} | ${summary}`,
  );
}

/** Each event judged by weights learned without it: as written, with background added, its title alone, and the dense sets alone. */
function leftOut(learnable: Learnable, rows: readonly Row[]): Record<string, Counts> {
  const counts = noCounts();
  for (let fold = 0; fold < folds; fold += 1) {
    const model = fit(
      learnable,
      rows.filter((row) => row.fold !== fold),
    );
    for (const { example, signs, anchored, label } of rows.filter((row) => row.fold === fold)) {
      const given = anchored && marginOf(model, signs) >= -leniencyOf(learnable);
      if (example.only !== undefined) continue;
      const { copy = 'written', item, dense } = example;
      if (values.wrong && copy === 'written' && given !== label) printWrong(learnable, item, given, anchored);
      count(counts[copy] ?? none(), label, given);
      if (dense === true) count(counts.dense ?? none(), label, given);
    }
  }
  return counts;
}

/** A subtopic is given at odds below one: on events left out as many are missed as are wrongly given only then. */
const subtopicLeniency = 0.4;
const leniencyOf = ({ kind }: Learnable): number => (kind === 'subtopics' ? subtopicLeniency : 0);

/** Less than this decides nothing, and each sign costs time on every text. */
const leastWeight = 0.15;

const rounded = (value: number): number => Math.round(value * 100) / 100;

function weightsOf(learnable: Learnable, model: LogisticModel) {
  const signs = Object.fromEntries(
    learnable.signs
      .map((name, sign): [string, number] => [name, rounded(model.weights[sign] ?? 0)])
      // A rule keeps its nought: without one its hand-written score would count.
      .filter(([name, weight]) => Math.abs(weight) >= leastWeight || !name.includes('@')),
  );
  return { prior: rounded(model.bias + 1 + leniencyOf(learnable)), signs };
}

const all = examples();
const written = all.filter(({ copy, only }) => copy === undefined && only === undefined);
const reader = new SignReader(
  new SignReader().pairsIn(written.map(({ item, fold }) => ({ text: textOf(item), event: fold }))),
);
const learned: Record<string, Record<string, unknown>> = { topics: {}, subtopics: {} };
const subs = noCounts();
for (const learnable of reader.learnables) {
  if (values.only !== undefined && values.only !== learnable.kind) continue;
  const rows = rowsOf(reader, learnable, all);
  const counts = values.quick ? {} : leftOut(learnable, rows);
  for (const [kind, one] of Object.entries(counts)) {
    print(`${learnable.id.padEnd(20)} ${kind.padEnd(11)} ${figures(one)}`);
    if (learnable.kind === 'subtopics')
      for (const key of ['tp', 'fp', 'fn'] as const) (subs[kind] ?? none())[key] += one[key];
  }
  if (values.write)
    (learned[learnable.kind] ?? {})[learnable.id] = weightsOf(learnable, fit(learnable, rows));
}
for (const [kind, one] of Object.entries(subs))
  print(`subtopics, micro      ${kind.padEnd(11)} ${figures(one)}`);
if (values.write) {
  const lines = Object.entries(learned).map(
    ([kind, of]) =>
      `  "${kind}": {\n${Object.entries(of)
        .map(([id, weights]) => `    "${id}": ${JSON.stringify(weights)}`)
        .join(',\n')}\n  }`,
  );
  writeFileSync(new URL('../../shared/learned/topics.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
}
