import { parseArgs } from 'node:util';
import { costText } from '../../aws/cost-text.ts';
import { subscribersTable } from '../../../shared/aws/subscribers-table.ts';
import { catalogueSources } from '../../../shared/catalogue/catalogue.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { inPlace } from '../place.ts';
import type { Where } from '../where.ts';

const usage = `usage: wire cost [--readers N] [--feeds N] [--page-views N] [--data DIR | --aws STACK]

A month on AWS by the model in infra/aws/cost.ts, part by part, at list price and after what every account is given.
Without numbers: the sources of the catalogue, the confirmed readers of the wire named, and 1,000 page views a day. What AWS
itself says of this month stands in \`wire status\`.
`;

const options = {
  feeds: { type: 'string' },
  readers: { type: 'string' },
  'page-views': { type: 'string', default: '1000' },
  data: { type: 'string' },
} as const;

function numberOf(flag: string, given: string): number {
  if (!/^\d{1,9}$/.test(given)) throw new UsageError(`--${flag} wants a number, not '${given}'`);
  return Number(given);
}

const readersIn = (where: Where & { data: string | undefined }): Promise<number> =>
  inPlace(where, async ({ settings }) => {
    const table = subscribersTable(settings.TABLE_SUBSCRIBERS);
    return (await table.due('regular', '9999')).length;
  });

export const command: Command = {
  summary: 'what a month costs on AWS, by the model',
  usage,
  deployed: true,
  run: async (args, where) => {
    const { values } = parseArgs({ args, options, strict: true });
    const { feeds, readers } = values;
    process.stdout.write(
      costText({
        feeds: feeds === undefined ? catalogueSources().length : numberOf('feeds', feeds),
        pageViews: numberOf('page-views', values['page-views']),
        readers:
          readers === undefined
            ? await readersIn({ ...where, data: values.data })
            : numberOf('readers', readers),
      }),
    );
    return 0;
  },
};
