/** What the Go host is asked and answers, as its JSON lines have it (`host/*.go`). */
export interface StartOptions {
  readonly executable: string;
  readonly args?: readonly string[];
  /** `NAME=value`: all that the plugin gets beside go-plugin's own variables. */
  readonly env?: readonly string[];
  readonly autoMtls?: boolean;
}

export interface StartedPlugin {
  readonly handshakeMs: number;
  readonly pid: number;
  /** The negotiated version of Grafana's protocol. */
  readonly protocol: number;
  readonly network: "tcp" | "unix";
  readonly address: string;
}

/** protojson of pluginv2.QueryDataRequest: `json` of a query is base64. */
export interface QueryDataRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly pluginContext?: object;
  readonly queries: readonly WireQuery[];
}

export interface WireQuery {
  readonly refId: string;
  readonly json: string;
  readonly queryType?: string;
  readonly maxDataPoints?: number;
  readonly intervalMS?: number;
  readonly timeRange: { readonly fromEpochMS: string; readonly toEpochMS: string };
}

export interface DecodedField {
  readonly name: string;
  /** The SDK's type: `*float64` where it may be null. */
  readonly type: string;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly config: Readonly<Record<string, unknown>> | null;
  readonly length: number;
  /** Exact: numbers in Go's shortest form, times in nanoseconds since the epoch, null where there is none. */
  readonly values?: readonly (string | null)[];
  readonly digest?: string;
}

export interface DecodedFrame {
  readonly name: string;
  readonly refId: string;
  readonly meta: Readonly<Record<string, unknown>> | null;
  readonly fields: readonly DecodedField[];
}

export interface QueryAnswer {
  readonly status: number;
  readonly error: string;
  /** Empty where the SDK's protocol does not have it yet. */
  readonly errorSource: string;
  /** Of all frames as Arrow files. */
  readonly bytes: number;
  readonly frames: readonly DecodedFrame[];
}

/** By refId. */
export type DecodedAnswer = Readonly<Record<string, QueryAnswer>>;

export interface HealthAnswer {
  readonly status: "UNKNOWN" | "OK" | "ERROR";
  readonly message: string;
  readonly details: string;
}

export interface ResourcePiece {
  readonly code: number;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Base64; null where there is none. */
  readonly body: string | null;
}

export interface LogLine {
  readonly logger: string;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
}
