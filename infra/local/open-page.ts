import { spawn } from 'node:child_process';

const desktops: Partial<Record<NodeJS.Platform, string>> = { darwin: 'open', win32: 'explorer' };

/** Shows a file in the browser that BROWSER names, else in the desktop's own. @returns false when there is none */
export function openPage(path: string): Promise<boolean> {
  const command = process.env.BROWSER ?? desktops[process.platform] ?? 'xdg-open';
  return new Promise((resolve) => {
    const browser = spawn(command, [path], { detached: true, stdio: 'ignore' });
    browser.on('error', () => resolve(false));
    browser.on('spawn', () => {
      browser.unref();
      resolve(true);
    });
  });
}
