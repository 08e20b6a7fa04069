/**
 * How months begin, in lower case, by language; the longest fitting stem decides. Source: CLDR 44 gregorian month names
 * (wide and abbreviated, format and stand-alone) of each language, shortened to what still tells them apart, and the misspelt
 * Greek March and Hungarian May that feedparser met in feeds.
 */
export const monthStems: Record<string, readonly (readonly string[])[]> = {
  en: [['jan'], ['feb'], ['mar'], ['apr'], ['may'], ['jun'], ['jul'], ['aug'], ['sep'], ['oct'], ['nov'], ['dec']],
  hy: [['հունվ', 'հնվ'], ['փետ', 'փտվ'], ['մար', 'մրտ'], ['ապր'], ['մայ', 'մյս'], ['հունի', 'հնս'], ['հուլ', 'հլս'], ['օգոս', 'օգս'], ['սեպ'], ['հոկ'], ['նոյ'], ['դեկ']],
  az: [['yan'], ['fev'], ['mar'], ['apr'], ['may'], ['iyn', 'iyun'], ['iyl', 'iyul'], ['avq'], ['sen'], ['okt'], ['noy'], ['dek']],
  ru: [['янв'], ['фев'], ['мар'], ['апр'], ['май', 'мая', 'мае'], ['июн'], ['июл'], ['авг'], ['сен'], ['окт'], ['ноя'], ['дек']],
  ka: [['იან'], ['თებ'], ['მარ'], ['აპრ'], ['მაი'], ['ივნ'], ['ივლ'], ['აგვ'], ['სექ'], ['ოქტ'], ['ნოე'], ['დეკ']],
  tr: [['oca'], ['şub', 'sub'], ['mar'], ['nis'], ['may'], ['haz'], ['tem'], ['ağu', 'agu'], ['eyl'], ['eki'], ['kas'], ['ara']],
  uk: [['січ'], ['лют'], ['бер'], ['кві'], ['тра'], ['чер'], ['лип'], ['сер'], ['вер'], ['жов'], ['лис'], ['гру']],
  kk: [['қаң'], ['ақп'], ['нау'], ['сәу'], ['мам'], ['мау'], ['шіл'], ['там'], ['қыр'], ['қаз'], ['қар'], ['жел']],
  de: [['jan', 'jän'], ['feb'], ['mär', 'mrz'], ['apr'], ['mai'], ['jun'], ['jul'], ['aug'], ['sep'], ['okt'], ['nov'], ['dez']],
  fr: [['janv'], ['fév', 'fev'], ['mars'], ['avr'], ['mai'], ['juin'], ['juil'], ['aoû', 'aou'], ['sep'], ['oct'], ['nov'], ['déc']],
  es: [['ene'], ['feb'], ['marzo'], ['abr'], ['mayo'], ['jun'], ['jul'], ['ago'], ['sep', 'set'], ['oct'], ['nov'], ['dic']],
  it: [['gen'], ['feb'], ['marzo'], ['apr'], ['mag'], ['giu'], ['lug'], ['ago'], ['set'], ['ott'], ['nov'], ['dic']],
  pt: [['jan'], ['fev'], ['março'], ['abr'], ['mai'], ['jun'], ['jul'], ['ago'], ['set'], ['out'], ['nov'], ['dez']],
  pl: [['sty'], ['lut'], ['marz', 'marc'], ['kwi'], ['maj'], ['cze'], ['lip'], ['sie'], ['wrz'], ['paź'], ['lis'], ['gru']],
  el: [['ιαν'], ['φεβ'], ['μάρ', 'μαρ', 'μάώ', 'μαώ'], ['απρ'], ['μάι', 'μαϊ', 'μαι', 'μαΐ'], ['ιούν', 'ιουν', 'ιον'], ['ιούλ', 'ιουλ', 'ιολ'], ['αύγ', 'αυγ'], ['σεπ'], ['οκτ'], ['νοέ', 'νοε'], ['δεκ']],
  hu: [['jan'], ['feb'], ['már'], ['ápr'], ['máj', 'máu'], ['jún'], ['júl'], ['aug'], ['szep'], ['okt'], ['nov'], ['dec']],
};

/**
 * Zone names, in minutes east of Greenwich. RFC 822 §5.1 for the American and military ones (with its signs, as feeds that
 * use them follow it); IANA tz for the others. Ambiguous names mean what they mean in this region (AMT Yerevan, not Manaus; IST India).
 */
export const zoneMinutes: Record<string, number> = {
  gmt: 0, ut: 0, utc: 0, z: 0, wet: 0,
  est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, akst: -540, akdt: -480, hst: -600, ast: -240, adt: -180, nst: -210, ndt: -150,
  et: -300, ct: -360, mt: -420, pt: -480, at: -240,
  bst: 60, west: 60, cet: 60, mez: 60, cest: 120, mesz: 120, eet: 120, eest: 180, sast: 120, fet: 180, trt: 180, msk: 180, мск: 180, msd: 240,
  amt: 240, amst: 300, azt: 240, azst: 300, get: 240, samt: 240, irst: 210, irdt: 270, pkt: 300, uzt: 300, tmt: 300, tjt: 300, yekt: 300, ist: 330, almt: 360, kgt: 360, omst: 360,
  krat: 420, ict: 420, hkt: 480, sgt: 480, awst: 480, irkt: 480, jst: 540, kst: 540, yakt: 540, aest: 600, aedt: 660, vlat: 600, nzst: 720, nzdt: 780,
  a: -60, b: -120, c: -180, d: -240, e: -300, f: -360, g: -420, h: -480, i: -540, k: -600, l: -660, m: -720,
  n: 60, o: 120, p: 180, q: 240, r: 300, s: 360, t: 420, u: 480, v: 540, w: 600, x: 660, y: 720,
};
