/** A command of an SDK client as a first try sees it. */
export interface SdkCommand {
  input: Record<string, unknown>;
  /** Knows the endpoint. */
  command: object;
}

/** What the operation answered; undefined where the SDK shall try. */
export type Answered = Record<string, unknown> | undefined;

type Handler = (command: unknown) => Promise<{ response: unknown; output: unknown }>;

interface Resolvable {
  readonly input: object;
  /** Of a command of the document client: the table client's command behind it. */
  readonly clientCommand?: object;
  resolveMiddleware(stack: unknown, config: object, options: unknown): Handler;
}

/**
 * The same command, tried first by the short way (see first-try.ts) and where that does not answer by the SDK's. It is the
 * SDK's to a test that mocks its client.
 */
export function triedFirst<C extends abstract new (...args: never[]) => object>(
  command: C,
  tryFirst: (config: object, command: SdkCommand) => Promise<Answered>,
): C {
  // oxlint-disable-next-line typescript/no-explicit-any -- TypeScript asks for it of a class made of another
  const Base = command as unknown as new (...args: any[]) => Resolvable;
  class TriedFirst extends Base {
    override resolveMiddleware(stack: unknown, config: object, options: unknown): Handler {
      return async (own) => {
        const asked = { input: { ...this.input }, command: this.clientCommand ?? this };
        const output = await tryFirst(config, asked);
        if (output === undefined) return super.resolveMiddleware(stack, config, options)(own);
        return {
          response: undefined,
          output: { $metadata: { httpStatusCode: 200, attempts: 1 }, ...output },
        };
      };
    }
  }
  // Logs, and tests that count, go by the name.
  Object.defineProperty(TriedFirst, 'name', { value: command.name });
  return TriedFirst as unknown as C;
}
