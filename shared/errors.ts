/** A person's mistake at the border (a flag, a file, a setting): one line, exit code 2, no stack. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** A setting is missing or malformed; stops the start and names the setting. */
export class SettingsError extends UsageError {
  override name = 'SettingsError';
}
