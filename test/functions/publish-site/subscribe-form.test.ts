import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { interfaceIn } from '../../../functions/publish-site/interface.ts';
import { subscribeForm } from '../../../functions/publish-site/subscribe-form.ts';
import { defaultPreferences, readSignUp } from '../../../functions/subscribe/form.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { site } from './memory-site.ts';

/** What a browser posts of the form as it is printed. */
function asPosted(html: string): URLSearchParams {
  const document = parseDocument(html);
  const posted = new URLSearchParams();
  for (const input of DomUtils.getElementsByTagName('input', document))
    if (input.attribs.type !== 'checkbox' || 'checked' in input.attribs)
      posted.append(input.attribs.name ?? '', input.attribs.value ?? '');
  for (const select of DomUtils.getElementsByTagName('select', document)) {
    const options = DomUtils.getElementsByTagName('option', select);
    const chosen = options.find((option) => 'selected' in option.attribs) ?? options[0];
    posted.append(select.attribs.name ?? '', chosen?.attribs.value ?? '');
  }
  return posted;
}

describe('the sign-up form of the pages', () => {
  it.each(wireLanguages)(
    'asks for what the form of the subscribe function asks for by default: %s',
    (language) => {
      const posted = asPosted(subscribeForm(interfaceIn(language, site().names)).text);
      posted.set('email', 'reader@example.org');
      const usual = defaultPreferences(language, posted.get('timezone'));
      expect(readSignUp(posted, usual)).toEqual({
        email: 'reader@example.org',
        follow: null,
        address: 'reader@example.org',
        preferences: usual,
        faults: [],
      });
    },
  );

  it('lets a reader choose the languages of articles', () => {
    const posted = asPosted(subscribeForm(interfaceIn('en', site().names)).text);
    posted.set('email', 'reader@example.org');
    posted.delete('languages');
    expect(readSignUp(posted, defaultPreferences('en', null)).faults).toEqual(['badLanguages']);
    posted.append('languages', 'hy');
    expect(readSignUp(posted, defaultPreferences('en', null)).preferences.languages).toEqual(['hy']);
  });
});
