import { bundleFunctions, sizeTable } from './bundle.ts';

/** `npm run build`: the bundles and what they weigh. */
process.stdout.write(`${sizeTable(await bundleFunctions()).join('\n')}\n`);
