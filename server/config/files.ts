import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { nearest } from './nearest';

export interface FileProblem {
  readonly message: string;
  readonly remedy: string;
}

type ReadFile = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: FileProblem };

/** Reads a text file; a failure says why in words and never shows content. */
export function readTextFile(file: string): ReadFile {
  try {
    return { ok: true, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const why: Readonly<Record<string, string>> = {
      ENOENT: 'does not exist',
      EACCES: 'may not be read by this process',
      EISDIR: 'is a directory',
    };
    const remedy = 'Correct the path (relative ones start at the settings file), or make the file readable.';
    return { ok: false, problem: { message: `${file} ${why[code] ?? `cannot be read (${code})`}`, remedy } };
  }
}

/** What is wrong with a file that holds a secret alone; null when nothing is. */
export function checkSecretFile(file: string, what: 'password' | 'token'): FileProblem | null {
  const read = readTextFile(file);
  if (!read.ok) return read.problem;
  if (read.text.trim() !== '') return null;
  return { message: `${file} is empty`, remedy: `Write the ${what} into it, alone.` };
}

/** What is wrong with the files of a client certificate, and with which; nothing when they can be used. */
export function checkClientCertificate(
  certFile: string,
  keyFile: string,
): ReadonlyMap<'certFile' | 'keyFile', FileProblem> {
  const problems = new Map<'certFile' | 'keyFile', FileProblem>();
  const certProblem = checkCaFile(certFile);
  if (certProblem !== null) problems.set('certFile', certProblem);
  const key = readTextFile(keyFile);
  if (!key.ok) return problems.set('keyFile', key.problem);
  try {
    const privateKey = createPrivateKey(key.text);
    const remedy = 'Name the key that the certificate was made for.';
    if (certProblem === null && !new X509Certificate(readFileSync(certFile)).checkPrivateKey(privateKey))
      problems.set('keyFile', { message: `${keyFile} does not belong to the certificate`, remedy });
  } catch {
    const remedy = 'Point it to a PEM file with an unencrypted private key.';
    problems.set('keyFile', { message: `${keyFile} holds no private key that can be used`, remedy });
  }
  return problems;
}

/** What is wrong with a file of certificate authorities; null when nothing is. */
export function checkCaFile(file: string): FileProblem | null {
  const read = readTextFile(file);
  if (!read.ok) return read.problem;
  try {
    new X509Certificate(read.text);
    return null;
  } catch {
    return { message: `${file} holds no certificate`, remedy: 'Point it to a PEM file (-----BEGIN CERTIFICATE-----).' };
  }
}

type CheckedKubeconfig = { readonly context: string } | (FileProblem & { readonly field: 'kubeconfig' | 'context' });

/** Checks that the kubeconfig holds a usable context; without `wanted` its current one. */
export function checkKubeconfig(file: string, wanted: string | undefined): CheckedKubeconfig {
  const read = readTextFile(file);
  if (!read.ok) return { ...read.problem, field: 'kubeconfig' };
  const config = new KubeConfig();
  try {
    config.loadFromString(read.text);
  } catch {
    const remedy = 'Check it with kubectl --kubeconfig FILE config view.';
    return { field: 'kubeconfig', message: `${file} is not a kubeconfig`, remedy };
  }
  return checkContext(config, file, wanted);
}

function checkContext(config: KubeConfig, file: string, wanted: string | undefined): CheckedKubeconfig {
  const names = (config.getContexts() ?? []).map((context) => context.name);
  const name = wanted ?? config.getCurrentContext();
  if (name === undefined || name === '') {
    const remedy = `Write context: one of ${names.join(', ') || 'its contexts (it has none)'}.`;
    return { field: 'context', message: `${file} has no current context, and none is named`, remedy };
  }
  const context = config.getContextObject(name);
  if (context === null) {
    const meant = nearest(name, names);
    const remedy = meant === null ? `It has ${names.join(', ') || 'no context'}.` : `Did you mean ${meant}?`;
    return { field: 'context', message: `${file} has no context "${name}"`, remedy };
  }
  const missing = config.getCluster(context.cluster) === null ? `cluster "${context.cluster}"` : null;
  const noUser = config.getUser(context.user) === null ? `user "${context.user}"` : null;
  if (missing === null && noUser === null) return { context: name };
  const remedy = 'Name another context, or complete the kubeconfig.';
  return {
    field: 'context',
    message: `context "${name}" names the ${missing ?? noUser}, which ${file} does not define`,
    remedy,
  };
}
