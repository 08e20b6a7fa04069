// Which side tells a day's stories, and which it leaves out. Needs node 20 and nothing else:
//   node test/examples/who-tells-what.mjs https://wire.example 2026-11-24
import { gunzipSync } from 'node:zlib';
import { pathToFileURL } from 'node:url';

/** The stories of a day, one JSON object a line: see /api/v1/schema/day-line.json. */
async function storiesOf(site, day) {
  const answer = await fetch(`${site}/exports/days/${day}.ndjson.gz`);
  if (answer.status === 404 || answer.status === 403) throw new Error(`${site} has no stories of ${day}`);
  if (!answer.ok) throw new Error(`${site} answers HTTP ${answer.status}`);
  const lines = gunzipSync(Buffer.from(await answer.arrayBuffer())).toString('utf8');
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** For each side: stories it told, those nobody else told, and its independent reports. */
function tally(stories) {
  const table = {};
  for (const { sides } of stories)
    for (const { side, independent } of sides) {
      const row = (table[side] ??= { stories: 0, alone: 0, reports: 0 });
      row.stories += 1;
      row.reports += independent;
      if (sides.length === 1) row.alone += 1;
    }
  return table;
}

/** Every line of the answer ends with the page that proves it. */
const cited = ({ headlines, url }) => `${(headlines.en ?? Object.values(headlines)[0]).title}  ${url}`;

export async function whoTellsWhat(site, day) {
  const stories = await storiesOf(site, day);
  const widest = stories.toSorted((a, b) => b.sides.length - a.sides.length || b.independent - a.independent);
  return { day, stories: stories.length, sides: tally(stories), widest: widest.slice(0, 3).map(cited) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [site = 'http://localhost:4400', day = new Date().toISOString().slice(0, 10)] = process.argv.slice(2);
  const { sides, widest, stories } = await whoTellsWhat(site, day);
  console.log(`${day}: ${stories} stories`);
  console.table(sides);
  console.log(widest.join('\n'));
}
