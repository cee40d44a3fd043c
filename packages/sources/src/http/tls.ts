import { createPrivateKey, X509Certificate } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { ModelwatchError } from "@modelwatch/conventions";

/** How an https server and we prove who we are. Certificates and keys are PEM texts. */
export interface TlsOptions {
  /** Authorities that are trusted instead of the well-known ones; one or several. */
  readonly ca?: string;
  /** The client's certificate, with the intermediate ones that lead to its authority. */
  readonly certificate?: string;
  /** The key of `certificate`. */
  readonly key?: string;
  /** Of an encrypted `key`. */
  readonly passphrase?: string;
  /** The name that the server's certificate has to be for, where it is not the URL's host. */
  readonly serverName?: string;
  /** Takes any certificate. Whoever stands between can then read everything, credentials included. */
  readonly skipVerify?: boolean;
}

/**
 * The options as they are, once they are known to be usable.
 *
 * @throws ModelwatchError `invalid-argument` that names the option and repeats nothing of it
 */
export function checkTls(tls: TlsOptions, service: string): TlsOptions {
  if (tls.ca !== undefined) parseCertificate(tls.ca, `the CA of ${service}`);
  if ((tls.certificate === undefined) !== (tls.key === undefined)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the client certificate for ${service} has no ${tls.key === undefined ? "key" : "certificate"}`,
      allowed: "certificate and key, or neither",
    });
  }
  if (tls.certificate !== undefined && tls.key !== undefined) {
    const certificate = parseCertificate(tls.certificate, `the client certificate for ${service}`);
    if (!certificate.checkPrivateKey(parseKey(tls.key, tls.passphrase, service))) {
      throw new ModelwatchError("invalid-argument", {
        problem: `the key for ${service} is not that of the client certificate`,
        remedy: "give the key that belongs to the first certificate of the file",
      });
    }
  }
  return tls;
}

function parseCertificate(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL's reason ("no start line") helps nobody
    throw new ModelwatchError("invalid-argument", {
      problem: `${what} is not a certificate`,
      allowed: "PEM: a text that begins with -----BEGIN CERTIFICATE-----",
    });
  }
}

function parseKey(pem: string, passphrase: string | undefined, service: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    // nothing of a key is repeated
    throw new ModelwatchError("invalid-argument", {
      problem: `the key of the client certificate for ${service} cannot be read`,
      allowed: "PEM (-----BEGIN PRIVATE KEY-----), with its passphrase where it is encrypted",
    });
  }
}
