import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import type { WordKey, Words } from '../../shared/domain/digest/words.ts';
import { type Html, html, trusted } from '../../shared/domain/text/html.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import type { Challenge } from '../../shared/domain/subscriber/challenge.ts';
import { type Follow, followKey } from '../../shared/domain/subscriber/follow.ts';
import { frequencies, type Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { languagesFor, topicChoices, trapField } from './form.ts';
import { zoneChoice, zoneChoices } from './zone-choices.ts';

/** The pages of the subscribe function: server-rendered, no script, one style sheet. */

export const pageStyle = `:root{color-scheme:light dark}
body{margin:0;background:#f4f1ea;color:#1c1b1a;font:1.0625rem/1.55 Georgia,'Times New Roman',serif;
overflow-wrap:anywhere}
main,header{max-width:40rem;margin:0 auto;padding:1rem 1.25rem}header{padding-top:1.5rem}
header a{color:inherit;text-decoration:none;font-weight:bold}
h1{font-size:1.75rem;line-height:1.2;margin:.25rem 0 1rem}a{color:#7a2318}
fieldset{border:1px solid #c9c1b2;margin:0 0 1rem;padding:.75rem 1rem}legend,label.f{font-weight:bold}
label.f{display:block;margin:0 0 1rem}
fieldset p{margin:.25rem 0 .5rem}fieldset div{margin-left:1.5rem}details{margin:0 0 1rem}
summary{cursor:pointer;font-weight:bold;padding:.5rem 0}
label.o{display:block;margin:0 0 .25rem 1.75rem;font-size:.9375rem}
label.o select{display:inline-block;width:auto;margin:0 0 0 .5rem;padding:.125rem .5rem}.v{font-weight:bold}
button{margin:0 .5rem .5rem 0}
label.c{display:block;padding:.125rem 0 .125rem 1.75rem;text-indent:-1.75rem;font-weight:normal}
input[type=email],input[type=text],select{display:block;box-sizing:border-box;width:100%;max-width:24rem;
margin-top:.25rem;padding:.5rem;font:inherit;font-weight:normal;color:inherit;background:#fffdf9;
border:1px solid #6b655b}
button{padding:.625rem 1.25rem;font:inherit;font-weight:bold;color:#fff;background:#7a2318;
border:1px solid #7a2318;cursor:pointer}
button.q{color:#7a2318;background:transparent}
input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid #1a5fb4;
outline-offset:2px}
.e{border-left:4px solid #a11;padding:.25rem 1rem;margin:0 0 1rem}
.n{border-left:4px solid #2a6b2a;padding:.25rem 1rem;margin:0 0 1rem}.s{font-size:.9375rem;color:#5c574f}
.trap{position:absolute;left:-99rem}
@media (max-width:30rem){h1{font-size:1.5rem}}
hr{border:0;border-top:1px solid #c9c1b2;margin:1.5rem 0}
@media (prefers-color-scheme:dark){
body{background:#141312;color:#e9e5dd}a,button.q{color:#eb9a8a}.s{color:#b3aca1}
input[type=email],input[type=text],select{background:#1e1c1a;border-color:#8a8378}
button{background:#9c3324;border-color:#9c3324}button.q{background:transparent}
fieldset,hr{border-color:#4a453d}
input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline-color:#7ab7ff}}
`;

export function page(words: Words, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${words.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex"><title>${title} · ${words.say('siteName')}</title>
<link rel="stylesheet" href="${subscribePaths.style}"></head>
<body><header><a href="/">${words.say('siteName')}</a></header><main><h1>${title}</h1>
${body}
</main></body></html>
`.text;
}

export const note = (text: string): Html => html`<p class="n" role="status">${text}</p>`;
export const errorNote = (text: string): Html => html`<div class="e" role="alert"><p>${text}</p></div>`;
const faultList = (words: Words, faults: readonly WordKey[]): Html =>
  faults.length === 0
    ? html``
    : html`<div class="e" role="alert"><p>${words.say('badForm')}</p>
<ul>${faults.map((fault) => html`<li>${words.say(fault)}</li>`)}</ul></div>`;

/** A form of one button that carries its token in the body, so that no log of addresses holds it. */
export function buttonForm(action: string, token: string, label: string, quiet = false): Html {
  return html`<form method="post" action="${action}"><input type="hidden" name="t" value="${token}">
<p><button type="submit"${quiet && trusted(' class="q"')}>${label}</button></p></form>`;
}

const option = (value: string | number, text: string, chosen: boolean, lang?: string): Html =>
  html`<option value="${value}"${lang !== undefined && html` lang="${lang}"`}${chosen && trusted(' selected')}>${text}</option>`;
const checkbox = (name: string, value: string, text: string, chosen: boolean): Html =>
  html`<label class="c"><input type="checkbox" name="${name}" value="${value}"${chosen && trusted(' checked')}> ${text}</label>`;

/** A choice of one, under its label. */
const choiceField = (label: string, name: string, options: Html | readonly Html[]): Html =>
  html`<label class="f">${label}<select name="${name}">${options}</select></label>`;

function topicFields(words: Words, chosen: readonly string[]): Html {
  return html`<fieldset><legend>${words.say('topics')}</legend><p class="s">${words.say('topicsHint')}</p>${Object.keys(
    topicChoices,
  ).map((topic) => checkbox('topics', topic, words.topic(topic), chosen.includes(topic)))}</fieldset>`;
}

function subtopicFields(words: Words, chosen: readonly string[]): Html {
  return html`${Object.entries(topicChoices).map(
    ([topic, subtopics]) =>
      html`<fieldset><legend>${words.topic(topic)}</legend>${subtopics.map((subtopic) =>
        checkbox(
          'topics',
          `${topic}.${subtopic}`,
          words.subtopic(subtopic),
          chosen.includes(`${topic}.${subtopic}`),
        ),
      )}</fieldset>`,
  )}`;
}

function zoneField(words: Words, zone: string, now: Date): Html {
  const own = zoneChoice(zone, now);
  const usual = option(own.name, `${words.city(own.name)} (${own.offset})`, true);
  return choiceField(words.say('zone'), 'timezone', html`${usual}${zoneOptions(now)}`);
}

/** Four hundred options, built once an hour: they are most of a form's work. */
let built: { hour: string; options: Html } | undefined;
function zoneOptions(now: Date): Html {
  const hour = now.toISOString().slice(0, 13);
  if (built?.hour !== hour)
    built = {
      hour,
      options: html`${zoneChoices(now).map(({ name, offset }) =>
        option(name, `${name.replaceAll('_', ' ')} (${offset})`, false),
      )}`,
    };
  return built.options;
}

/** What a form shows: choices, and the moment that the offsets of time zones are told for. */
interface FieldChoices {
  preferences: Preferences;
  now: Date;
}

const languageNameIn = (code: string): string =>
  wordsOf(wireLanguages.find((language) => language === code) ?? 'en').languageName(code);

/** @param ordered with a place for each language: headlines come in the first that a story has */
function articleLanguageFields(words: Words, chosen: readonly string[], ordered: boolean): Html {
  const places = wireLanguages.map((_code, index) => index + 1);
  const place = (code: string): Html => {
    const at = chosen.indexOf(code) + 1;
    const label = html`${words.say('languagePlace')}: <span class="v">${languageNameIn(code)}</span>`;
    const options = [option('', '–', at === 0), ...places.map((n) => option(n, String(n), n === at))];
    return html`<label class="o">${label}<select name="place-${code}">${options}</select></label>`;
  };
  const choices = wireLanguages.map(
    (code) =>
      html`${checkbox('languages', code, languageNameIn(code), chosen.includes(code))}${ordered && place(code)}`,
  );
  return html`<fieldset><legend>${words.say('articleLanguages')}</legend>
<input type="hidden" name="languagesShown" value="yes">${choices}</fieldset>`;
}

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekdays = [1, 2, 3, 4, 5, 6, 7];

function preferenceFields(words: Words, { preferences: chosen, now }: FieldChoices, ordered: boolean): Html {
  const languages = languagesFor(chosen).map((code) =>
    option(code, languageNameIn(code), code === chosen.interface, code),
  );
  const rhythms = frequencies.map((frequency) =>
    option(frequency, words.name('frequencies', frequency), frequency === chosen.frequency),
  );
  const times = hours.map((hour) =>
    option(hour, `${String(hour).padStart(2, '0')}:00`, hour === chosen.hour),
  );
  const days = weekdays.map((day) =>
    option(day, words.name('weekdays', String(day)), day === chosen.weekday),
  );
  return html`${topicFields(words, chosen.topics)}
${articleLanguageFields(words, chosen.languages, ordered)}
${choiceField(words.say('language'), 'language', languages)}
${choiceField(words.say('frequency'), 'frequency', rhythms)}
${choiceField(words.say('hour'), 'hour', times)}
${zoneField(words, chosen.zone, now)}
<details><summary>${words.say('moreChoices')}</summary>
${subtopicFields(words, chosen.topics)}
${choiceField(words.say('weekday'), 'weekday', days)}
<p>${checkbox('quietNote', 'yes', words.say('quietNote'), chosen.quietNote)}</p>
<p>${checkbox('originals', 'yes', words.say('originals'), chosen.originals === true)}</p></details>`;
}

export interface SignUpFields extends FieldChoices {
  email: string;
  /** What was pressed to follow on the site. */
  follow?: Follow | null;
  faults: readonly WordKey[];
  /** A question that a person answers. */
  question?: Challenge;
  /** What the address was perhaps meant to be. */
  typo?: { typed: string; meant: string };
}

function questionField(words: Words, { a, b, ticket }: Challenge): Html {
  return html`<fieldset class="e"><legend>${words.say('askTitle')}</legend>
<label class="f">${words.say('askText', { a, b })}
<input type="text" name="answer" inputmode="numeric" required maxlength="4" autocomplete="off"></label>
<input type="hidden" name="ticket" value="${ticket}"></fieldset>`;
}

/** Both ways out are buttons: one press, nothing to type again. */
function typoField(words: Words, { typed, meant }: { typed: string; meant: string }): Html {
  return html`<fieldset class="e"><legend>${words.say('typoAsk', { meant })}</legend>
<p><button type="submit" name="corrected" value="${meant}">${words.say('typoYes', { meant })}</button>
<button type="submit" class="q" name="sure" value="${typed}">${words.say('typoNo', { typed })}</button></p></fieldset>`;
}

export function signUpForm(words: Words, fields: SignUpFields, closedList = false): Html {
  const { email, faults, question, typo } = fields;
  return html`${faultList(words, faults)}<p>${words.say('formIntro')}</p>${closedList && note(words.say('closedList'))}
<form method="post" action="${subscribePaths.form}">
${typo !== undefined && typoField(words, typo)}${question !== undefined && questionField(words, question)}
<label class="f">${words.say('email')}
<input type="email" name="email" value="${email}" required maxlength="254" autocomplete="email"></label>
${preferenceFields(words, fields, false)}${fields.follow != null && html`<input type="hidden" name="follow" value="${followKey(fields.follow)}">`}
<div class="trap" aria-hidden="true"><label>${words.say('website')}
<input type="text" name="${trapField}" tabindex="-1" autocomplete="off"></label></div>
<p class="s">${words.say('consent')}</p><p><button type="submit">${words.say('subscribe')}</button></p></form>`;
}

export function preferencesForm(
  words: Words,
  { token, faults, ...choices }: FieldChoices & { token: string; faults: readonly WordKey[] },
): Html {
  return html`${faultList(words, faults)}<form method="post" action="${subscribePaths.preferences}">
<input type="hidden" name="t" value="${token}">
${preferenceFields(words, choices, true)}
<p><button type="submit">${words.say('save')}</button></p></form>`;
}
