import Parser from 'rss-parser';
import { readNames } from './fields.ts';
import { normalName } from './normal-form.ts';

/** An element as xml2js gives it: bare text, or text and attributes. */
export type FeedNode = string | { _?: string; $?: Record<string, string> };

/** An item or channel as rss-parser gives it: under each canonical name all elements of that name, in order. */
export type FeedNodes = Partial<Record<`all:${string}`, FeedNode[]>>;

export interface ParsedNodes {
  head: FeedNodes;
  items: FeedNodes[];
}

const keptFields = ['wire:lang', ...readNames].map(
  (name) => [normalName(name), `all:${name}`, { keepArray: true }] as const,
);

/**
 * rss-parser's type declarations allow field names only, its code (lib/utils.js, copyFromXML) takes
 * [from, to, options] for channels as for items; hence the cast.
 */
const customFields = { feed: keptFields, item: keptFields } as unknown as Parser.CustomFields<
  FeedNodes,
  FeedNodes
>;

const parser = new Parser<FeedNodes, FeedNodes>({ customFields });

/**
 * rss-parser reads every item that is new to us. It is given the document repaired and in one shape (normal-form.ts says why): of
 * documents as outlets serve them it loses whole feeds to one bad sign.
 * @param normalForm what writeDocument wrote
 * @throws Error only if that is not well-formed
 */
export async function parseNodes(normalForm: string): Promise<ParsedNodes> {
  const feed = await parser.parseString(normalForm);
  return { head: feed, items: feed.items };
}

export const nodesOf = (nodes: FeedNodes, name: string): FeedNode[] => nodes[`all:${name}`] ?? [];

export const textOfNode = (node: FeedNode): string =>
  (typeof node === 'string' ? node : (node._ ?? '')).trim();
export const attributeOf = (node: FeedNode, name: string): string | null => {
  const value = typeof node === 'string' ? undefined : node.$?.[name];
  return value === undefined || value.trim() === '' ? null : value.trim();
};

/** The first text that is not empty, over the names in their order. */
export function firstText(nodes: FeedNodes, names: readonly string[]): string | null {
  for (const name of names)
    for (const node of nodesOf(nodes, name)) if (textOfNode(node) !== '') return textOfNode(node);
  return null;
}
