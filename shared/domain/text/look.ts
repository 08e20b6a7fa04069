/** The colours of pages and mails that an operator may choose: `#rrggbb`, on light paper and on dark. */
export interface Look {
  accent: string;
  accentDark: string;
}

/** The papers that an accent stands on: the darkest of the light ones, the lightest of the dark ones. */
export const papers = { accent: '#f4f1ea', accentDark: '#1e1c1a' } as const;

/** WCAG 2.2, 1.4.3: text of usual size. */
export const leastContrast = 4.5;

const channel = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** Relative luminance (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Our own accents in style sheets, each with what takes its place. A button keeps the light accent on dark paper too: its letters are white. */
const ours: Record<string, keyof Look> = {
  '#7c2230': 'accent',
  '#7a2318': 'accent',
  '#b5402f': 'accent',
  '#9c3324': 'accent',
  '#e79a9f': 'accentDark',
  '#eb9a8a': 'accentDark',
};

/** A style sheet, or an icon, in the operator's colours; as it is where none were chosen. */
export const inLook = (css: string, look: Look | null): string =>
  look === null
    ? css
    : css.replace(/#[0-9a-f]{6}\b/g, (colour) => {
        const accent = ours[colour];
        return accent === undefined ? colour : look[accent];
      });

/** The same of a whole document: its own style block alone. */
export const documentInLook = (document: string, look: Look | null): string =>
  look === null ? document : document.replace(/<style>[^]*?<\/style>/, (css) => inLook(css, look));
