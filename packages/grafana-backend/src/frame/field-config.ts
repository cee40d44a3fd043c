/**
 * How a panel shows a field. Names and forms are those of Grafana's `FieldConfig`; only what its server reads is here,
 * because a form that it does not know makes it refuse the whole answer (a `regex` mapping, for one).
 */
export interface FieldConfig {
  readonly displayName?: string;
  readonly displayNameFromDS?: string;
  readonly description?: string;
  /** Where the field comes from inside the data source. */
  readonly path?: string;
  readonly filterable?: boolean;
  readonly writeable?: boolean;
  readonly unit?: string;
  /** A whole number from 0 to 65,535. */
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Expected distance of points: milliseconds in a time field. */
  readonly interval?: number;
  readonly mappings?: readonly ValueMapping[];
  readonly thresholds?: Thresholds;
  readonly color?: FieldColor;
  readonly links?: readonly DataLink[];
  readonly noValue?: string;
  readonly type?: FieldTypeConfig;
  /** Options of the panel that shows the field; JSON. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

export interface ValueMappingResult {
  readonly text?: string;
  readonly color?: string;
  /** Place in the editor's list. */
  readonly index?: number;
}

export type ValueMapping =
  | { readonly type: "value"; readonly options: Readonly<Record<string, ValueMappingResult>> }
  | {
      readonly type: "range";
      /** Both ends inclusive; null is open. */
      readonly options: {
        readonly from: number | null;
        readonly to: number | null;
        readonly result: ValueMappingResult;
      };
    }
  | {
      readonly type: "special";
      readonly options: {
        readonly match: "true" | "false" | "null" | "nan" | "null+nan" | "empty";
        readonly result: ValueMappingResult;
      };
    };

export interface Thresholds {
  readonly mode: "absolute" | "percentage";
  /** Sorted by value; the first is null, which stands for −∞. */
  readonly steps: readonly {
    readonly value: number | null;
    readonly color?: string;
    readonly state?: string;
  }[];
}

export interface FieldColor {
  readonly mode: string;
  readonly fixedColor?: string;
  readonly seriesBy?: "last" | "min" | "max";
}

export interface DataLink {
  readonly title?: string;
  readonly url?: string;
  readonly targetBlank?: boolean;
  /** A link into Explore instead of a URL. */
  readonly internal?: {
    readonly query?: unknown;
    readonly datasourceUid?: string;
    readonly datasourceName?: string;
  };
}

export interface FieldTypeConfig {
  readonly enum?: EnumConfig;
}

/** What the values of an enum field stand for, by index. */
export interface EnumConfig {
  readonly text: readonly string[];
  /** An empty string is "none". */
  readonly color?: readonly string[];
  readonly icon?: readonly string[];
  readonly description?: readonly string[];
}
