import { followLabel, isInCatalogue } from '../../shared/catalogue/follow-labels.ts';
import { parseQuery } from '../../shared/domain/query/parse.ts';
import {
  type Follow,
  followKey,
  readFollow,
  withFollow,
  withoutFollow,
} from '../../shared/domain/subscriber/follow.ts';
import type { Preferences, Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import { type Html, html } from '../../shared/domain/text/html.ts';
import { followActs, type FollowAct } from './follow-forms.ts';
import { defaultPreferences, readWish } from './form.ts';
import { badLink, type PageContext, type TokenHolder } from './holder.ts';
import { htmlPage, type PageResponse } from './page-response.ts';
import { errorNote, signUpForm } from './pages.ts';
import { preferencesPage, saved, withReader } from './preferences-pages.ts';

/** A press on the site: who pressed is not known there, so a letter carries the wish to the reader's own page. */
export function showFollow(context: PageContext): Promise<PageResponse> {
  const { request, words } = context;
  if (request.query.has('t')) return withReader(context, (known) => preferencesPage(context, known));
  const what = request.query.get('what');
  // As a reader without script or a crawler finds the link beside the search.
  if (what === null) return Promise.resolve(htmlPage(200, words, words.say('formTitle'), emptyForm(context)));
  const follow = readWish(what);
  const query = readFollow(what);
  if (follow === null && query?.kind !== 'query') return Promise.resolve(badLink(context));
  const label = followLabel(follow ?? query ?? { kind: 'query', of: what }, words.language);
  const copied =
    follow === null &&
    html`<label class="f">${words.say('followQuery')}<input type="text" readonly value="${query?.of ?? ''}"></label>`;
  const body = html`<p>${words.say(follow === null ? 'followQueryText' : 'followText')}</p>${copied}${emptyForm(context, follow)}`;
  return Promise.resolve(htmlPage(200, words, words.say('followTitle', { what: label }), body));
}

function emptyForm({ request, ports, signing, words }: PageContext, follow: Follow | null = null): Html {
  const fields = {
    email: '',
    follow,
    preferences: defaultPreferences(words.language, request.zone),
    faults: [],
    now: ports.clock(),
  };
  return signUpForm(words, fields, signing.policy.kind !== 'open');
}

/** A query that finds more than a third of all stories is none, once there are enough to tell. */
const broadShare = 1 / 3;
const enoughStories = 60;

const refused = (context: PageContext, known: TokenHolder, text: string): PageResponse => ({
  ...preferencesPage(context, known, errorNote(text)),
  status: 422,
});

/** The follow that a form names, or the query typed into it, with what there is to say about it. */
async function wanted(
  context: PageContext,
  known: TokenHolder,
): Promise<{ follow: Follow; said?: string } | PageResponse> {
  const { form } = context.request;
  const { words } = known;
  const text = form.get('query');
  const follow = readFollow(text === null ? (form.get('what') ?? '') : `query:${text}`);
  if (follow === null || !isInCatalogue(follow)) return refused(context, known, words.say('badField'));
  if (follow.kind !== 'query' || text === null) return { follow };
  const parsed = parseQuery(follow.of);
  if ('fault' in parsed)
    return refused(
      context,
      known,
      words.say('followBad', { text: parsed.text.slice(0, 60) || follow.of.slice(0, 60) }),
    );
  const { rows, all } = await context.ports.findAnswers(parsed.query);
  const count = { found: rows.length, all };
  if (count.all >= enoughStories && count.found > count.all * broadShare)
    return refused(context, known, words.say('followTooBroad', count));
  return { follow, said: words.say('followFound', count) };
}

const withPreferences = (current: Subscriber, change: Partial<Preferences>): Subscriber =>
  current.preferences === null ? current : { ...current, preferences: { ...current.preferences, ...change } };

/** Adds, changes or removes what a reader follows. */
export const changeFollows = (context: PageContext): Promise<PageResponse> =>
  withReader(context, async (known) => {
    const act = followActs.find((each) => each === context.request.form.get('act'));
    if (act === undefined) return refused(context, known, known.words.say('badField'));
    if (act === 'only' || act === 'all') return saved(context, known, (current) => onlyThese(current, act));
    const wish = await wanted(context, known);
    if ('status' in wish) return wish;
    const { follow, said } = wish;
    const next = nextFollows(known.subscriber, act, follow);
    if (next === null) return refused(context, known, known.words.say('followLimit'));
    return saved(
      context,
      known,
      (current) => withPreferences(current, { follows: nextFollows(current, act, follow) ?? [] }),
      said,
    );
  });

/** @returns null where a limit forbids it */
function nextFollows(
  { preferences }: Subscriber,
  act: Exclude<FollowAct, 'only' | 'all'>,
  { kind, of }: Follow,
): Follow[] | null {
  const follows = preferences?.follows ?? [];
  if (act === 'remove') return withoutFollow(follows, followKey({ kind, of }));
  const next = withFollow(follows, act === 'alert' ? { kind, of, alert: true } : { kind, of });
  return typeof next === 'string' ? null : next;
}

function onlyThese(current: Subscriber, act: 'only' | 'all'): Subscriber {
  if (act === 'only') return withPreferences(current, { onlyFollows: true });
  const { onlyFollows: _only, ...preferences } = current.preferences ?? {};
  return current.preferences === null ? current : { ...current, preferences: preferences as Preferences };
}
