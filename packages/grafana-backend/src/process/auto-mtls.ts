import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { TlsOptions } from "node:tls";
import {
  der,
  derBits,
  derInteger,
  derOctets,
  derOid,
  derSequence,
  derSet,
  derTagged,
  derText,
  derTime,
  derTrue,
} from "./der.js";

/** Server certificate and trust for one plugin process. */
export interface AutoMtls {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  readonly tls: TlsOptions;
  /** The certificate as the handshake line carries it: base64 of the DER, without padding. */
  readonly handshakeCertificate: string;
}

const HOST_NAME = "localhost";
const YEAR_MS = 365 * 86_400_000;
const OID_ECDSA_SHA256 = "1.2.840.10045.4.3.2";
const OID_COMMON_NAME = "2.5.4.3";
const OID_KEY_USAGE = "2.5.29.15";
const OID_SUBJECT_ALT_NAME = "2.5.29.17";
const OID_BASIC_CONSTRAINTS = "2.5.29.19";
const OID_EXTENDED_KEY_USAGE = "2.5.29.37";
const OID_SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const OID_CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

/**
 * go-plugin's AutoMTLS: the host passes the certificate of its client, the plugin answers with one that it makes for
 * itself, and each trusts exactly the other's. Node can read certificates and not make them, hence the DER here.
 */
export function createAutoMtls(clientCertificatePem: string, now: Date): AutoMtls {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const body = toCertificateBody(publicKey.export({ type: "spki", format: "der" }), now);
  const signature = sign("sha256", body, privateKey);
  const certificate = derSequence(body, derSequence(derOid(OID_ECDSA_SHA256)), derBits(signature));
  const certificatePem = toPem(certificate);
  const privateKeyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return {
    certificatePem,
    privateKeyPem,
    tls: {
      cert: certificatePem,
      key: privateKeyPem,
      ca: clientCertificatePem,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
    },
    handshakeCertificate: certificate.toString("base64").replace(/=+$/, ""),
  };
}

/** TBSCertificate of RFC 5280 §4.1: its own issuer, valid for localhost, for both ends of TLS. */
function toCertificateBody(publicKey: Uint8Array, now: Date): Buffer {
  const name = derSequence(derSet(derSequence(derOid(OID_COMMON_NAME), derText(HOST_NAME))));
  const serial = randomBytes(16);
  // a positive number without a leading zero byte
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return derSequence(
    derTagged(0, derInteger(Buffer.of(2))),
    derInteger(serial),
    derSequence(derOid(OID_ECDSA_SHA256)),
    name,
    derSequence(derTime(new Date(now.getTime() - 30_000)), derTime(new Date(now.getTime() + 10 * YEAR_MS))),
    name,
    publicKey,
    derTagged(3, derSequence(...toExtensions())),
  );
}

function toExtensions(): Buffer[] {
  // digitalSignature, keyEncipherment, keyAgreement, keyCertSign: bits 0, 2, 4 and 5
  const keyUsage = derBits(Buffer.of(0b1010_1100), 2);
  return [
    derSequence(derOid(OID_BASIC_CONSTRAINTS), derTrue(), derOctets(derSequence(derTrue()))),
    derSequence(derOid(OID_KEY_USAGE), derTrue(), derOctets(keyUsage)),
    derSequence(
      derOid(OID_EXTENDED_KEY_USAGE),
      derOctets(derSequence(derOid(OID_SERVER_AUTH), derOid(OID_CLIENT_AUTH))),
    ),
    derSequence(derOid(OID_SUBJECT_ALT_NAME), derOctets(derSequence(der(0x82, Buffer.from(HOST_NAME))))),
  ];
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
