import { followLabel } from '../../shared/catalogue/follow-labels.ts';
import { queryFeedPath, subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import { linkTo, storyPath } from '../../shared/domain/site/paths.ts';
import { type Follow, followKey } from '../../shared/domain/subscriber/follow.ts';
import { type Html, html, trusted } from '../../shared/domain/text/html.ts';
import type { TokenHolder } from './holder.ts';

/** What can be done with follows. */
export const followActs = ['add', 'alert', 'mail', 'remove', 'only', 'all'] as const;
export type FollowAct = (typeof followActs)[number];

interface Press {
  act: FollowAct;
  label: string;
  quiet?: boolean;
}

/** A form of one press; the token is in its body, as in all our forms. */
function pressForm(token: string, fields: Html, presses: readonly Press[]): Html {
  return html`<form method="post" action="${subscribePaths.follow}"><input type="hidden" name="t" value="${token}">${fields}<p>${presses.map(
    ({ act, label, quiet = false }) =>
      html`<button type="submit" name="act" value="${act}"${quiet && trusted(' class="q"')}>${label}</button>`,
  )}</p></form>`;
}

const keyField = (follow: Follow): Html =>
  html`<input type="hidden" name="what" value="${followKey(follow)}">`;

function followItem(follow: Follow, { token, words }: TokenHolder): Html {
  const label = followLabel(follow, words.language);
  const named =
    follow.kind === 'story'
      ? html`<a href="${linkTo(storyPath(follow.of))}">${words.say('storyPage')}</a>`
      : label;
  const alerting = follow.alert === true;
  const feed =
    follow.kind === 'query' &&
    html` · <a href="${queryFeedPath(follow.of, 'atom', words.language)}">${words.say('followFeed')}</a>`;
  return html`<li>${named}${feed}${alerting && html` · <strong>${words.say('followAlert')}</strong>`}${pressForm(
    token,
    keyField(follow),
    [
      alerting
        ? { act: 'mail', label: words.say('followMail'), quiet: true }
        : { act: 'alert', label: words.say('followAlert'), quiet: true },
      { act: 'remove', label: words.say('followRemove'), quiet: true },
    ],
  )}</li>`;
}

/** What a reader follows, with a field for a query. */
export function followSection(known: TokenHolder): Html {
  const { token, words, subscriber } = known;
  const { follows = [], onlyFollows } = subscriber.preferences ?? {};
  const only: Press =
    onlyFollows === true
      ? { act: 'all', label: words.say('followAll'), quiet: true }
      : { act: 'only', label: words.say('followOnly'), quiet: true };
  const query = html`<label class="f">${words.say('followQuery')}<input type="text" name="query" maxlength="300" required autocomplete="off"></label>`;
  return html`<h2>${words.say('followed')}</h2><p class="s">${words.say('followsHint')}</p>${
    follows.length === 0
      ? html`<p>${words.say('followsNone')}</p>`
      : html`<ul>${follows.map((follow) => followItem(follow, known))}</ul>${pressForm(token, html``, [only])}`
  }${pressForm(token, query, [{ act: 'add', label: words.say('followAdd') }])}<hr>`;
}

/** What a press on the site asked for: one more press and it is done. */
export const wishForm = ({ token, words }: TokenHolder, wish: Follow | null): Html =>
  wish === null
    ? html``
    : html`<div class="n"><p>${words.say('followTitle', { what: followLabel(wish, words.language) })}</p>${pressForm(
        token,
        keyField(wish),
        [
          { act: 'add', label: words.say('followAdd') },
          { act: 'alert', label: words.say('followAlert'), quiet: true },
        ],
      )}</div>`;
