import type { Language, WireLanguage } from '../../shared/domain/language.ts';
import { isWireLanguage } from '../../shared/domain/language.ts';
import type { Translated, TranslationCheck } from '../../shared/domain/story/translation-check.ts';
import {
  type Translation,
  type Translations,
  translationsFrom,
} from '../../shared/domain/story/translation.ts';
import type { WantedTranslation } from './wanted-translations.ts';
import { translationId } from '../../shared/translation-id.ts';
import { errorText, type Log } from '../../shared/log.ts';

/** An engine: texts of one language into another, in their order; null where it has none. */
export interface Translator {
  /** As readers see it. */
  engine: string;
  translate(texts: readonly string[], from: Language, to: WireLanguage): Promise<(string | null)[]>;
}

/** A translation as it is kept; without a text where it was dropped, so that nobody pays for it again. */
export interface KeptTranslation {
  text: string | null;
  engine: string;
  uncertain?: true | undefined;
}

export interface TranslationPorts {
  translator: Translator;
  into: readonly WireLanguage[];
  /** By their ids. */
  readTranslations(ids: readonly string[]): Promise<Map<string, KeptTranslation>>;
  keepTranslation(id: string, translation: KeptTranslation): Promise<void>;
  /** Takes characters from the month's budget before they are sent. @returns false where they would exceed it */
  claimCharacters(characters: number, now: Date): Promise<boolean>;
  /** Whether the month's budget is used up. */
  isSpent(now: Date): Promise<boolean>;
  check(translated: Translated): TranslationCheck | Promise<TranslationCheck>;
  log: Log;
}

/** An engine that fails so often in a round is left alone until the next: news does not wait for it. */
const mostFailures = 3;
const roundMs = 60_000;

/** The translations of one round: what is kept is read, what is missing is asked for, within time and budget. */
export class RoundTranslations {
  readonly #ports: TranslationPorts;
  readonly #now: Date;
  readonly #until = Date.now() + roundMs;
  #failures = 0;
  /** The month's budget is used up: the rest has a gloss. */
  spent = false;
  /** Texts and characters that the engine was given. */
  readonly sent = { textsTranslated: 0, charactersTranslated: 0 };

  constructor(ports: TranslationPorts, now: Date) {
    this.#ports = ports;
    this.#now = now;
  }

  /** `complete` is false where a text has none yet, though the budget would allow it. */
  async of(wanted: readonly WantedTranslation[]): Promise<{ found: Translations; complete: boolean }> {
    const { translator } = this.#ports;
    const known = await this.#ports.readTranslations(
      wanted.map((each) => translationId(translator.engine, each)),
    );
    const missing = wanted.filter((each) => !known.has(translationId(translator.engine, each)));
    let complete = true;
    for (const group of byLanguages(missing)) {
      const asked = await this.#ask(group);
      if (asked === null) complete = false;
      else for (const [id, made] of asked) known.set(id, made);
    }
    const found = translationsFrom(
      wanted.flatMap(({ to, text, ...each }) => {
        const made = known.get(translationId(translator.engine, { to, text, ...each }));
        return made === undefined || made.text === null
          ? []
          : [{ to, text, translation: shownAs({ ...made, text: made.text }) }];
      }),
    );
    return { found, complete };
  }

  /** @returns null where the engine could not be asked now */
  async #ask(group: readonly WantedTranslation[]): Promise<[string, KeptTranslation][] | null> {
    const [first] = group;
    if (first === undefined || this.spent) return [];
    if (this.#failures >= mostFailures || Date.now() > this.#until) return null;
    const { translator, log } = this.#ports;
    const texts = group.map(({ text }) => text);
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    if (!(await this.#ports.claimCharacters(characters, this.#now))) {
      this.spent = true;
      return [];
    }
    try {
      const answers = await translator.translate(texts, first.from, first.to);
      this.sent.textsTranslated += texts.length;
      this.sent.charactersTranslated += characters;
      return await this.#keep(group, answers);
    } catch (error) {
      this.#failures++;
      log('texts-not-translated', { from: first.from, to: first.to, error: errorText(error) });
      return null;
    }
  }

  async #keep(
    group: readonly WantedTranslation[],
    answers: readonly (string | null)[],
  ): Promise<[string, KeptTranslation][]> {
    const made: [string, KeptTranslation][] = [];
    for (const [at, wanted] of group.entries()) {
      const kept = await this.#judged(wanted, answers[at] ?? null);
      const id = translationId(this.#ports.translator.engine, wanted);
      await this.#ports.keepTranslation(id, kept);
      made.push([id, kept]);
    }
    return made;
  }

  async #judged({ from, to, text }: WantedTranslation, answer: string | null): Promise<KeptTranslation> {
    const { engine } = this.#ports.translator;
    if (answer === null || answer.trim() === '' || answer === text) return { text: null, engine };
    if (!isWireLanguage(from)) return { text: answer, engine, uncertain: true };
    const { verdict } = await this.#ports.check({ from, to, text, translation: answer });
    if (verdict === 'drop') return { text: null, engine };
    return { text: answer, engine, ...(verdict === 'uncertain' && { uncertain: true as const }) };
  }
}

const shownAs = ({ text, engine, uncertain }: KeptTranslation & { text: string }): Translation => ({
  text,
  engine,
  ...(uncertain === true && { uncertain }),
});

/** Engines take one pair of languages a request. */
function byLanguages(wanted: readonly WantedTranslation[]): WantedTranslation[][] {
  const groups = new Map<string, WantedTranslation[]>();
  for (const each of wanted) {
    const key = `${each.from} ${each.to}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}
