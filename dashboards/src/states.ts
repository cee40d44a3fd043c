import {
  MappingType,
  SpecialValueMatch,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { STATUS_NUMBERS } from "@modelwatch/conventions/query";

/** The numbers of the states that a verdict can have. */
export const STATE_OK = numberOf("ok");
export const STATE_WATCH = numberOf("watch");
export const STATE_ACT = numberOf("act");

const OK = { text: "ok", color: "green", index: 0 };
const WATCH = { text: "watch", color: "orange", index: 1 };
const ACT = { text: "act", color: "red", index: 2 };
/** No number: not enough evidence, or no data. Never shown as ok. */
const UNDETERMINED = { text: "undetermined", color: "text", index: 3 };

export const STATE_MAPPINGS: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: { [STATE_OK]: OK, [STATE_WATCH]: WATCH, [STATE_ACT]: ACT },
  },
  { type: MappingType.SpecialValue, options: { match: SpecialValueMatch.NullAndNan, result: UNDETERMINED } },
];

export const STATE_THRESHOLDS = new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
  { value: null, color: "green" },
  { value: STATE_WATCH, color: "orange" },
  { value: STATE_ACT, color: "red" },
]);

function numberOf(status: "ok" | "watch" | "act"): number {
  const number = STATUS_NUMBERS[status];
  if (number === undefined) throw new Error(`the conventions give no number for the status ${status}`);
  return number;
}
