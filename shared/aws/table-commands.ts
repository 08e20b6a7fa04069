import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as sdk from '@aws-sdk/lib-dynamodb';
import { type AttributeValue, attributesOf, valuesOf } from './attribute-values.ts';
import { firstJsonTry } from './first-try.ts';
import { type Answered, type SdkCommand, triedFirst } from './tried-first.ts';

/** The SDK's table commands that run many times a minute, each tried once by the short way: see first-try.ts. */

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;
type Fields = Record<string, AttributeValue>;

interface Operation {
  name: string;
  /** The input with its rows as attributes. @throws RangeError where it holds what no row of ours holds */
  wire: (input: Input) => Input;
  /** The answer with its attributes as rows. */
  read: (answer: Output) => Output;
}

/** @throws ConditionalCheckFailedException where the condition did not hold: asking again would say the same */
const asking =
  ({ name, wire, read }: Operation) =>
  async (config: object, { input, command }: SdkCommand): Promise<Answered> => {
    const body = ifOurs(() => JSON.stringify(wire(input)));
    if (body === undefined) return undefined;
    const answer = await firstJsonTry(config, {
      command,
      input,
      target: `DynamoDB_20120810.${name}`,
      body,
    });
    if (answer?.status === 400 && answer.body.includes('#ConditionalCheckFailedException"'))
      throw new ConditionalCheckFailedException({
        message: 'The conditional request failed',
        $metadata: { httpStatusCode: 400, attempts: 1 },
      });
    if (answer?.status !== 200) return undefined;
    return ifOurs(() => read(JSON.parse(answer.body.toString()) as Output));
  };

/** @returns undefined where the work met values of a kind that no row of ours holds, or an answer that is cut */
function ifOurs<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const attributesAt =
  (...names: string[]) =>
  (input: Input): Input => {
    const own = names.filter((name) => input[name] !== undefined);
    return { ...input, ...Object.fromEntries(own.map((name) => [name, attributesOf(input[name])])) };
  };

const valuesAt =
  (name: string) =>
  (answer: Output): Output =>
    answer[name] === undefined ? answer : { ...answer, [name]: valuesOf(answer[name] as Fields) };

const eachValue = (of: unknown, change: (value: never) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(of ?? {}).map(([name, value]) => [name, change(value as never)]));

interface Asked<Key> {
  Keys: Key[];
}

export const PutCommand = triedFirst(
  sdk.PutCommand,
  asking({
    name: 'PutItem',
    wire: attributesAt('Item', 'ExpressionAttributeValues'),
    read: valuesAt('Attributes'),
  }),
);
export const UpdateCommand = triedFirst(
  sdk.UpdateCommand,
  asking({
    name: 'UpdateItem',
    wire: attributesAt('Key', 'ExpressionAttributeValues'),
    read: valuesAt('Attributes'),
  }),
);
export const DeleteCommand = triedFirst(
  sdk.DeleteCommand,
  asking({
    name: 'DeleteItem',
    wire: attributesAt('Key', 'ExpressionAttributeValues'),
    read: valuesAt('Attributes'),
  }),
);
export const GetCommand = triedFirst(
  sdk.GetCommand,
  asking({ name: 'GetItem', wire: attributesAt('Key'), read: valuesAt('Item') }),
);
export const BatchGetCommand = triedFirst(
  sdk.BatchGetCommand,
  asking({
    name: 'BatchGetItem',
    wire: (input) => ({
      ...input,
      RequestItems: eachValue(input.RequestItems, (asked: Asked<object>) => ({
        ...asked,
        Keys: asked.Keys.map(attributesOf),
      })),
    }),
    read: (answer) => ({
      ...answer,
      Responses: eachValue(answer.Responses, (rows: Fields[]) => rows.map(valuesOf)),
      UnprocessedKeys: eachValue(answer.UnprocessedKeys, (asked: Asked<Fields>) => ({
        ...asked,
        Keys: asked.Keys.map(valuesOf),
      })),
    }),
  }),
);
