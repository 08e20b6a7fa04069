import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Edition } from '../../../shared/domain/digest/edition.ts';

/** The same edition through two well-known mail renderers, written as their guides show. */
export type Render = (edition: Edition) => Promise<string> | string;
type Load = (name: string) => unknown;

/** 90 MB with all they bring, more than the rest of the project: so no dependencies of it. */
const versions = {
  mjml: '5.4.1',
  react: '19.3.1',
  'react-dom': '19.3.1',
  '@react-email/components': '1.0.12',
};
const folder = fileURLToPath(new URL('../../../node_modules/.cache/mail-renderers/', import.meta.url));

type Element = unknown;
type CreateElement = (
  type: unknown,
  props: Record<string, unknown> | null,
  ...children: Element[]
) => Element;

function reactTemplate(load: Load): Render {
  const { createElement: h } = load('react') as { createElement: CreateElement };
  const { renderToStaticMarkup } = load('react-dom/server') as {
    renderToStaticMarkup: (element: Element) => string;
  };
  const { Html, Head, Body, Container, Section, Row, Column, Heading, Text, Link } = load(
    '@react-email/components',
  ) as Record<string, unknown>;
  return (edition) =>
    renderToStaticMarkup(
      h(
        Html,
        { lang: edition.interface },
        h(Head, null),
        h(
          Body,
          null,
          h(
            Container,
            null,
            ...edition.stories.map((story) =>
              h(
                Section,
                { key: story.storyId },
                h(Heading, { as: 'h2' }, h(Link, { href: story.headline.url }, story.headline.title)),
                h(Text, null, story.headline.outlet),
                ...story.sides.map((side) =>
                  h(
                    Row,
                    { key: side.side },
                    h(Column, null, side.side),
                    h(
                      Column,
                      null,
                      h(Link, { href: side.url }, side.title),
                      h(Text, null, `${side.outlet} ${side.kind}`),
                    ),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    );
}

function mjmlTemplate(load: Load): Render {
  const loaded = load('mjml') as { default?: unknown };
  const mjml = (typeof loaded === 'function' ? loaded : loaded.default) as (
    source: string,
  ) => { html: string } | Promise<{ html: string }>;
  const escape = (text: string): string =>
    text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return async (edition) => {
    const stories = edition.stories.map(
      (story) =>
        `<mj-section><mj-column><mj-text><h2><a href="${story.headline.url}">${escape(story.headline.title)}</a></h2><p>${escape(story.headline.outlet)}</p></mj-text><mj-table>${story.sides
          .map(
            (side) =>
              `<tr><td>${side.side}</td><td><a href="${side.url}">${escape(side.title)}</a><br>${escape(side.outlet)} ${side.kind}</td></tr>`,
          )
          .join('')}</mj-table></mj-column></mj-section>`,
    );
    const made = await mjml(`<mjml><mj-body>${stories.join('')}</mj-body></mjml>`);
    return made.html;
  };
}

/** @returns why they cannot be had, or null once they are there */
function fetched(): string | null {
  if (Object.keys(versions).every((name) => existsSync(join(folder, 'node_modules', name)))) return null;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  const { status, stderr, error } = spawnSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
    { cwd: folder, encoding: 'utf8' },
  );
  return status === 0 ? null : (error?.message ?? stderr.trim().split('\n')[0] ?? 'npm install failed');
}

/** The renderers by name, fetched from npm the first time; a sentence where that fails. */
export function mailRenderers(): { name: string; render: Render }[] | string {
  const trouble = fetched();
  if (trouble !== null) return `mjml and react-email are not measured: ${trouble}`;
  const load: Load = createRequire(join(folder, 'package.json'));
  return [
    { name: 'react-email components, renderToStaticMarkup', render: reactTemplate(load) },
    { name: 'mjml', render: mjmlTemplate(load) },
  ];
}
