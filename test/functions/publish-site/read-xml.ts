/** An element of a document. */
export interface XmlNode {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  /** Its own text, entities resolved. */
  text: string;
}

const forbidden =
  // oxlint-disable-next-line no-control-regex -- XML 1.0 production 2 forbids exactly these
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const token = /<\?xml[^?]*\?>|<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z][\w:.-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const attribute = /([A-Za-z][\w:.-]*)="([^"<]*)"/g;
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolved(text: string): string {
  return text.replace(/&(#\d+|#x[\da-f]+|\w+)?(;?)/gi, (whole, name: string | undefined, end: string) => {
    if (name === undefined || end === '') throw new Error(`a bare & in ${text.slice(0, 60)}`);
    if (name.startsWith('#'))
      return String.fromCodePoint(Number(name[1] === 'x' ? `0${name.slice(1)}` : name.slice(1)));
    const character = named[name];
    if (character === undefined) throw new Error(`unknown entity ${whole}`);
    return character;
  });
}

/**
 * Reads a document strictly, as far as our own feeds use XML: throws on a character that XML 1.0 forbids, on a bare `&` or `<`,
 * on an attribute given twice, on an end tag that does not fit, on text outside the root, and on anything left open.
 */
export function readXml(text: string): XmlNode {
  if (forbidden.test(text)) throw new Error('a character that XML forbids');
  const document: XmlNode = { name: '', attributes: {}, children: [], text: '' };
  const open: XmlNode[] = [document];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`not XML: ${text.slice(at, at + 80)}`);
    take(match, open);
  }
  const [root] = document.children;
  if (
    open.length !== 1 ||
    document.children.length !== 1 ||
    root === undefined ||
    document.text.trim() !== ''
  )
    throw new Error('not one closed root');
  return root;
}

function take(
  [whole, closing, name, attributes = '', empty, characters]: RegExpExecArray,
  open: XmlNode[],
): void {
  const parent = open.at(-1);
  if (parent === undefined) throw new Error(`after the end: ${whole}`);
  if (characters !== undefined) parent.text += resolved(characters);
  if (name === undefined) return;
  if (closing === '/') {
    if (parent.name !== name) throw new Error(`</${name}> closes ${parent.name}`);
    open.pop();
    return;
  }
  const pairs = [...attributes.matchAll(attribute)].map(
    ([, key = '', value = '']) => [key, resolved(value)] as const,
  );
  if (new Set(pairs.map(([key]) => key)).size !== pairs.length)
    throw new Error(`an attribute twice in ${whole}`);
  const node: XmlNode = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
  parent.children.push(node);
  if (empty !== '/') open.push(node);
}
