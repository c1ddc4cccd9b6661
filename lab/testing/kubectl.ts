import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The real kubectl, told about one kubeconfig. Answers what it prints; throws with its error text when it fails. */
export function kubectlWith(kubeconfig: string): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const environment = { ...process.env, KUBECONFIG: kubeconfig, HOME: '/nonexistent' };
    const { stdout } = await run('kubectl', ['--cache-dir', `${kubeconfig}.cache`, ...args], {
      env: environment,
      timeout: 60_000,
      maxBuffer: 32 * 1024 * 1024,
    });
    return stdout;
  };
}

/** Whether kubectl is installed here. */
export function hasKubectl(): boolean {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
