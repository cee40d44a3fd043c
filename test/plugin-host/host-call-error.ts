/** What a call of the host ended with: `code` is gRPC's name of the status, as "DeadlineExceeded". */
export class HostCallError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = "HostCallError";
    this.code = code;
  }
}
