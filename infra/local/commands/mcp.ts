import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { clockFrom } from '../../../shared/clock.ts';
import type { Command } from '../command.ts';
import { logTo } from '../../../shared/log.ts';
import { withSite } from '../local-site.ts';
import { mcpServer } from '../mcp-server.ts';

const usage = `usage: wire mcp [--site URL | --data DIR | --aws STACK]

Serves search, story, name and day to agents by the Model Context Protocol over stdin and stdout, until stdin ends.
It only reads, and every answer has its sources.
--site URL  of a site anywhere, the running wire's (http://localhost:4400) too; absent: the data folder --data DIR (.wire/live)

In an agent's settings:
  {"mcpServers": {"caucasus-wire": {"command": "npm", "args": ["run", "-s", "--prefix", "PATH/TO/caucasus-wire", "wire", "--", "mcp", "--site", "https://wire.example"]}}}
`;

export const command: Command = {
  summary: 'serve search, story, name and day to agents (MCP over stdio, read-only)',
  usage,
  deployed: true,
  async run(args, where) {
    const options = { site: { type: 'string' }, data: { type: 'string' } } as const;
    const { values } = parseArgs({ args, options, allowPositionals: false, strict: true });
    // Stdout belongs to the protocol.
    logTo((line) => process.stderr.write(line));
    await withSite({ ...values, ...where }, async (site) => {
      const server = mcpServer(site, clockFrom(process.env));
      const ended = once(process.stdin, 'end');
      await server.connect(new StdioServerTransport());
      await ended;
      await server.close();
    });
    return 0;
  },
};
