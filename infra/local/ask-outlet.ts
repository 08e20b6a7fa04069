import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { type Outlet, outletKinds } from '../../shared/domain/outlet.ts';
import { UsageError } from '../../shared/errors.ts';
import type { OutletAnswers } from './opml-outlets.ts';

/** Given on the command line, for every outlet of the list. */
export interface GivenAnswers {
  country?: string;
  owner?: string;
  'owner-country'?: string;
  kind?: string;
}

const kindOf = (text: string): OutletAnswers['kind'] | undefined => outletKinds.find((kind) => kind === text);
const countryOf = (text: string): string | undefined => (/^[A-Z]{2}$/.test(text) ? text : undefined);

/** The answers where the command line gave them all, or null. @throws UsageError naming a value that is no answer */
export function answersOf(given: GivenAnswers): OutletAnswers | null {
  const { country, owner, kind } = given;
  if (kind !== undefined && kindOf(kind) === undefined)
    throw new UsageError(`--kind wants one of ${outletKinds.join(', ')}, not '${kind}'`);
  for (const [flag, code] of [
    ['--country', country],
    ['--owner-country', given['owner-country']],
  ] as const) {
    if (code !== undefined && countryOf(code) === undefined)
      throw new UsageError(`${flag} wants an ISO 3166-1 alpha-2 code in capitals, or XX, not '${code}'`);
  }
  const known = kindOf(kind ?? '');
  return country === undefined || owner === undefined || known === undefined
    ? null
    : { country, owner, ownerCountry: given['owner-country'] ?? country, kind: known };
}

/** Asks on a terminal until each answer is one. What the command line gave is not asked. */
export async function askOutlets<T extends Pick<Outlet, 'name' | 'homepage'>>(
  outlets: readonly T[],
  given: GivenAnswers,
  { input, output }: { input: Readable; output: Writable },
): Promise<[T, OutletAnswers][]> {
  const terminal = createInterface({ input, output });
  const ask = async <A>(question: string, read: (text: string) => A | undefined): Promise<A> => {
    for (;;) {
      const answer = read((await terminal.question(question)).trim());
      if (answer !== undefined) return answer;
    }
  };
  try {
    const answered: [T, OutletAnswers][] = [];
    for (const outlet of outlets) {
      output.write(`${outlet.name}  ${outlet.homepage}\n`);
      const country =
        given.country ?? (await ask('  whose public it writes for (AM, AZ … or XX): ', countryOf));
      const kind = kindOf(given.kind ?? '') ?? (await ask(`  kind (${outletKinds.join(', ')}): `, kindOf));
      const owner = given.owner ?? (await ask('  owner: ', (text) => text || undefined));
      const ownerCountry =
        given['owner-country'] ??
        (await ask(`  the owner's country [${country}]: `, (text) =>
          text === '' ? country : countryOf(text),
        ));
      answered.push([outlet, { country, kind, owner, ownerCountry }]);
    }
    return answered;
  } finally {
    terminal.close();
  }
}
