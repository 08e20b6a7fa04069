import { describe, expect, it } from 'vitest';
import {
  articleLanguage,
  detectLanguage,
  languageOfLabel,
} from '../../../../shared/domain/article/detect-language.ts';

describe('detectLanguage', () => {
  it.each([
    ['hy', 'Հայաստանի վարչապետը հանդիպել է Ադրբեջանի նախագահի հետ'],
    ['ka', 'საქართველოს პრემიერ-მინისტრი ერევანში ჩავიდა'],
    ['ru', 'Премьер-министр Армении прибыл в Москву на заседание совета'],
    ['az', 'Azərbaycan Prezidenti bu gün Ermənistanın baş naziri ilə görüşüb'],
    [
      'tr',
      'Cumhurbaşkanı bugün Azerbaycan ile ilgili açıklama yaptı ve bu konuda yeni bir karar alındığını söyledi',
    ],
    ['en', 'The prime minister of Armenia said that the border talks will go on'],
    ['uk', 'Президент України зустрівся з делегацією та обговорив її пропозиції'],
    ['kk', 'Қазақстан президенті ұйым мүшелерімен кездесу өткізді'],
    [
      'de',
      'Der armenische Ministerpräsident ist zu einem Besuch nach Berlin gereist und wird dort mit dem Kanzler sprechen',
    ],
    [
      'fr',
      'Le premier ministre arménien a rencontré le président dans la capitale pour parler des frontières',
    ],
    ['fa', 'نخست وزیر ارمنستان با رئیس جمهور ایران در تهران دیدار کرد'],
    ['el', 'Ο πρωθυπουργός της Αρμενίας επισκέφθηκε την Αθήνα'],
  ])('knows %s', (language, text) => {
    expect(detectLanguage(text)).toEqual({ language, sure: true });
  });
  it('does not pretend on numbers or nothing', () => {
    expect(detectLanguage('2026 — 15:30')).toEqual({ language: 'und', sure: false });
    expect(detectLanguage('')).toEqual({ language: 'und', sure: false });
  });
});

describe('articleLanguage', () => {
  it('believes clear text before the label', () => {
    expect(articleLanguage('Премьер-министр Армении прибыл в Москву на заседание совета', 'en-us')).toBe(
      'ru',
    );
    expect(articleLanguage('Հայաստան', 'ru')).toBe('hy');
  });
  it('believes the label where the text is not clear', () => {
    expect(articleLanguage('Baku', 'az')).toBe('az');
    expect(articleLanguage('', 'ka')).toBe('ka');
  });
  it('finds a language where there is no label', () => {
    expect(articleLanguage('Bakıda görüş', null)).not.toBe('en');
    expect(articleLanguage('100', null)).toBe('und');
  });
});

describe('languageOfLabel', () => {
  it.each([
    ['en-US', 'en'],
    ['az_AZ', 'az'],
    ['Russian', 'ru'],
    ['ENGLISH', 'en'],
    ['armenian', 'hy'],
    [' azerbaijani ', 'az'],
    ['georgian', 'ka'],
    ['turkish', 'tr'],
    ['arm', 'hy'],
    ['hye', 'hy'],
    ['rus', 'ru'],
    ['eng', 'en'],
    ['aze', 'az'],
    ['geo', 'ka'],
    ['kat', 'ka'],
    ['tur', 'tr'],
    // Country codes that outlets write for their language.
    ['am', 'hy'],
    ['ge', 'ka'],
    ['ru', 'ru'],
    ['xx-en', 'xx'],
    ['1en', null],
    ['english-us', null],
    ['', null],
    ['x', null],
    [null, null],
  ])('%j is %j', (label, language) => {
    expect(languageOfLabel(label)).toBe(language);
  });
});

describe('a headline with nothing but its endings', () => {
  it.each([
    ['az', 'Bayramov – Mirzoyan görüşü baş tutdu'],
    ['az', 'Komissiyanın iclası keçirilib'],
    ['tr', "Belarus'ta oylama kurallara uygun geçti"],
    ['tr', 'Nahçıvan yolunda kontrole geçti'],
    ['ru', 'Токаев объяснил решение о съезде'],
    ['bg', 'Български съд отложи делото'],
    ['en', 'Corridor inspections resume off Istanbul'],
    ['und', 'Yerevan Baku'],
    ['de', 'Gespräche in Brüssel über die Zukunft'],
  ])('%s: %s', (language, title) => {
    expect(detectLanguage(title).language).toBe(language);
  });
  it('is unsure: what the feed says goes before it', () => {
    expect(articleLanguage('Corridor inspections resume off Istanbul', 'nl')).toBe('nl');
  });
});
