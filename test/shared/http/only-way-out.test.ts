import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

// Assets run in the reader's browser.
const root = new URL('../../../', import.meta.url);
const sources = ['functions', 'shared']
  .flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' }).map(
      (path) => `${folder}/${path}`,
    ),
  )
  .filter((path) => path.endsWith('.ts') && !path.includes('/assets/'));
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const waysOut =
  /from '(?:undici|node:(?:https?|http2|net|tls|dgram|dns(?:\/promises)?)|axios|got|node-fetch)'|\b(?:globalThis\.)?fetch\(|import\('(?:undici|node:(?:https?|http2|net|tls))'\)/;

describe('whatever a feed names is asked for through the guarded client', () => {
  test('no other module of the deployed code can open a connection', () => {
    const outside = sources.filter((path) => !path.startsWith('shared/http/') && waysOut.test(text(path)));
    // isIP is a pure function.
    expect(outside.filter((path) => !/^import \{ isIP \} from 'node:net';$/m.test(text(path)))).toEqual([]);
    expect(sources.length).toBeGreaterThan(50);
  });

  test('only visit-feeds imports that client, and the translators and events a server whose address the operator set', () => {
    const users = sources
      .filter((path) => !path.startsWith('shared/http/'))
      .flatMap((path) =>
        [...text(path).matchAll(/from '[./]*\/(?:shared\/)?http\/([^']+)'/g)].map(
          (door) => `${path}: ${door[1]}`,
        ),
      );
    expect(users).toEqual([
      'functions/publish-site/translators.ts: libre-translate.ts',
      'functions/visit-feeds/handler.ts: outlet-client.ts',
      'shared/event-ways.ts: event-webhook.ts',
    ]);
  });

  test('the rule sees each way out', () => {
    for (const line of [
      "import { request } from 'undici';",
      "import http from 'node:http';",
      'await fetch(url)',
      "await import('node:net')",
    ])
      expect(waysOut.test(line)).toBe(true);
  });
});
