import type { HostRobots, RobotsRule } from './host-state.ts';
import { dayMs, hourMs } from '../text/time.ts';

/** Our product token in robots.txt and in the User-Agent. */
export const robotsToken = 'CaucasusWire';

/** RFC 9309 §2.5: at least 500 KiB are read; more is not. */
const robotsLimit = 512_000;

const robotsLife = dayMs;
/** A host whose robots.txt fails is asked again sooner, never in the same hour. */
const unreachableLife = hourMs;
/** Keeps the row small: rules beyond this are in lists that no feed path matches. */
const keptRules = 500;

/**
 * The rules of a robots.txt that speak to `token`: all groups that name it, else all groups of `*` (RFC 9309 §2.2.1).
 * Empty Disallow lines allow everything, so they leave no rule. The npm package robots-parser 3.0 does not serve here: it wants
 * the whole file, up to 500 KiB, for each check, while a row can hold our rules only, and a hostile pattern takes it
 * pattern × path steps.
 */
export function robotsRules(text: string, token: string = robotsToken): RobotsRule[] {
  const named: RobotsRule[] = [];
  const anyone: RobotsRule[] = [];
  let isNamed = false;
  let groups: RobotsRule[][] = [];
  let inAgents = false;
  for (const line of text.slice(0, robotsLimit).split(/\r\n|\r|\n/)) {
    const [, field = '', raw = ''] =
      /^\s*(user-agent|allow|disallow)\s*:\s*([^#]*)/i.exec(line.replace(/^\ufeff/, '')) ?? [];
    const value = raw.trim();
    if (field === '') continue;
    if (field.toLowerCase() === 'user-agent') {
      if (!inAgents) groups = [];
      inAgents = true;
      const ours = agentName(value) === token.toLowerCase();
      isNamed ||= ours;
      if (ours) groups.push(named);
      else if (value === '*') groups.push(anyone);
      continue;
    }
    inAgents = false;
    if (value !== '')
      for (const group of groups) group.push({ allow: field.toLowerCase() === 'allow', pattern: value });
  }
  return (isNamed ? named : anyone).slice(0, keptRules);
}

const agentName = (value: string): string => (/^[a-z_-]+/i.exec(value)?.[0] ?? '').toLowerCase();

/** The sitemaps that a robots.txt names, for anybody (sitemaps.org, «Specifying the Sitemap location in your robots.txt file»). */
export const sitemapsIn = (text: string): string[] => [
  ...new Set(
    text
      .slice(0, robotsLimit)
      .split(/\r\n|\r|\n/)
      .flatMap((line) => /^\s*sitemap\s*:\s*(https?:\/\/\S+)/i.exec(line.replace(/^\ufeff/, ''))?.[1] ?? []),
  ),
];

/** Whether the rules let us fetch the path and query: the longest match decides, Allow wins a tie (RFC 9309 §2.2.2). */
export function allowedBy(rules: readonly RobotsRule[], pathAndQuery: string): boolean {
  const path = normal(pathAndQuery);
  let best = { allow: true, length: -1 };
  for (const { allow, pattern } of rules) {
    if (!matchesPattern(normal(pattern), path)) continue;
    if (pattern.length > best.length || (pattern.length === best.length && allow))
      best = { allow, length: pattern.length };
  }
  return best.allow;
}

/** Non-ASCII as %XX, escapes in capitals, so that both spellings of one path are equal. */
function normal(path: string): string {
  const escaped = path.replaceAll(/[^\u0021-\u007e]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return escaped.replaceAll(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}

/** `*` = any run, `$` at the end = the end. Linear: each part is found at its first place. */
function matchesPattern(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$');
  const [first = '', ...rest] = (anchored ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  if (rest.length === 0) return !anchored || path.length === first.length;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    if (anchored && index === rest.length - 1) return path.length - part.length >= at && path.endsWith(part);
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

/**
 * What an answer for robots.txt means (RFC 9309 §2.3.1).
 * @param status null when no answer came; 429 is a rate limit, not a missing file
 */
export function robotsOf(status: number | null, text: string, fetchedAt: string): HostRobots {
  if (status !== null && status >= 200 && status < 300)
    return { fetchedAt, kind: 'rules', rules: robotsRules(text) };
  if (status !== null && status >= 300 && status < 500 && status !== 429)
    return { fetchedAt, kind: 'none', rules: [] };
  return { fetchedAt, kind: 'unreachable', rules: [] };
}

/** Whether what we know of the host's robots.txt has aged out. */
export function robotsExpired(robots: HostRobots | null, now: Date): boolean {
  if (robots === null) return true;
  const life = robots.kind === 'unreachable' ? unreachableLife : robotsLife;
  return now.getTime() - Date.parse(robots.fetchedAt) >= life;
}

export function robotsVerdict(robots: HostRobots, url: string): 'allowed' | 'disallowed' | 'unreachable' {
  if (robots.kind === 'unreachable') return 'unreachable';
  const { pathname, search } = new URL(url);
  return allowedBy(robots.rules, pathname + search) ? 'allowed' : 'disallowed';
}
