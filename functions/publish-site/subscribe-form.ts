import { offeredLanguages, offeredTopics } from '../../shared/catalogue/offered.ts';
import { type Html, html, trusted } from '../../shared/domain/text/html.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { frequencies, usualHour } from '../../shared/domain/subscriber/subscriber.ts';
import type { Interface } from './interface.ts';
import { languageNames } from './interface.ts';

/** Time zones of our readers; the page's script adds the reader's own and chooses it. */
const timeZones = [
  'Asia/Yerevan',
  'Asia/Baku',
  'Asia/Tbilisi',
  'Europe/Moscow',
  'Europe/Istanbul',
  'Asia/Almaty',
  'Asia/Bishkek',
  'Asia/Dushanbe',
  'Europe/Minsk',
  'Europe/Brussels',
  'Europe/London',
  'America/New_York',
  'UTC',
];

const hours = Array.from({ length: 24 }, (_, hour) => hour);

const topicChoices = (ui: Interface): Html => html`<fieldset><legend>${ui.label('topics')}</legend>
${Object.keys(offeredTopics.topics).map(
  (
    topic,
  ) => html`<label class="check"><input type="checkbox" name="topics" value="${topic}" checked> ${ui.topic(topic)}</label>
`,
)}</fieldset>`;

/** Folded away: most readers want the news in every language. `languagesShown` tells a form without any from a form that asks for none. */
const articleLanguages = (
  ui: Interface,
): Html => html`<details class="wide"><summary>${ui.label('articleLanguages')}</summary>
<input type="hidden" name="languagesShown" value="yes">
${wireLanguages.map(
  (
    code,
  ) => html`<label class="check"><input type="checkbox" name="languages" value="${code}" checked> <span lang="${code}">${languageNames[code] ?? code}</span></label>
`,
)}</details>
`;

/** Sign-up for the digest: a plain form that posts to the subscribe function; `leave-blank` is its trap for robots. */
export function subscribeForm(ui: Interface): Html {
  return html`<form class="subscribe" method="post" action="/s/subscribe" aria-labelledby="subscribe-title">
<h2 id="subscribe-title">${ui.label('subscribeTitle')}</h2>
<p>${ui.label('subscribeText')}</p>
<div class="fields">
<label class="wide">${ui.label('email')} <input type="email" name="email" required autocomplete="email" maxlength="254"></label>
${topicChoices(ui)}
<label>${ui.label('mailLanguage')} <select name="language">
${offeredLanguages.map(
  (
    code,
  ) => html`<option value="${code}" lang="${code}"${code === ui.language && trusted(' selected')}>${languageNames[code] ?? code}</option>
`,
)}</select></label>
${articleLanguages(ui)}<label>${ui.label('frequency')} <select name="frequency">
${frequencies.map(
  (frequency) => html`<option value="${frequency}" data-t="${frequency}">${ui.text(frequency)}</option>
`,
)}</select></label>
<label>${ui.label('hour')} <select name="hour">
${hours.map(
  (
    hour,
  ) => html`<option value="${hour}"${hour === usualHour && trusted(' selected')}>${String(hour).padStart(2, '0')}:00</option>
`,
)}</select></label>
<label>${ui.label('timeZone')} <select name="timezone" data-timezone>
${timeZones.map(
  (zone) => html`<option value="${zone}" data-t="zone.${zone}">${ui.zone(zone)}</option>
`,
)}</select></label>
<label class="trap" aria-hidden="true">Leave blank <input type="text" name="leave-blank" tabindex="-1" autocomplete="off"></label>
</div>
<button type="submit">${ui.label('subscribe')}</button>
</form>`;
}
