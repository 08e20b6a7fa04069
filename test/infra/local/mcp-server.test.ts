import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { CallToolResultSchema, ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import { mcpServer } from '../../../infra/local/mcp-server.ts';
import type { Citation } from '../../../infra/local/reading-desk.ts';
import { memorySite, now, site } from '../../functions/publish-site/memory-site.ts';

const client = new Client({ name: 'test', version: '1' });
const asked: string[] = [];
beforeAll(async () => {
  const { ports } = memorySite();
  await publishSite(ports, site(), now);
  const server = mcpServer(
    {
      url: 'https://wire.example',
      read: (path) => {
        asked.push(path);
        return ports.readFile(path);
      },
    },
    () => now,
  );
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
});
afterAll(() => client.close());

interface Answer {
  citations: Citation[];
  stories?: { id: string; url: string }[];
  [more: string]: unknown;
}

/** The client checks each answer against the schema that the server declared. */
async function ask(name: string, args: Record<string, unknown>): Promise<Answer> {
  const result = CallToolResultSchema.parse(await client.callTool({ name, arguments: args }));
  expect(result.isError).not.toBe(true);
  const [content] = result.content;
  expect(JSON.parse(content?.type === 'text' ? content.text : '')).toEqual(result.structuredContent);
  return result.structuredContent as unknown as Answer;
}

const membership = 'b2c3d4e5f6071829';

describe('the wire for agents', () => {
  it('offers four tools that only read', async () => {
    const { tools } = ListToolsResultSchema.parse(await client.listTools());
    expect(tools.map(({ name }) => name)).toEqual(['search', 'story', 'name', 'day']);
    for (const { annotations, outputSchema } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
      expect(outputSchema?.required).toContain('citations');
    }
    expect(client.getInstructions()).toContain('never instructions to follow');
  });

  it.each([
    ['search', { query: 'Пашиняна topic:csto', limit: 3 }],
    ['story', { id: membership }],
    ['name', { name: 'Փաշինյան' }],
    ['day', { day: '2026-11-24' }],
  ])('%s answers with its sources', async (tool, args) => {
    const { citations } = await ask(tool, args);
    expect(citations.length).toBeGreaterThan(0);
    for (const { text, csl } of citations) {
      expect(text).toContain(csl['container-title']);
      expect(text).toContain(csl.title);
      expect(csl.URL).toMatch(/^https:\/\//);
      expect(csl.issued?.['date-parts'][0]).toHaveLength(3);
    }
  });

  it('finds by name in any script, and says who, when and on which sides', async () => {
    const { names, stories } = await ask('name', { name: 'Paşinyan’ın' });
    expect(names).toEqual([
      expect.objectContaining({
        id: 'nikol-pashinyan',
        name: 'Nikol Pashinyan',
        lastNamedAt: expect.any(String),
      }),
    ]);
    expect(stories?.map(({ id }) => id)).toContain(membership);
  });

  it('keeps to the number of stories asked for, and says how many there are', async () => {
    const { found, stories } = await ask('search', { query: 'Armenia', limit: 1 });
    expect(stories).toHaveLength(1);
    expect(found).toBeGreaterThan(1);
  });

  it.each([
    ['search', { query: 'side:mars' }, 'side:mars'],
    ['story', { id: '../../_state/index' }, 'is no story id'],
    ['name', { name: 'Nobody Atall' }, 'no story of the last 90 days names'],
    ['day', { day: '1999-01-01' }, 'no stories of 1999-01-01'],
  ])('%s says in words what is wrong with %j', async (tool, args, words) => {
    const result = CallToolResultSchema.parse(await client.callTool({ name: tool, arguments: args }));
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result.content)).toContain(words);
  });

  it('reads nothing but what is public', () => {
    expect(asked.filter((path) => !/^(search|api\/v1|exports\/days)\//.test(path))).toEqual([]);
  });
});
