import { createHash } from 'node:crypto';
import strings from '../../shared/catalogue/interface-site.json' with { type: 'json' };
import { inLook } from '../../shared/domain/text/look.ts';
import { wireLogo, wireLook } from '../../shared/env.ts';
import { built } from './assets/built.ts';

export type AssetName = keyof typeof built;

/** As built, but for the operator's colours and logo. */
const files: Record<AssetName, string> = {
  ...built,
  'site.css': inLook(built['site.css'], wireLook()),
  'icon.svg': wireLogo() ?? inLook(built['icon.svg'], wireLook()),
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10);

/** `assets/site.3f2a….css`: the name changes with the content, so browsers may keep it for a year. */
function assetPath(name: AssetName): string {
  const dot = name.lastIndexOf('.');
  return `assets/${name.slice(0, dot)}.${hashOf(files[name])}${name.slice(dot)}`;
}

const names: AssetName[] = ['site.css', 'site.js', 'search.js', 'icon.svg'];
const paths = Object.fromEntries(names.map((name) => [name, assetPath(name)]));

export const assetLink = (name: AssetName): string => `/${paths[name] ?? ''}`;

export const assetFiles = (): { path: string; text: string }[] =>
  names.map((name) => ({ path: assetPath(name), text: files[name] }));

/** Raise it when a template changes so much that the pages of the archive should follow. */
const templates = 1;

/** The render version of a page: changes with templates, style, scripts and words. */
export const renderVersionOf = (interfaceVersion: string): string =>
  hashOf(JSON.stringify([templates, paths, interfaceVersion]));

/** Changes when any word of the interface does. */
export const interfaceVersionOf = (...named: object[]): string => hashOf(JSON.stringify([strings, ...named]));
