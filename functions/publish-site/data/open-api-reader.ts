import { subscribePaths } from '../../../shared/domain/digest/reader-links.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { queryLimit } from '../../../shared/domain/query/query.ts';
import { frequencies } from '../../../shared/domain/subscriber/subscriber.ts';

type Json = Record<string, unknown>;

const page = (description: string): Json => ({ description, content: { 'text/html': {} } });
const refused = {
  403: page('Sent by a page of another site.'),
  410: page('The link is not in force any more.'),
  413: page('The form is longer than 4 KB.'),
};
const token = { type: 'string', description: 'the reader’s link, as a mail carries it' };
const tokenQuery = { name: 't', in: 'query', required: true, schema: token };

const form = (properties: Json, required: string[]): Json => ({
  required: true,
  content: {
    'application/x-www-form-urlencoded': { schema: { type: 'object', properties, required } },
  },
});

const choices = {
  topics: { type: 'array', items: { type: 'string' }, description: 'topic or topic.subtopic' },
  languages: { type: 'array', items: { enum: [...wireLanguages] }, description: 'of articles' },
  language: { enum: [...wireLanguages], description: 'of mails' },
  frequency: { enum: [...frequencies] },
  hour: { type: 'string', pattern: '^\\d{1,2}$' },
  weekday: { type: 'string', pattern: '^[1-7]$' },
  timezone: { type: 'string', description: 'an IANA time zone' },
  quietNote: { const: 'yes' },
  originals: { const: 'yes' },
};

const show = (operationId: string, summary: string): Json => ({
  operationId,
  summary,
  tags: ['reader'],
  parameters: [tokenQuery],
  responses: { 200: page(summary), 410: refused[410] },
});

const act = (operationId: string, summary: string, properties: Json = {}): Json => ({
  operationId,
  summary,
  tags: ['reader'],
  requestBody: form({ t: token, ...properties }, ['t']),
  responses: { 200: page(summary), ...refused },
});

const signUp: Json = {
  get: {
    operationId: 'signUpForm',
    summary: 'The form',
    tags: ['reader'],
    security: [],
    responses: { 200: page('The form') },
  },
  post: {
    operationId: 'signUp',
    summary: 'Asks for the digest; a letter asks to confirm',
    tags: ['reader'],
    security: [],
    requestBody: form({ email: { type: 'string', format: 'email' }, ...choices }, ['email', 'topics']),
    responses: {
      202: page('A letter is on its way; the same answer for every address.'),
      422: page('The form, with what is wrong.'),
      429: page('Too many sign-ups from this network.'),
      503: page('Sign-ups are closed for some hours.'),
      403: refused[403],
      413: refused[413],
    },
  },
};

const following: Json = {
  get: {
    operationId: 'askFollow',
    summary: 'Takes a wish to follow; with a reader’s link, the choices',
    tags: ['reader'],
    security: [],
    parameters: [
      {
        name: 'what',
        in: 'query',
        description: 'entity:ID, subtopic:TOPIC.SUBTOPIC, story:ID or query:TEXT',
        schema: { type: 'string', maxLength: 320 },
      },
    ],
    responses: { 200: page('The form'), 410: page('Nothing that can be followed.') },
  },
  post: {
    ...act('changeFollows', 'Adds, changes or removes what is followed', {
      act: { enum: ['add', 'alert', 'mail', 'remove', 'only', 'all'] },
      what: { type: 'string' },
      query: { type: 'string', maxLength: 300 },
    }),
    responses: {
      200: page('The choices'),
      422: page('The choices, with what is wrong: a limit, a fault, a query that finds too much.'),
      ...refused,
    },
  },
};

const queryFeed: Json = {
  operationId: 'queryFeed',
  summary: 'What a query finds, as Atom 1.0 or JSON Feed 1.1: the newest 40 stories of the last 30 days',
  tags: ['files'],
  security: [],
  parameters: [
    {
      name: 'q',
      in: 'query',
      required: true,
      description: 'as in the search of the site',
      schema: { type: 'string', minLength: 1, maxLength: queryLimit },
    },
    { name: 'format', in: 'query', schema: { enum: ['atom', 'json'], default: 'atom' } },
    {
      name: 'lang',
      in: 'query',
      description: 'whose headlines come first',
      schema: { enum: [...wireLanguages], default: 'en' },
    },
    { name: 'If-None-Match', in: 'header', schema: { type: 'string' } },
  ],
  responses: {
    200: {
      description: 'The feed; it may be kept for a quarter of an hour',
      headers: {
        ETag: { schema: { type: 'string' } },
        'Cache-Control': { schema: { type: 'string' } },
      },
      content: {
        'application/atom+xml': {},
        'application/feed+json': { schema: { $ref: '#/components/schemas/query-feed' } },
      },
    },
    304: { description: 'Nothing new' },
    400: page('The query or the format cannot be read; the page says why'),
  },
};

const at = subscribePaths;

/** What a reader's links do. GET shows, POST acts. */
export const readerPaths: Record<string, Json> = {
  [at.form]: signUp,
  [at.confirm]: { get: show('askConfirm', 'Asks to confirm'), post: act('confirm', 'Confirms') },
  [at.preferences]: {
    get: show('showPreferences', 'The choices'),
    post: act('savePreferences', 'Saves the choices', choices),
  },
  [at.follow]: following,
  [at.feed]: { get: queryFeed },
  [at.pause]: { post: act('pause', 'Stops mails until resumed') },
  [at.resume]: { post: act('resume', 'Sends mails again') },
  [at.unsubscribe]: { get: show('askLeave', 'Asks to leave'), post: act('leave', 'Leaves') },
  [at.oneClick]: {
    post: {
      operationId: 'leaveAtOnce',
      summary: 'One-click unsubscribe (RFC 8058); from anywhere',
      tags: ['reader'],
      parameters: [tokenQuery],
      responses: { 200: { description: 'Left.', content: { 'text/plain': {} } }, 410: refused[410] },
    },
  },
  [at.undo]: { post: act('undoLeave', 'Takes leaving back, within a day') },
  [at.privacy]: {
    get: show('askPrivacy', 'What can be done with one’s data'),
    post: act('sendDataLetter', 'Sends a letter whose link opens the data'),
  },
  [at.export]: { post: act('exportData', 'All that is stored about the reader, as JSON') },
  [at.erase]: { post: act('erase', 'Erases the reader') },
  [at.edition]: { get: show('showEdition', 'One edition of the reader’s own') },
};
