/** A person's mistake at the border (a flag, a file, a setting): one line, exit code 2, no stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Whether a person mistook an option or another input: they are told in one line. */
export const isMistake = (error: unknown): boolean =>
  error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;

/** A setting is missing or malformed; stops the start and names the setting. */
export class SettingsError extends UsageError {
  override name = 'SettingsError';
}

/** Work cannot go on now, for a reason that meets the whole batch: the message and those after it come again. */
export class ComeLater extends Error {
  override name = 'ComeLater';
  /** `soon`: the worker is out of time, or too fast; `quota`: a day's quota is used up, or sending is paused. */
  readonly wait: 'soon' | 'quota';

  constructor(message: string, wait: 'soon' | 'quota') {
    super(message);
    this.wait = wait;
  }
}
