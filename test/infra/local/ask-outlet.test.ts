import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { answersOf, askOutlets } from '../../../infra/local/ask-outlet.ts';

const outlet = { name: 'A', homepage: 'https://a.example/' };

/** Types one answer whenever a question stands there. */
async function answering(
  lines: string[],
  given = {},
): Promise<{ told: Awaited<ReturnType<typeof askOutlets>>; shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (shown.endsWith(': ')) setImmediate(() => input.write(`${lines.shift() ?? 'XX'}\n`));
  });
  return { told: await askOutlets([outlet], given, { input, output }), shown };
}

test('asks for country, kind and owner until each is an answer', async () => {
  const { told, shown } = await answering(['armenia', 'AM', 'paper', 'party', '', 'A Party', '']);
  expect(told).toEqual([[outlet, { country: 'AM', kind: 'party', owner: 'A Party', ownerCountry: 'AM' }]]);
  expect(shown).toContain('A  https://a.example/');
});

test('does not ask what the command line said', async () => {
  const { told, shown } = await answering(['A Ltd', 'CY'], { country: 'AM', kind: 'agency' });
  expect(told).toEqual([[outlet, { country: 'AM', kind: 'agency', owner: 'A Ltd', ownerCountry: 'CY' }]]);
  expect(shown).not.toContain('whose public');
});

test('all answers on the command line are enough, fewer are not, and a wrong one is named', () => {
  expect(answersOf({ country: 'AM', kind: 'state', owner: 'A' })).toEqual({
    country: 'AM',
    kind: 'state',
    owner: 'A',
    ownerCountry: 'AM',
  });
  expect(answersOf({ country: 'AM', kind: 'state' })).toBeNull();
  expect(() => answersOf({ kind: 'paper' })).toThrow(
    '--kind wants one of official, international, state, foreign-state',
  );
  expect(() => answersOf({ country: 'Armenia' })).toThrow(
    "--country wants an ISO 3166-1 alpha-2 code in capitals, or XX, not 'Armenia'",
  );
});
