import type { WindowQuality } from "@modelwatch/conventions/query";
import type { DistributionWindows } from "@modelwatch/statistics";

/** Wire attribute → value, `{"ml.feature.name": "distance"}`. Sources translate the store's own spelling both ways. */
export type Labels = Readonly<Record<string, string>>;

export interface Matcher {
  readonly attribute: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

export interface TimeRange {
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

export interface WindowsRequest {
  /** The wire's name, `ml.feature.value`; never the store's translation of it. */
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** Attributes that split the answer; all other attributes (pods, scopes) are summed over. */
  readonly groupBy: readonly string[];
  /** Ascending instants in ms: window i is [edges[i], edges[i+1]). Windows need not be of equal length (months). */
  readonly edges: readonly number[];
}

export interface HistogramWindowsRequest extends WindowsRequest {
  /** Also read the exact second moments (`<metric>.squares`), where they exist. */
  readonly squares?: boolean;
}

export interface CategoryWindowsRequest extends WindowsRequest {
  /** The attribute whose values are the categories, `ml.feature.category`. */
  readonly categoryAttribute: string;
}

/** One group's windows. A group whose bucket layout changed inside the range comes as one element for each layout. */
export interface WindowedSeries {
  readonly labels: Labels;
  readonly windows: DistributionWindows;
  /** For each window, how good its counts are. */
  readonly quality: readonly (readonly WindowQuality[])[];
}

export interface WindowedSums {
  readonly labels: Labels;
  /** The counter's increment in each window. */
  readonly sums: Float64Array;
  readonly quality: readonly (readonly WindowQuality[])[];
}

/** A constant series (`ml.reference.*`), read as its last value before `atMs`: never increased, never summed over processes. */
export interface ReferenceRequest {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  readonly groupBy: readonly string[];
  readonly atMs: number;
  readonly lookBackMs: number;
  /** Set where the metric is a counter whose categories form the distribution. */
  readonly categoryAttribute?: string;
}

/** One reference distribution: `windows` has exactly one row. */
export type ReferenceSeries = WindowedSeries;

export interface LabelValuesRequest {
  readonly attribute: string;
  /** Only series of this metric, where given. */
  readonly metric?: string;
  readonly matchers: readonly Matcher[];
  readonly range: TimeRange;
}

export interface LabelNamesRequest {
  /** Only attributes whose name begins with this, `ml.stratum.`; absent: all. */
  readonly prefix?: string;
  /** Only series of this metric, where given. */
  readonly metric?: string;
  readonly matchers: readonly Matcher[];
  readonly range: TimeRange;
}

/**
 * What a store needs to be of use, each resting on those before it: its name has an address, it takes connections, TLS holds, it
 * takes our credentials, it answers as the store that it should be, and it holds metrics of models.
 */
export type HealthLink = "name" | "connection" | "tls" | "credentials" | "api" | "metrics";

export interface SourceHealth {
  readonly ok: boolean;
  /** One sentence that names the broken link, or says what was found. */
  readonly message: string;
  /** The first link that does not hold; those after it were not looked at. Absent where all hold. */
  readonly broken?: HealthLink;
}

/** What a source can do; shared code asks these, never which source it has. */
export interface SourceCapabilities {
  /** Counts are integers that happened, not extrapolations. */
  readonly exactCounts: boolean;
  /** Regular expressions in matchers. */
  readonly regexMatchers: boolean;
}

/**
 * A store as windowed distributions. Work is pushed to the store: what travels is windows × buckets. Every method rejects
 * with a ModelwatchError (`downstream` where the store is to blame) and stops when `signal` aborts. The same stored data
 * gives the same answer, series in ascending order of their labels.
 *
 * What holds for every answer: an attribute that is absent (or empty) reads as "" in matchers and is left out of `labels`; a
 * regular expression must match the whole value; a group, layout or category in which nothing was counted in the range is
 * left out, so an answer without data is the empty list. `sums` and `sumsOfSquares` are there only if every point that
 * counted in the range brought them.
 */
export interface Source {
  readonly capabilities: SourceCapabilities;
  histogramWindows(
    request: HistogramWindowsRequest,
    signal?: AbortSignal,
  ): Promise<readonly WindowedSeries[]>;
  categoryWindows(request: CategoryWindowsRequest, signal?: AbortSignal): Promise<readonly WindowedSeries[]>;
  sumWindows(request: WindowsRequest, signal?: AbortSignal): Promise<readonly WindowedSums[]>;
  references(request: ReferenceRequest, signal?: AbortSignal): Promise<readonly ReferenceSeries[]>;
  labelValues(request: LabelValuesRequest, signal?: AbortSignal): Promise<readonly string[]>;
  /** The attributes that series carry, ascending, each by the name that finds it. */
  labelNames(request: LabelNamesRequest, signal?: AbortSignal): Promise<readonly string[]>;
  health(signal?: AbortSignal): Promise<SourceHealth>;
  close(): Promise<void>;
}
