import { describe, expect, it } from 'vitest';
import { runSettingsFrom, settingsFor } from '../../shared/env.ts';
import { UsageError } from '../../shared/errors.ts';

describe('the settings of a run', () => {
  it('are read with their types, and absent where nobody set them', () => {
    expect(runSettingsFrom({})).toEqual({});
    expect(
      runSettingsFrom({
        WIRE_HOST_GAP_MS: '0',
        WIRE_ALLOW_HOSTS: '127.0.0.1:4401, [::1]:80, feeds.lan:8080',
      }),
    ).toEqual({ WIRE_HOST_GAP_MS: 0, WIRE_ALLOW_HOSTS: '127.0.0.1:4401, [::1]:80, feeds.lan:8080' });
  });

  it.each([
    ['WIRE_HOST_GAP_MS', '2s', "WIRE_HOST_GAP_MS is '2s', not a whole number of milliseconds such as 2000"],
    ['WIRE_HOST_GAP_MS', '', "WIRE_HOST_GAP_MS is '', not a whole number"],
    ['WIRE_HOST_GAP_MS', '-1', "WIRE_HOST_GAP_MS is '-1', not a whole number"],
    ['WIRE_NOW', 'yesterday', "WIRE_NOW is 'yesterday', not an ISO 8601 instant"],
    ['WIRE_ALLOW_HOSTS', 'localhost', "WIRE_ALLOW_HOSTS is 'localhost', not host:port"],
    ['WIRE_QUIET', 'yes', "WIRE_QUIET is 'yes', not 0 or 1"],
    ['WIRE_CATALOGUE', '', "WIRE_CATALOGUE is ''"],
  ])('%s=%s stops the start with its name, its value and what is right', (name, value, message) => {
    expect(() => runSettingsFrom({ [name]: value })).toThrow(UsageError);
    expect(() => runSettingsFrom({ [name]: value })).toThrow(message);
  });
});

it('a stage names every setting it misses', () => {
  expect(() => settingsFor('due-feeds', { TABLE_FEEDS: 'f' })).toThrow(
    /due-feeds cannot start: set BUCKET_ARCHIVE .*, QUEUE_VISIT_URL/,
  );
});
