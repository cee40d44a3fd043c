import { X509Certificate } from "node:crypto";
import { connect, createServer, type TlsOptions } from "node:tls";
import { expect, it } from "vitest";
import { createAutoMtls } from "./auto-mtls.js";

const NOW = new Date();

/** The two ends of go-plugin: the maker of certificates is the same for both. */
const client = createAutoMtls("", NOW);
const server = createAutoMtls(client.certificatePem, NOW);

const serverCertificate = new X509Certificate(server.certificatePem);

/** Resolves with what the server says to a client, or rejects with the handshake's error. */
function greet(clientTls: TlsOptions): Promise<string> {
  const listener = createServer(server.tls, (socket) => socket.end("hello"));
  return new Promise<string>((resolve, reject) => {
    listener.listen(0, "127.0.0.1", () => {
      const address = listener.address();
      const port = typeof address === "object" ? (address?.port ?? 0) : 0;
      const { cert, key } = clientTls;
      const socket = connect({
        host: "127.0.0.1",
        port,
        servername: "localhost",
        ca: server.certificatePem,
        ...(cert ? { cert } : {}),
        ...(key ? { key } : {}),
      });
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString()));
      socket.on("end", () => resolve(text));
      socket.on("error", reject);
    });
  }).finally(() => listener.close());
}

it("makes a certificate that OpenSSL reads: self-signed, for localhost, valid now", () => {
  const certificate = serverCertificate;
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.checkHost("localhost")).toBe("localhost");
  expect(certificate.ca).toBe(true);
  expect(Date.parse(certificate.validFrom)).toBeLessThanOrEqual(NOW.getTime());
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(NOW.getTime());
});

it("hands the host the same certificate, as DER in unpadded base64", () => {
  expect(Buffer.from(server.handshakeCertificate, "base64").equals(serverCertificate.raw)).toBe(true);
  expect(server.handshakeCertificate).not.toContain("=");
});

it("lets the announced client in", async () => {
  expect(await greet(client.tls)).toBe("hello");
});

it("keeps out a client with another certificate, or none", async () => {
  // TLS 1.3 lets a client finish before it is refused: it then sees an end without a word, or a reset
  expect(await greet(createAutoMtls("", NOW).tls).catch(String)).not.toContain("hello");
  expect(await greet({}).catch(String)).not.toContain("hello");
});
