import { brotliCompressSync, constants } from 'node:zlib';
import { errorText } from '../../shared/log.ts';

type Numbers = Uint8Array | Uint16Array | Uint32Array | Int32Array;

const isNumbers = (value: unknown): value is Numbers =>
  value instanceof Uint8Array ||
  value instanceof Uint16Array ||
  value instanceof Uint32Array ||
  value instanceof Int32Array;

/** Data below this stands in the module as it is. */
const packedFrom = 2_000;

/**
 * What modules of data import as `unpack-data`. Data stands in them compressed: a bundle stays small and in plain ASCII, and
 * the engine need not read as code what is none.
 */
export const unpackModule = `import { brotliDecompressSync } from 'node:zlib';
const bytes = (text) => brotliDecompressSync(Buffer.from(text, 'base64'));
export const json = (text) => JSON.parse(bytes(text));
export const numbers = (Type, text) => new Type(Uint8Array.from(bytes(text)).buffer);
export const sums = (Type, text) => {
  const sums = numbers(Type, text);
  for (let at = 1; at < sums.length; at++) sums[at] += sums[at - 1];
  return sums;
};
`;

/** A JavaScript module that exports these values. @throws Error naming an export that is not data */
export function moduleOf(values: Record<string, unknown>): string {
  const exports = Object.entries(values).map(([name, value]) => {
    try {
      return name === 'default'
        ? `export default ${literalOf(value)};\n`
        : `export const ${name} = ${literalOf(value)};\n`;
    } catch (error) {
      throw new Error(`'${name}' cannot be made at build: ${errorText(error)}`, { cause: error });
    }
  });
  return `import { json, numbers, sums } from 'unpack-data';\n${exports.join('')}`;
}

/** An expression that makes an equal value. @throws Error where the value holds anything but plain data and arrays of numbers */
function literalOf(value: unknown): string {
  if (isNumbers(value)) {
    const [plain, steps] = [packed(bytesOf(value)), packed(bytesOf(stepsOf(value)))];
    const [unpack, text] = 2 * steps.length < plain.length ? ['sums', steps] : ['numbers', plain];
    return `/* @__PURE__ */ ${unpack}(${value.constructor.name}, '${text}')`;
  }
  if (!holdsNumbers(value)) {
    const text = JSON.stringify(value);
    return text.length < packedFrom ? text : `/* @__PURE__ */ json('${packed(text)}')`;
  }
  if (Array.isArray(value)) return `[${value.map(literalOf).join(',')}]`;
  const fields = Object.entries(value as object).map(
    ([key, field]) => `${JSON.stringify(key)}:${literalOf(field)}`,
  );
  return `{${fields.join(',')}}`;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Numbers): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** From each number to the next: of a table of letters nearly all the same. */
const stepsOf = (numbers: Numbers): Numbers =>
  numbers.map((value, at) => (at === 0 ? value : value - (numbers[at - 1] ?? 0)));

/** Half the time of the best quality for a twentieth more bytes. */
const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const packed = (data: Uint8Array | string): string => brotliCompressSync(data, options).toString('base64');

/** @throws Error where anything under the value would be lost in JSON */
function holdsNumbers(value: unknown): boolean {
  if (isNumbers(value)) return true;
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined && typeof value !== 'function' && typeof value !== 'symbol') return false;
    throw new Error(`${typeof value} is no data`);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null)
    throw new Error(`${value.constructor.name} is no plain data`);
  return Object.values(value).map(holdsNumbers).includes(true);
}
