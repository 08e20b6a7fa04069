import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import type { WordKey, Words } from '../../shared/domain/digest/words.ts';
import { type Html, html, trusted } from '../../shared/domain/text/html.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import { frequencies, type Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { topicChoices } from './form.ts';

/** The pages of the subscribe function: server-rendered, no script, one style sheet. */

export const pageStyle = `:root{color-scheme:light dark}
body{margin:0;background:#f4f1ea;color:#1c1b1a;font:1.0625rem/1.55 Georgia,'Times New Roman',serif;overflow-wrap:anywhere}
main,header{max-width:40rem;margin:0 auto;padding:1rem 1.25rem}header{padding-top:1.5rem}header a{color:inherit;text-decoration:none;font-weight:bold}
h1{font-size:1.75rem;line-height:1.2;margin:.25rem 0 1rem}a{color:#7a2318}
fieldset{border:1px solid #c9c1b2;margin:0 0 1rem;padding:.75rem 1rem}legend,label.f{font-weight:bold}label.f{display:block;margin:0 0 1rem}
fieldset p{margin:.25rem 0 .5rem}fieldset div{margin-left:1.5rem}label.c{display:block;padding:.125rem 0 .125rem 1.75rem;text-indent:-1.75rem;font-weight:normal}
input[type=email],select{display:block;box-sizing:border-box;width:100%;max-width:24rem;margin-top:.25rem;padding:.5rem;font:inherit;font-weight:normal;color:inherit;background:#fffdf9;border:1px solid #6b655b}
button{padding:.625rem 1.25rem;font:inherit;font-weight:bold;color:#fff;background:#7a2318;border:1px solid #7a2318;cursor:pointer}button.q{color:#7a2318;background:transparent}
input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid #1a5fb4;outline-offset:2px}
.e{border-left:4px solid #a11;padding:.25rem 1rem;margin:0 0 1rem}.n{border-left:4px solid #2a6b2a;padding:.25rem 1rem;margin:0 0 1rem}.s{font-size:.9375rem;color:#5c574f}.trap{position:absolute;left:-99rem}
@media (max-width:30rem){h1{font-size:1.5rem}}
hr{border:0;border-top:1px solid #c9c1b2;margin:1.5rem 0}
@media (prefers-color-scheme:dark){body{background:#141312;color:#e9e5dd}a,button.q{color:#eb9a8a}.s{color:#b3aca1}input[type=email],select{background:#1e1c1a;border-color:#8a8378}button{background:#9c3324;border-color:#9c3324}button.q{background:transparent}fieldset,hr{border-color:#4a453d}input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline-color:#7ab7ff}}
`;

export function page(words: Words, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${title} · ${words.say('siteName')}</title><link rel="stylesheet" href="${subscribePaths.style}"></head>
<body><header><a href="/">${words.say('siteName')}</a></header><main><h1>${title}</h1>
${body}
</main></body></html>
`.text;
}

export const note = (text: string): Html => html`<p class="n" role="status">${text}</p>`;
const faultList = (words: Words, faults: readonly WordKey[]): Html =>
  faults.length === 0
    ? html``
    : html`<div class="e" role="alert"><p>${words.say('badForm')}</p><ul>${faults.map((fault) => html`<li>${words.say(fault)}</li>`)}</ul></div>`;

/** A form of one button that carries its token in the body, so that no log of addresses holds it. */
export function buttonForm(action: string, token: string, label: string, quiet = false): Html {
  return html`<form method="post" action="${action}"><input type="hidden" name="t" value="${token}"><p><button type="submit"${quiet && trusted(' class="q"')}>${label}</button></p></form>`;
}

const option = (value: string | number, text: string, chosen: boolean, lang?: string): Html =>
  html`<option value="${value}"${lang !== undefined && html` lang="${lang}"`}${chosen && trusted(' selected')}>${text}</option>`;
const checkbox = (name: string, value: string, text: string, chosen: boolean): Html =>
  html`<label class="c"><input type="checkbox" name="${name}" value="${value}"${chosen && trusted(' checked')}> ${text}</label>`;

function topicFields(words: Words, chosen: readonly string[]): Html {
  return html`<fieldset><legend>${words.say('topics')}</legend><p class="s">${words.say('topicsHint')}</p>${Object.entries(
    topicChoices,
  ).map(
    ([topic, subtopics]) =>
      html`${checkbox('topics', topic, words.topic(topic), chosen.includes(topic))}<div>${subtopics.map(
        (subtopic) =>
          checkbox(
            'topics',
            `${topic}.${subtopic}`,
            words.subtopic(subtopic),
            chosen.includes(`${topic}.${subtopic}`),
          ),
      )}</div>`,
  )}</fieldset>`;
}

/** The runtime's 400 zones as options, built once: they are most of a form's work. */
let zones: Map<string, Html> | undefined;
function zoneOptions(): Map<string, Html> {
  zones ??= new Map(
    ['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => [
      name,
      option(name, name.replaceAll('_', ' '), false),
    ]),
  );
  return zones;
}

function zoneField(words: Words, zone: string): Html {
  return html`<label class="f">${words.say('zone')}<select name="timezone">${option(zone, words.city(zone), true)}${[...zoneOptions().values()]}</select></label>`;
}

function preferenceFields(words: Words, chosen: Preferences): Html {
  const names = (code: string): string =>
    wordsOf(wireLanguages.find((language) => language === code) ?? 'en').languageName(code);
  return html`${topicFields(words, chosen.topics)}
<fieldset><legend>${words.say('articleLanguages')}</legend><input type="hidden" name="languagesShown" value="yes">${wireLanguages.map((code) => checkbox('languages', code, names(code), chosen.languages.includes(code)))}</fieldset>
<label class="f">${words.say('language')}<select name="language">${wireLanguages.map((code) => option(code, names(code), code === chosen.interface, code))}</select></label>
<label class="f">${words.say('frequency')}<select name="frequency">${frequencies.map((frequency) => option(frequency, words.name('frequencies', frequency), frequency === chosen.frequency))}</select></label>
<label class="f">${words.say('weekday')}<select name="weekday">${[1, 2, 3, 4, 5, 6, 7].map((day) => option(day, words.name('weekdays', String(day)), day === chosen.weekday))}</select></label>
<label class="f">${words.say('hour')}<select name="hour">${Array.from({ length: 24 }, (_, hour) => option(hour, `${String(hour).padStart(2, '0')}:00`, hour === chosen.hour))}</select></label>
${zoneField(words, chosen.zone)}
<p>${checkbox('quietNote', 'yes', words.say('quietNote'), chosen.quietNote)}</p>`;
}

export function signUpForm(
  words: Words,
  { email, preferences, faults }: { email: string; preferences: Preferences; faults: readonly WordKey[] },
): Html {
  return html`${faultList(words, faults)}<p>${words.say('formIntro')}</p>
<form method="post" action="${subscribePaths.form}">
<label class="f">${words.say('email')}<input type="email" name="email" value="${email}" required maxlength="254" autocomplete="email"></label>
${preferenceFields(words, preferences)}
<div class="trap" aria-hidden="true"><label>${words.say('website')}<input type="text" name="website" tabindex="-1" autocomplete="off"></label></div>
<p class="s">${words.say('consent')}</p><p><button type="submit">${words.say('subscribe')}</button></p></form>`;
}

export function preferencesForm(
  words: Words,
  { token, preferences, faults }: { token: string; preferences: Preferences; faults: readonly WordKey[] },
): Html {
  return html`${faultList(words, faults)}<form method="post" action="${subscribePaths.preferences}"><input type="hidden" name="t" value="${token}">
${preferenceFields(words, preferences)}
<p><button type="submit">${words.say('save')}</button></p></form>`;
}
