// oxlint-disable-next-line import/no-unassigned-import -- the issuer of certificates wants it loaded first
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

const EC = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNED = { name: "ECDSA", hash: "SHA-256" } as const;
const DAY_MS = 86_400_000;

/** PEM texts. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority {
  readonly certificate: string;
  /** An identity for these host names and addresses, valid from yesterday until so many days from now. */
  issue(names: readonly string[], validDays?: number): Promise<Identity>;
}

/** An authority of its own, made anew for each run: no key lies in the repository. */
export async function createAuthority(name = "Test authority"): Promise<Authority> {
  cryptoProvider.set(webcrypto as Crypto);
  const keys = await createKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: SIGNED,
    ...validity(30),
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    certificate: certificate.toString("pem"),
    issue: async (names, validDays = 30) => {
      const own = await createKeys();
      const issued = await X509CertificateGenerator.create({
        subject: `CN=${names[0] ?? "client"}`,
        issuer: certificate.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: SIGNED,
        ...validity(validDays),
        extensions: [new SubjectAlternativeNameExtension(names.map(toGeneralName))],
      });
      return { certificate: issued.toString("pem"), key: await toPem(own.privateKey) };
    },
  };
}

function createKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(EC, true, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

async function toPem(key: CryptoKey): Promise<string> {
  return PemConverter.encode(
    await webcrypto.subtle.exportKey("pkcs8", key as webcrypto.CryptoKey),
    "PRIVATE KEY",
  );
}

function validity(days: number): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 3 * DAY_MS), notAfter: new Date(now + days * DAY_MS) };
}

function toGeneralName(name: string): { type: "ip" | "dns"; value: string } {
  return { type: /^[\d.]+$/.test(name) ? "ip" : "dns", value: name };
}
