/** Values as DynamoDB's JSON writes them, each under its type. The SDK's document client does the same in two more passes. */
export type AttributeValue = Record<string, unknown>;

/** @throws RangeError where the value is of no kind that rows hold: the SDK may know it */
function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER)
    return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array)
    return { B: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  if (Array.isArray(value)) return { L: value.filter((each) => each !== undefined).map(attributeOf) };
  return { M: attributesOf(value) };
}

/** A row, or the values of an expression. What is undefined is left out. */
export function attributesOf(value: unknown): Record<string, AttributeValue> {
  if (!isPlain(value)) throw new RangeError(`no attribute: ${typeof value}`);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, attributeOf(field)]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

type Fields = Record<string, AttributeValue>;

/** @throws RangeError where it is of a type that no row of ours holds */
function valueOf(attribute: AttributeValue): unknown {
  const [[type, value] = []] = Object.entries(attribute);
  switch (type) {
    case 'S':
    case 'BOOL':
      return value;
    case 'N':
      return Number(value);
    case 'NULL':
      return null;
    case 'B':
      return Uint8Array.from(Buffer.from(String(value), 'base64'));
    case 'L':
      return (value as AttributeValue[]).map(valueOf);
    case 'M':
      return valuesOf(value as Fields);
    default:
      throw new RangeError(`no value of ours: ${type}`);
  }
}

export const valuesOf = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, attribute]) => [name, valueOf(attribute)]));
