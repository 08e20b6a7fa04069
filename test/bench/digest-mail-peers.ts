import type { Edition } from '../../shared/domain/edition.ts';

/** The same edition through two well-known mail renderers, written as their guides show. Loaded from a folder of the caller's. */
export type Render = (edition: Edition) => Promise<string> | string;
type Load = (name: string) => unknown;

type Element = unknown;
type CreateElement = (type: unknown, props: Record<string, unknown> | null, ...children: Element[]) => Element;

export function reactTemplate(load: Load): Render {
  const { createElement: h } = load('react') as { createElement: CreateElement };
  const { renderToStaticMarkup } = load('react-dom/server') as { renderToStaticMarkup: (element: Element) => string };
  const { Html, Head, Body, Container, Section, Row, Column, Heading, Text, Link } = load('@react-email/components') as Record<string, unknown>;
  return (edition) => renderToStaticMarkup(h(Html, { lang: edition.interface }, h(Head, null), h(Body, null, h(Container, null, ...edition.stories.map((story) => h(Section, { key: story.storyId },
    h(Heading, { as: 'h2' }, h(Link, { href: story.headline.url }, story.headline.title)), h(Text, null, story.headline.outlet),
    ...story.sides.map((side) => h(Row, { key: side.side }, h(Column, null, side.side), h(Column, null, h(Link, { href: side.url }, side.title), h(Text, null, `${side.outlet} ${side.kind}`)))),
  ))))));
}

export function mjmlTemplate(load: Load): Render {
  const loaded = load('mjml') as { default?: unknown };
  const mjml = (typeof loaded === 'function' ? loaded : loaded.default) as (source: string) => { html: string } | Promise<{ html: string }>;
  const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  return async (edition) => {
    const stories = edition.stories.map((story) => `<mj-section><mj-column><mj-text><h2><a href="${story.headline.url}">${escape(story.headline.title)}</a></h2><p>${escape(story.headline.outlet)}</p></mj-text><mj-table>${
      story.sides.map((side) => `<tr><td>${side.side}</td><td><a href="${side.url}">${escape(side.title)}</a><br>${escape(side.outlet)} ${side.kind}</td></tr>`).join('')}</mj-table></mj-column></mj-section>`);
    const made = await mjml(`<mjml><mj-body>${stories.join('')}</mj-body></mjml>`);
    return made.html;
  };
}
