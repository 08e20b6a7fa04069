import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { isWireLanguage } from '../../shared/domain/language.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import { type PageResponse, pageHeaders, plainPage, htmlPage, withHeaders } from './page-response.ts';
import { defaultPreferences, readSignUp } from './form.ts';
import { note, pageStyle, signUpForm } from './pages.ts';
import type { PageRequest } from './request.ts';
import { handleSignUp } from './sign-up.ts';
import * as readers from './reader-pages.ts';

type Route = (context: readers.PageContext) => Promise<PageResponse>;

/** Octets. The longest honest form is about 1.5 KB. */
const bodyLimit = 4_096;
const retrySeconds = 3_600;

/** GET shows, POST acts; nothing else is served. Only the one-click route takes posts from anywhere (RFC 8058). */
const routes: Record<string, { GET?: Route; POST?: Route; open?: boolean }> = {
  [subscribePaths.style]: {
    GET: () =>
      Promise.resolve({
        status: 200,
        headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' },
        body: pageStyle,
      }),
  },
  [subscribePaths.form]: { GET: showForm, POST: signUp },
  [subscribePaths.confirm]: { GET: readers.askConfirm, POST: readers.confirm },
  [subscribePaths.preferences]: { GET: readers.showPreferences, POST: readers.savePreferences },
  [subscribePaths.pause]: { POST: readers.pause },
  [subscribePaths.resume]: { POST: readers.resume },
  [subscribePaths.privacy]: { GET: readers.askPrivacy },
  [subscribePaths.export]: { GET: readers.askPrivacy, POST: readers.exportData },
  [subscribePaths.erase]: { GET: readers.askPrivacy, POST: readers.erase },
  [subscribePaths.unsubscribe]: { GET: readers.askLeave, POST: readers.leave },
  [subscribePaths.oneClick]: { GET: readers.askLeave, POST: readers.leaveAtOnce, open: true },
};

/** Answers every request, with the same headers on every answer. */
export async function answerPage(
  ports: readers.Ports,
  signing: readers.SigningKeys,
  request: PageRequest,
): Promise<PageResponse> {
  const asked = request.query.get('lang') ?? '';
  const words = wordsOf(isWireLanguage(asked) ? asked : request.language);
  const answer = await route({ ports, signing, request, words });
  return {
    ...answer,
    headers: { ...pageHeaders, ...answer.headers },
    body: request.method === 'HEAD' ? '' : answer.body,
  };
}

function route(context: readers.PageContext): Promise<PageResponse> {
  const { request, words } = context;
  const at = routes[request.path];
  if (at === undefined) return Promise.resolve(plainPage(words, 404, 'notFound'));
  const methods = [
    ...(at.GET === undefined ? [] : ['GET', 'HEAD']),
    ...(at.POST === undefined ? [] : ['POST']),
  ];
  const action =
    request.method === 'POST'
      ? at.POST
      : request.method === 'GET' || request.method === 'HEAD'
        ? at.GET
        : undefined;
  if (action === undefined)
    return Promise.resolve(withHeaders(plainPage(words, 405, 'notAllowed'), { allow: methods.join(', ') }));
  if (request.bodySize > bodyLimit) return Promise.resolve(plainPage(words, 413, 'tooBig'));
  if (request.method === 'POST' && at.open !== true && request.crossSite)
    return Promise.resolve(plainPage(words, 403, 'notAllowed'));
  return action(context);
}

function showForm({ request, words }: readers.PageContext): Promise<PageResponse> {
  const preferences = defaultPreferences(words.language, request.zone);
  return Promise.resolve(
    htmlPage(200, words, words.say('formTitle'), signUpForm(words, { email: '', preferences, faults: [] })),
  );
}

async function signUp({ ports, signing, request }: readers.PageContext): Promise<PageResponse> {
  const chosen = request.form.get('language') ?? '';
  const words = wordsOf(isWireLanguage(chosen) ? chosen : request.language);
  const form = readSignUp(request.form, defaultPreferences(words.language, request.zone));
  const thanks = htmlPage(202, words, words.say('checkInbox'), note(words.say('checkInboxText')));
  // The trap field is invisible: only robots fill it, and they learn nothing.
  if ((request.form.get('website') ?? '') !== '') return thanks;
  if (form.address === null || form.faults.length > 0)
    return htmlPage(422, words, words.say('formTitle'), signUpForm(words, form));
  const taken = await handleSignUp(
    ports,
    signing.keys,
    { address: form.address, preferences: form.preferences, prefix: request.prefix },
    ports.now(),
  );
  return taken
    ? thanks
    : withHeaders(plainPage(words, 429, 'tooMany', 'tooManyText'), { 'retry-after': String(retrySeconds) });
}
