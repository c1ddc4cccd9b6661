import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** What a certificate is wanted for; `hosts` defaults to the loopback names, `client` adds client authentication. */
export interface IssueOptions {
  readonly commonName: string;
  readonly organizations?: readonly string[];
  readonly hosts?: readonly string[];
  readonly client?: boolean;
}

/** A certificate with its private key, both PEM. */
export interface KeyPairPem {
  readonly certPem: string;
  readonly keyPem: string;
}

/** The lab's own certificate authority. */
export interface LabCa {
  readonly certPem: string;
  issue(options: IssueOptions): Promise<KeyPairPem>;
}

const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const loopbackHosts = ['127.0.0.1', '::1', 'localhost'] as const;
const dayMs = 24 * 60 * 60 * 1000;

// Node's webcrypto is the DOM one at run time; only the two declarations differ by name.
x509.cryptoProvider.set(webcrypto as unknown as Crypto);

async function newKeys(): Promise<CryptoKeyPair> {
  const keys = await webcrypto.subtle.generateKey(signing, true, ['sign', 'verify']);
  // Same declarations as above: node's CryptoKeyPair and the DOM's describe one object.
  return keys as unknown as CryptoKeyPair;
}

async function exportKey(key: CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

async function importKey(pem: string): Promise<CryptoKey> {
  const der = x509.PemConverter.decodeFirst(pem);
  return await webcrypto.subtle.importKey('pkcs8', der, signing, true, ['sign']);
}

function serial(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  // A leading zero bit keeps the number positive in DER.
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return Buffer.from(bytes).toString('hex');
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  // One day back, so that a client whose clock is a little behind still accepts the certificate.
  return { notBefore: new Date(Date.now() - dayMs), notAfter: new Date(Date.now() + days * dayMs) };
}

/** Makes a new authority. Its key stays in memory unless the caller stores it. */
export async function createCa(): Promise<KeyPairPem> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: [{ CN: ['portolan lab authority'] }],
    ...validity(3650),
    keys,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certPem: `${certificate.toString('pem')}\n`, keyPem: await exportKey(keys.privateKey) };
}

function subjectOf(options: IssueOptions): x509.JsonName {
  const organizations = (options.organizations ?? []).map((organization) => ({ O: [organization] }));
  return [...organizations, { CN: [options.commonName] }];
}

function alternativeNames(hosts: readonly string[]): x509.JsonGeneralNames {
  return hosts.map((host) => ({ type: /^[\d.]+$|:/.test(host) ? ('ip' as const) : ('dns' as const), value: host }));
}

async function issueFrom(
  issuer: x509.X509Certificate,
  issuerKey: CryptoKey,
  options: IssueOptions,
): Promise<KeyPairPem> {
  const keys = await newKeys();
  const usage = options.client ? x509.ExtendedKeyUsage.clientAuth : x509.ExtendedKeyUsage.serverAuth;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: subjectOf(options),
    issuer: issuer.subjectName,
    ...validity(825),
    publicKey: keys.publicKey,
    signingKey: issuerKey,
    signingAlgorithm: signing,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(options.client
        ? []
        : [new x509.SubjectAlternativeNameExtension(alternativeNames(options.hosts ?? loopbackHosts))]),
    ],
  });
  return { certPem: `${certificate.toString('pem')}\n`, keyPem: await exportKey(keys.privateKey) };
}

/** Wraps stored authority material. Throws when the PEM text is not a certificate with its key. */
export async function openCa(material: KeyPairPem): Promise<LabCa> {
  const certificate = new x509.X509Certificate(material.certPem);
  const key = await importKey(material.keyPem);
  return { certPem: material.certPem, issue: (options) => issueFrom(certificate, key, options) };
}
