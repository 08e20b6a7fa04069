import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { isWireLanguage } from '../../shared/domain/language.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import type { Words } from '../../shared/domain/digest/words.ts';
import { challengeFor, isSolved } from '../../shared/domain/subscriber/challenge.ts';
import { gateHours } from '../../shared/domain/subscriber/suppression-breaker.ts';
import { type PageResponse, pageHeaders, plainPage, htmlPage, withHeaders } from './page-response.ts';
import { askConfirm, confirm } from './confirm-pages.ts';
import { askPrivacy, erase, exportData, sendDataLetter } from './data-pages.ts';
import { showEdition } from './edition-page.ts';
import { changeFollows, showFollow } from './follow-pages.ts';
import { defaultPreferences, likelyTypo, readSignUp, trapField } from './form.ts';
import { letterSentPage, type PageContext, type Ports, type SiteRules } from './holder.ts';
import { askLeave, leave, leaveAtOnce, undoLeave } from './leave-pages.ts';
import { inLook } from '../../shared/domain/text/look.ts';
import { wireLook } from '../../shared/env.ts';
import { pageStyle, type SignUpFields, signUpForm } from './pages.ts';
import { pause, resume, savePreferences, showPreferences } from './preferences-pages.ts';
import { queryFeed } from './query-feed.ts';
import type { PageRequest } from './request.ts';
import { handleSignUp, type SignUpAnswer } from './sign-up.ts';

type Route = (context: PageContext) => Promise<PageResponse>;

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
        body: inLook(pageStyle, wireLook()),
      }),
  },
  [subscribePaths.form]: { GET: showForm, POST: signUp },
  [subscribePaths.confirm]: { GET: askConfirm, POST: confirm },
  [subscribePaths.preferences]: { GET: showPreferences, POST: savePreferences },
  [subscribePaths.follow]: { GET: showFollow, POST: changeFollows },
  [subscribePaths.feed]: { GET: queryFeed },
  [subscribePaths.pause]: { POST: pause },
  [subscribePaths.resume]: { POST: resume },
  [subscribePaths.privacy]: { GET: askPrivacy, POST: sendDataLetter },
  [subscribePaths.export]: { GET: askPrivacy, POST: exportData },
  [subscribePaths.erase]: { GET: askPrivacy, POST: erase },
  [subscribePaths.unsubscribe]: { GET: askLeave, POST: leave },
  [subscribePaths.edition]: { GET: showEdition },
  [subscribePaths.undo]: { GET: askLeave, POST: undoLeave },
  [subscribePaths.oneClick]: { GET: askLeave, POST: leaveAtOnce, open: true },
};

/** Answers every request, with the same headers on every answer. */
export async function answerPage(
  ports: Ports,
  signing: SiteRules,
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

function route(context: PageContext): Promise<PageResponse> {
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

function showForm({ ports, signing, request, words }: PageContext): Promise<PageResponse> {
  const preferences = defaultPreferences(words.language, request.zone);
  const fields = { email: '', preferences, faults: [], now: ports.clock() };
  const form = signUpForm(words, fields, signing.policy.kind !== 'open');
  return Promise.resolve(htmlPage(200, words, words.say('formTitle'), form));
}

async function signUp({ ports, signing, request }: PageContext): Promise<PageResponse> {
  const chosen = request.form.get('language') ?? '';
  const words = wordsOf(isWireLanguage(chosen) ? chosen : request.language);
  const now = ports.clock();
  const read = readSignUp(request.form, defaultPreferences(words.language, request.zone));
  const { address, preferences, follow } = read;
  const again = (status: number, more: Partial<SignUpFields> = {}): PageResponse =>
    htmlPage(status, words, words.say('formTitle'), signUpForm(words, { ...read, now, ...more }));
  if (address === null || read.faults.length > 0) return again(422);
  const typo = likelyTypo(address, request.form);
  if (typo !== null) return again(422, { typo });
  const known = { keys: signing.keys, now };
  const ask = (): PageResponse =>
    again(422, { email: address, question: challengeFor(address, ports.newId(), known) });
  const solved = isSolved(
    { ticket: request.form.get('ticket') ?? '', answer: request.form.get('answer') ?? '' },
    address,
    known,
  );
  // The trap field is invisible: robots fill it, and now and then a browser. Both are asked.
  if ((request.form.get(trapField) ?? '') !== '' && !solved) return ask();
  const { prefix, neighbours } = request;
  const answer = await handleSignUp(
    ports,
    signing,
    { address, preferences, follow, prefix, neighbours, solved },
    now,
  );
  return answer === 'asked' ? ask() : signUpAnswer(answer, words);
}

function signUpAnswer(answer: Exclude<SignUpAnswer, 'asked'>, words: Words): PageResponse {
  if (answer === 'taken') return letterSentPage(words, 202, 'checkInboxText');
  const [page, seconds] =
    answer === 'closed'
      ? [plainPage(words, 503, 'signUpsClosed', 'signUpsClosedText'), gateHours * retrySeconds]
      : [plainPage(words, 429, 'tooMany', 'tooManyText'), retrySeconds];
  return withHeaders(page, { 'retry-after': String(seconds) });
}
