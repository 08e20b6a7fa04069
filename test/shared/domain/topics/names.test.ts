import { expect, it } from 'vitest';
import { packSet } from '../../../../shared/catalogue/packs.ts';
import { topicNames } from '../../../../shared/catalogue/topic-names.at-build.ts';
import { wordsOf } from '../../../../shared/catalogue/mail-words.ts';
import { wireLanguages } from '../../../../shared/domain/language.ts';
import { topicNamesOf } from '../../../../shared/domain/topics/names.ts';
import { PagesInMemory } from '../../../functions/subscribe/pages-in-memory.ts';

it('a pack brings its name and its subtopics with it, its own and the shared ones', () => {
  const set = packSet();
  const [like] = set.packs;
  if (like === undefined) throw new Error('no pack');
  const names = { hy: 'Ջուր', az: 'Su', ru: 'Вода', en: 'Water', ka: 'წყალი', tr: 'Su' };
  const dam = { id: 'dam', names: { ...names, en: 'Dams' }, threshold: 1, rules: like.rules };
  const made = topicNamesOf({
    ...set,
    packs: [...set.packs, { ...like, id: 'water-2', names, subtopics: ['border', dam] }],
  });
  expect([
    made.topics['water-2']?.ru,
    made.subtopics.dam?.en,
    made.subtopics.border?.en,
    made.subtopicsOf['water-2'],
  ]).toEqual(['Вода', 'Dams', 'Border', ['border', 'dam']]);
});

it('mails and pages name every topic and subtopic as its pack does, in six languages', async () => {
  for (const language of wireLanguages) {
    const words = wordsOf(language);
    const page = (await new PagesInMemory().ask(`/s/subscribe?lang=${language}`)).body;
    for (const { id, names, subtopics } of packSet().packs) {
      expect(words.topic(id)).toBe(names[language]);
      expect(page).toContain(`value="${id}" checked> ${names[language]}<`);
      for (const subtopic of subtopics) {
        const subtopicId = typeof subtopic === 'string' ? subtopic : subtopic.id;
        expect(page).toContain(
          `value="${id}.${subtopicId}"> ${topicNames.subtopics[subtopicId]?.[language]}<`,
        );
      }
    }
  }
  expect(wordsOf('en').topic('a-topic-of-old')).toBe('a-topic-of-old');
});
