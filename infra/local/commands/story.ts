import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type StoriesTable, storiesTable } from '../../../shared/aws/stories-table.ts';
import { clockFrom } from '../../../shared/clock.ts';
import { articleId } from '../../../shared/domain/article/article-id.ts';
import type { Decision } from '../../../shared/domain/story/decisions.ts';
import { phaseOf } from '../../../shared/domain/story/view.ts';
import { UsageError } from '../../../shared/errors.ts';
import { send } from '../../../shared/aws/queue.ts';
import type { Command } from '../command.ts';
import { inPlace, type Place } from '../place.ts';
import type { Where } from '../where.ts';

const usage = `usage: wire story show STORY
       wire story merge FROM INTO               all articles of FROM go to INTO, also those to come
       wire story split STORY ARTICLE…          these articles become a story of their own
       wire story move ARTICLE… STORY           these articles go to STORY
       wire story rename STORY ARTICLE          this article's headline stands for the story in its language
       wire story decisions                     what was decided, with the number to undo it by
       wire story undo DECISION                 as if it had never been decided

Decisions are kept and respected by every later grouping and replay. --data DIR names another data folder (.wire/live), --aws STACK a
deployed wire: there the stage that writes stories carries the decision out, within a minute.
Stories that ended more than a month ago are fixed.
`;

type DecisionDraft = Decision extends infer D ? (D extends Decision ? Omit<D, 'id' | 'at'> : never) : never;

const expectArgs = (args: string[], least: number, most: number, what: string): void => {
  if (args.length < least || args.length > most)
    throw new UsageError(`${what}; \`wire story --help\` says more`);
};

async function storyNamed(table: StoriesTable, id: string): Promise<string> {
  if ((await table.readStoryRow(id)) === null) throw new UsageError(`there is no story ${id}`);
  return id;
}

/** The articles of one story, all of them there. */
async function articlesOfStory(table: StoriesTable, story: string, articleIds: string[]): Promise<string[]> {
  const members = new Set((await table.readStory(story))?.articles.map((article) => article.articleId));
  const stranger = articleIds.find((id) => !members.has(id));
  if (stranger !== undefined) throw new UsageError(`article ${stranger} is not in story ${story}`);
  return articleIds;
}

async function draftOf(table: StoriesTable, verb: string, args: string[]): Promise<DecisionDraft> {
  const [first = '', second = ''] = args;
  switch (verb) {
    case 'merge':
      expectArgs(args, 2, 2, 'merge wants two stories');
      if (first === second) throw new UsageError('a story cannot be merged into itself');
      return { kind: 'merge', from: await storyNamed(table, first), into: await storyNamed(table, second) };
    case 'split': {
      expectArgs(args, 2, Infinity, 'split wants a story and at least one of its articles');
      const articleIds = await articlesOfStory(table, await storyNamed(table, first), args.slice(1));
      return {
        kind: 'split',
        from: first,
        into: articleId(`split ${first} ${articleIds.join(' ')}`),
        articleIds,
      };
    }
    case 'move': {
      expectArgs(args, 2, Infinity, 'move wants at least one article and then a story');
      const articleIds = args.slice(0, -1);
      const known = await table.findArticles(articleIds);
      const missing = articleIds.find((id) => !known.has(id));
      if (missing !== undefined) throw new UsageError(`there is no article ${missing}`);
      return { kind: 'move', into: await storyNamed(table, args.at(-1) ?? ''), articleIds };
    }
    case 'rename': {
      expectArgs(args, 2, 2, 'rename wants a story and one of its articles');
      await articlesOfStory(table, await storyNamed(table, first), [second]);
      const language = (await table.readArticle(second))?.language ?? 'und';
      return { kind: 'rename', story: first, language, articleId: second };
    }
    default:
      throw new UsageError(`story takes show, merge, split, move, rename, decisions or undo, not '${verb}'`);
  }
}

async function undone(table: StoriesTable, args: string[]): Promise<Decision> {
  expectArgs(args, 1, 1, 'undo wants one decision');
  const decision = (await table.readDecisions()).find((each) => each.id === args[0]);
  if (decision === undefined)
    throw new UsageError(`there is no decision ${args[0]}; \`wire story decisions\` lists them`);
  return { ...decision, undone: true };
}

async function carryOut(place: Place, verb: string, args: string[]): Promise<void> {
  const table = storiesTable(place.settings.TABLE_STORIES);
  const at = clockFrom(process.env)().toISOString();
  const decision: Decision =
    verb === 'undo'
      ? await undone(table, args)
      : {
          id: `${at.replace(/\D/g, '')}-${randomBytes(2).toString('hex')}`,
          at,
          ...(await draftOf(table, verb, args)),
        };
  await table.putDecision(decision);
  // The one writer reads all decisions and stores what follows from them; any later grouping would do it too.
  await send(
    place.settings.QUEUE_STORY_URL,
    { decisionId: decision.id },
    { group: 'stories', deduplicationId: `${decision.id}-${verb}` },
  );
  const when = await place.groupQueued();
  process.stdout.write(
    `${verb === 'undo' ? 'undone' : 'decided'} ${decision.id}  ${inWords(decision)}  (${when})\n`,
  );
}

async function show({ settings }: Place, args: string[]): Promise<void> {
  expectArgs(args, 1, 1, 'show wants one story');
  const read = await storiesTable(settings.TABLE_STORIES).readStory(args[0] ?? '');
  if (read === null) throw new UsageError(`there is no story ${args[0]}`);
  const { story, articles } = read;
  const merged = story.mergedInto === undefined ? '' : `, merged into ${story.mergedInto}`;
  process.stdout.write(
    `${story.id}  ${phaseOf(story, clockFrom(process.env)().toISOString())}${merged}  ${story.independent} independent, ${story.reprints} reprints\n`,
  );
  for (const article of articles) {
    const copied = article.reprintOf === undefined ? '' : `  (copies ${article.reprintOf})`;
    process.stdout.write(
      `  ${article.articleId}  ${article.seenAt}  ${article.language}  ${article.outletName}: ${article.title}${copied}\n`,
    );
  }
}

function inWords(decision: Decision): string {
  if (decision.kind === 'merge') return `merge ${decision.from} into ${decision.into}`;
  if (decision.kind === 'split')
    return `split ${decision.articleIds.join(' ')} from ${decision.from} into ${decision.into}`;
  if (decision.kind === 'move') return `move ${decision.articleIds.join(' ')} to ${decision.into}`;
  return `rename ${decision.story} by ${decision.articleId} (${decision.language})`;
}

async function listDecisions({ settings }: Place): Promise<void> {
  for (const decision of await storiesTable(settings.TABLE_STORIES).readDecisions()) {
    process.stdout.write(
      `${decision.id}  ${decision.at}  ${inWords(decision)}${decision.undone === true ? '  (undone)' : ''}\n`,
    );
  }
}

/** The command in a place. */
export function onPlace(place: Place, [verb = '', ...rest]: string[]): Promise<void> {
  if (verb === 'show') return show(place, rest);
  return verb === 'decisions' ? listDecisions(place) : carryOut(place, verb, rest);
}

async function run(args: string[], where: Where): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { data: { type: 'string' } },
    allowPositionals: true,
    strict: true,
  });
  await inPlace({ ...where, data: values.data }, (place) => onPlace(place, positionals));
  return 0;
}

export const command: Command = {
  summary: 'merge, split, move and rename stories by hand; undo it',
  usage,
  deployed: true,
  run,
};
