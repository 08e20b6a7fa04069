/**
 * Marks of the pages that a protection service shows to robots instead of the outlet's own (Cloudflare, DDoS-Guard, Qrator,
 * Sucuri, Imperva, PerimeterX, DataDome, AWS WAF). Source: the services' own pages.
 */
const challengeMarks =
  /just a moment\.\.\.|cf-chl|_cf_chl_|challenge-platform|cf-browser-verification|attention required! \| cloudflare|ddos-guard|__ddg\d|checking your browser|qrator|sucuri_cloudproxy|sucuri website firewall|_incapsula_resource|incapsula incident|perimeterx|captcha-delivery|awswaf|enable javascript and cookies to continue/i;

/** Whether the text of a page is a robot check. */
export const isChallenge = (page: string): boolean => challengeMarks.test(page);
