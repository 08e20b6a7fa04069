import { parseArgs } from 'node:util';
import { readOnlyPolicy } from '../../aws/deployed/read-only-policy.ts';
import type { Command } from '../command.ts';

const usage = `usage: wire [--aws STACK] policy

Prints an IAM policy (JSON) that allows the commands that only read, on the stack of that name (default CaucasusWire) and nothing
else: status, doctor, cost, feeds health, explain, digest preview and explain, subscribers list and show, and every --dry-run.
Asks AWS nothing. Note that reading subscribers and the keys of their links is in it: leave out \`Sid\` People where that is not wanted.
`;

export const command: Command = {
  summary: 'the IAM policy that the reading commands need',
  usage,
  deployed: true,
  run: async (args, { stack = 'CaucasusWire' }) => {
    parseArgs({ args, strict: true });
    process.stdout.write(`${JSON.stringify(readOnlyPolicy(stack), null, 2)}\n`);
    return 0;
  },
};
