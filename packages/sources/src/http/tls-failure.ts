import type { ErrorCode, ErrorText } from "@modelwatch/conventions";

/**
 * What a failed handshake means, by Node's codes; undefined where it was no handshake that failed. OpenSSL's reasons become codes
 * with all their characters: Node 26 has an `ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE` where Node 20 says SSLV3.
 */
export function toTlsFailure(
  code: string,
  message: string,
): { readonly code: ErrorCode; readonly text: ErrorText } | undefined {
  const row = FAILURES.find(({ codes }) => codes.test(code));
  return (
    row && {
      code: row.failure,
      text: { problem: `${row.problem} (${code}${detail(code, message)})`, remedy: row.remedy },
    }
  );
}

/** Of the names that a certificate is for, as Node lists them. */
function detail(code: string, message: string): string {
  const names =
    code === "ERR_TLS_CERT_ALTNAME_INVALID" ? /altnames: (.{1,200})/.exec(message)?.[1] : undefined;
  return names === undefined ? "" : `: ${names}`;
}

interface Row {
  readonly codes: RegExp;
  readonly failure: ErrorCode;
  readonly problem: string;
  readonly remedy: string;
}

const FAILURES: readonly Row[] = [
  {
    codes:
      /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE)$/,
    failure: "unavailable",
    problem: "its certificate is not signed by an authority that is trusted here",
    remedy:
      "give the certificate of its authority as the CA, or have the server send its intermediate certificates",
  },
  {
    codes: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    failure: "unavailable",
    problem: "its certificate is for another host name",
    remedy: "use a name that the certificate has in the URL, or give that name as the TLS server name",
  },
  {
    codes: /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CRL_HAS_EXPIRED)$/,
    failure: "unavailable",
    problem: "its certificate is not valid at this time",
    remedy: "renew the server's certificate, and check the clocks of both machines",
  },
  {
    codes:
      /^ERR_SSL_(TLSV13_ALERT_CERTIFICATE_REQUIRED|\S*ALERT_(BAD_CERTIFICATE|HANDSHAKE_FAILURE|UNKNOWN_CA|CERTIFICATE_\w+|ACCESS_DENIED|UNSUPPORTED_CERTIFICATE))$/,
    failure: "unauthorized",
    problem: "it refused the TLS handshake, as servers do that want a client certificate they know",
    remedy: "give a client certificate and its key, signed by an authority that the server trusts",
  },
  {
    codes: /^(ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)|EPROTO)$/,
    failure: "unavailable",
    problem: "it does not speak TLS",
    remedy: "write http:// where the server has no TLS, or use its TLS port",
  },
  {
    codes:
      /^(ERR_SSL_\S+|ERR_TLS_\w+|UND_ERR_PRX_TLS|CERT_\w+|INVALID_CA|INVALID_PURPOSE|\w+_CHAIN_TOO_LONG|HOSTNAME_MISMATCH)$/,
    failure: "unavailable",
    problem: "the TLS handshake failed",
    remedy: "check the versions and certificates that both sides accept",
  },
];
