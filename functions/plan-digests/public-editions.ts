import { offeredLanguages, offeredTopics } from '../../shared/catalogue/offered.ts';
import type { Edition } from '../../shared/domain/digest/edition.ts';
import { type WireLanguage, wireLanguages } from '../../shared/domain/language.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { dayMs, dayOf, hourMs } from '../../shared/domain/text/time.ts';
import { gatherMaterial, type MaterialPorts } from './compose-edition.ts';
import { noMemory, previewEdition, storyAsOf } from './preview-edition.ts';

/** 03:00 UTC is 07:00 in Yerevan, Baku and Tbilisi. */
const publicHour = 3;
/** Later in the day no process catches up on a day whose editions are missing. */
const catchUpHours = 12;

/** The moment of the day's public editions, once it has come; null before it and long after. */
export function publicEditionMoment(now: Date): Date | null {
  const moment = new Date(`${dayOf(now.toISOString())}T0${publicHour}:00:00Z`);
  const late = now.getTime() - moment.getTime();
  return late >= 0 && late <= catchUpHours * hourMs ? moment : null;
}

const standard = (topic: string, language: WireLanguage): Preferences => ({
  topics: [topic],
  languages: [...wireLanguages],
  interface: language,
  frequency: 'daily',
  weekday: 1,
  hour: publicHour,
  zone: 'UTC',
  quietNote: false,
});

/** A day's editions for everybody, by topic and language, as they were at the moment: no reader's choices are in them. */
export async function makePublicEditions(
  ports: MaterialPorts,
  moment: Date,
  siteUrl: string,
): Promise<{ name: string; edition: Edition }[]> {
  const dayBefore = new Date(moment.getTime() - dayMs).toISOString();
  const material = await gatherMaterial(
    {
      ...ports,
      readStory: async (id) => {
        const candidate = await ports.readStory(id);
        return candidate === null ? null : storyAsOf(candidate, moment);
      },
    },
    moment,
    dayBefore,
  );
  const memory = { ...noMemory, coveredUntil: dayBefore };
  return Object.keys(offeredTopics.topics).flatMap((topic) =>
    offeredLanguages.flatMap((language) => {
      const made = previewEdition(material, standard(topic, language), { memory, siteUrl });
      return made === null ? [] : [{ name: `${topic}-${language}`, edition: made.edition }];
    }),
  );
}
