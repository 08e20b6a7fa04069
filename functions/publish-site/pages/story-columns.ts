import type { Evidence } from '../../../shared/domain/evidence.ts';
import { type Html, html, safeHref } from '../../../shared/domain/text/html.ts';
import { type Side, sides } from '../../../shared/domain/outlet.ts';
import type { Story, StoryArticle } from '../../../shared/domain/story/story.ts';
import { wordDiff } from '../../../shared/domain/text/word-diff.ts';
import { dayMs } from '../../../shared/domain/text/time.ts';
import { publicationOf } from '../../../shared/domain/article/published.ts';
import type { Interface } from '../interface.ts';
import { byAppearance, moment, sideKey } from '../parts.ts';

/** Words that decided and revisions, of an article; the story's JSON has all. */
const wordsShown = 6;
const revisionsShown = 10;

/** One column per side, its articles by time; a note names the sides that wrote nothing. */
export function storyColumns(story: Story, articles: StoryArticle[], ui: Interface): Html {
  const folded = foldReprints(articles);
  return html`<div class="columns">${sides
    .filter((side) => folded.some((group) => group.original.side === side))
    .map((side) =>
      column(
        side,
        folded.filter((group) => group.original.side === side),
        ui,
      ),
    )}</div>
${absent(story, ui)}`;
}

interface Group {
  original: StoryArticle;
  reprints: StoryArticle[];
}

/** Each original with its reprints; a reprint whose original is not in the story is listed alone. */
export function foldReprints(articles: StoryArticle[]): Group[] {
  const byTime = [...articles].sort(byAppearance);
  const groups = new Map<string, Group>();
  const ids = new Set(articles.map((article) => article.articleId));
  for (const article of byTime)
    if (article.reprintOf === undefined || !ids.has(article.reprintOf))
      groups.set(article.articleId, { original: article, reprints: [] });
  for (const article of byTime) {
    if (groups.has(article.articleId)) continue;
    const group = groups.get(article.reprintOf ?? '');
    if (group === undefined) groups.set(article.articleId, { original: article, reprints: [] });
    else group.reprints.push(article);
  }
  return [...groups.values()];
}

function absent(story: Story, ui: Interface): Html | null {
  const missing = sides.filter((side) => !story.sides.some((coverage) => coverage.side === side));
  if (missing.length === 0) return null;
  const names = missing.map((side, at) => html`${at > 0 && ', '}${ui.label(sideKey(side))}`);
  return html`<p class="absent">${ui.label('nothingFrom')} ${names}</p>`;
}

function column(side: Side, groups: Group[], ui: Interface): Html {
  const name = html`<i class="dot s-${side}"></i>${ui.label(sideKey(side))}`;
  return html`<section class="column" aria-labelledby="side-${side}">
<h3 id="side-${side}">${name} <span class="n">${groups.length}</span></h3>
<ol class="plain">${groups.map(
    (group) => html`<li>${articleItem(group, ui)}</li>
`,
  )}</ol></section>
`;
}

function articleItem({ original, reprints }: Group, ui: Interface): Html {
  const when = html`${moment(publicationOf(original), ui, 'dated')}${dateNote(original, ui)}`;
  const copied = original.reprintOf !== undefined && html`<p class="small">${ui.label('reprint')}</p>`;
  return html`<article class="piece" id="a-${original.articleId}">
<p class="by"><b>${original.outletName}</b> · ${ui.label(`kind-${original.kind}`)} · ${when}</p>
<h4><a href="${safeHref(original.url)}" lang="${original.language}" rel="noreferrer">${original.title}</a></h4>
${copied}${reprintList(reprints, ui)}${revisions(original, ui)}${why(original, ui)}
</article>`;
}

/** What a reader must know of a date: that it is our clock's, or that we saw the article only long after. */
function dateNote(article: StoryArticle, ui: Interface): Html | null {
  if (article.dateFlag !== undefined)
    return html` <span class="small">${ui.label(`date-${article.dateFlag}`)}</span>`;
  const late = Date.parse(article.seenAt) - Date.parse(publicationOf(article)) > 2 * dayMs;
  return late
    ? html` <span class="small">${ui.label('seenHere')} ${moment(article.seenAt, ui, 'dated')}</span>`
    : null;
}

function reprintList(reprints: StoryArticle[], ui: Interface): Html | null {
  if (reprints.length === 0) return null;
  const items = reprints.map(
    ({ articleId, outletName, url, language, title, ...article }) => html`<li id="a-${articleId}">
<b>${outletName}</b> ${moment(publicationOf(article), ui, 'short')}
<a href="${safeHref(url)}" lang="${language}" rel="noreferrer">${title}</a></li>
`,
  );
  const count = html`${ui.label('reprints')} ${reprints.length}`;
  return html`<details><summary>${count}</summary><ul class="plain">${items}</ul></details>`;
}

/** Each edit as a diff against the text that followed it. */
function revisions(article: StoryArticle, ui: Interface): Html | null {
  if (article.revisions.length === 0) return null;
  const texts = [...article.revisions, { at: '', title: article.title, summary: article.summary }];
  const edits = article.revisions
    .map((before, at) => ({ before, after: texts[at + 1] ?? before }))
    .slice(-revisionsShown);
  const count = html`${ui.label('edited')} ${article.revisions.length}`;
  const items = edits.map((edit) => editItem(edit, article, ui));
  return html`<details class="edits"><summary>${count}</summary><ol class="plain">${items}</ol></details>`;
}

interface Edit {
  before: StoryArticle['revisions'][number];
  after: StoryArticle['revisions'][number];
}

function editItem({ before, after }: Edit, { language }: StoryArticle, ui: Interface): Html {
  const summary =
    before.summary !== after.summary &&
    html`<p class="diff small" lang="${language}">${diff(before.summary, after.summary)}</p>`;
  return html`<li><p class="small">${ui.label('textUntil')} ${moment(before.at, ui)}</p>
<p class="diff" lang="${language}">${diff(before.title, after.title)}</p>
${summary}</li>
`;
}

const diffPart = ({ kind, text }: ReturnType<typeof wordDiff>[number]): Html =>
  kind === 'same' ? html`${text}` : kind === 'removed' ? html`<del>${text}</del>` : html`<ins>${text}</ins>`;

const diff = (before: string, after: string): Html => html`${wordDiff(before, after).map(diffPart)}`;

/** Why the article has its tags and is in this story, in sentences; rules and scores are in the story's JSON. */
function why(article: StoryArticle, ui: Interface): Html | null {
  const { evidence } = article;
  const given = evidence.filter(({ kind }) => kind === 'topic' || kind === 'subtopic');
  const subjects = [...new Map(given.map(({ kind, of }) => [`${kind} ${of}`, { kind, of }])).values()];
  const joined = evidence.find(({ kind }) => kind === 'story');
  if (subjects.length === 0 && joined === undefined) return null;
  return html`<details class="why"><summary>${ui.label('why')}</summary><ul class="plain">${subjects.map(
    (subject) => tagReason(subject, article, ui),
  )}${joined !== undefined && html`<li>${ui.label('joined')}${found(joined.places, article)}</li>`}</ul></details>`;
}

/** «CSTO: the title names «ОДКБ», the text «сессия»». */
function tagReason(
  { kind, of }: Pick<Evidence, 'kind' | 'of'>,
  article: StoryArticle,
  ui: Interface,
): Html | null {
  const grounds = article.evidence.filter((each) => each.kind === kind && each.of === of && each.score > 0);
  const places = grounds.flatMap((ground) => ground.places);
  const inField = (field: 'title' | 'summary'): Evidence['places'] =>
    places.filter((place) => place.field === field);
  const [title, text] = [inField('title'), inField('summary')];
  if (title.length + text.length === 0) return null;
  return html`<li><b>${kind === 'topic' ? ui.topic(of) : ui.subtopic(of)}</b>: ${
    title.length > 0 && html`${ui.label('whyTitle')}${found(title, article)}`
  }${title.length > 0 && text.length > 0 && '; '}${text.length > 0 && html`${ui.label('whyText')}${found(text, article)}`}</li>
`;
}

/** The words that decided, each once. */
function found(places: Evidence['places'], { language }: StoryArticle): Html {
  const words = [...new Set(places.map((place) => place.text))].slice(0, wordsShown);
  return html` <span lang="${language}">${words.map(
    (word, at) => html`${at > 0 && ', '}<mark>${word}</mark>`,
  )}</span>`;
}
