import { readFileSync } from 'node:fs';

/** Lambda takes 4 KB of settings in all. */
const longest = 1_500;

const attribute = String.raw`\s+(?:xmlns|viewBox|width|height|fill|fill-rule|stroke|stroke-width|stroke-linecap|stroke-linejoin|opacity|transform|d|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|points)="[^"<>&:]*"`;
const xmlns = 'xmlns="http://www.w3.org/2000/svg"';
/** Shapes and nothing else: no script, no style, no link, no text, nothing that is fetched. */
const shapes = new RegExp(
  String.raw`^<svg(?:${attribute})+\s*>(?:\s|</?(?:g|path|rect|circle|ellipse|line|polyline|polygon)(?:${attribute})*\s*/?>)*</svg>$`,
);

/**
 * An SVG file as the site may show it.
 * @returns its text, or `fault`: what is wrong with it
 */
export function readLogo(path: string): { svg: string } | { fault: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch {
    return { fault: `is no file that can be read: ${path}` };
  }
  if (text.length > longest) return { fault: `${path} has more than ${longest} characters` };
  if (!text.includes(xmlns)) return { fault: `${path} is no SVG: it lacks ${xmlns}` };
  // The one value with a colon.
  if (!shapes.test(text.replace(xmlns, 'xmlns=""')))
    return {
      fault: `${path} holds more than shapes (svg, g, path, rect, circle, ellipse, line, polyline, polygon) with colours and measures`,
    };
  return { svg: text };
}
