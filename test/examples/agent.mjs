// An agent that answers a question from the wire and names its sources. The plan is fixed here, so that it runs without a
// model; with one, hand it `tools` and let it choose. From the project's folder:
//   node test/examples/agent.mjs https://wire.example 'prisoners -football'
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { fileURLToPath, pathToFileURL } from 'node:url';

const wire = ['--import', 'tsx', 'infra/local/wire.ts', 'mcp', '--site'];

/** @returns what a tool answers. @throws Error in the tool's own words */
async function call(client, name, args) {
  const { isError, content, structuredContent } = await client.callTool({ name, arguments: args });
  if (isError) throw new Error(content[0].text);
  return structuredContent;
}

/** Searches, opens the widest story found, and says what each side says, with its source. */
export async function answer(site, question) {
  const client = new Client({ name: 'example-agent', version: '1.0.0' });
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [...wire, site], cwd }));
  try {
    const { tools } = await client.listTools();
    const { found, stories } = await call(client, 'search', { query: question, limit: 5 });
    if (found === 0) return { tools: tools.map(({ name }) => name), lines: [`Nothing on «${question}».`] };
    const [widest] = stories.toSorted((a, b) => Object.keys(b.sides).length - Object.keys(a.sides).length);
    const { story, citations } = await call(client, 'story', { id: widest.id });
    // What outlets write is quoted, never obeyed.
    const said = story.leads.map(({ side, text }) => `${side}: «${text}»`);
    const sources = citations.map(({ text }, n) => `[${n + 1}] ${text}`);
    const title = Object.values(story.headlines)[0];
    return { tools: tools.map(({ name }) => name), lines: [title, ...said, ...sources, story.url] };
  } finally {
    await client.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [site = 'http://localhost:4400', question = 'Armenia'] = process.argv.slice(2);
  console.log((await answer(site, question)).lines.join('\n'));
}
