/** A change of unit that people make: after = slope·before + intercept. */
export interface KnownMap {
  readonly name: string;
  readonly slope: number;
  readonly intercept: number;
}

/** How many small units a large one is, and pairs of such units. */
const FACTORS: readonly (readonly [number, readonly (readonly [large: string, small: string])[]])[] = [
  [
    100,
    [
      ["dollars", "cents"],
      ["shares", "percent"],
      ["metres", "centimetres"],
    ],
  ],
  [
    1000,
    [
      ["seconds", "milliseconds"],
      ["kilograms", "grams"],
      ["thousands", "ones"],
    ],
  ],
  [10_000, [["shares", "basis points"]]],
  [
    1e6,
    [
      ["seconds", "microseconds"],
      ["millions", "ones"],
    ],
  ],
  [1024, [["kibibytes", "bytes"]]],
  [
    60,
    [
      ["minutes", "seconds"],
      ["hours", "minutes"],
    ],
  ],
  [3600, [["hours", "seconds"]]],
  [24, [["days", "hours"]]],
  [1440, [["days", "minutes"]]],
  [86_400, [["days", "seconds"]]],
  [7, [["weeks", "days"]]],
  [12, [["years", "months"]]],
  [1.609344, [["miles", "kilometres"]]],
  [1.852, [["nautical miles", "kilometres"]]],
  [0.3048, [["feet", "metres"]]],
  [2.54, [["inches", "centimetres"]]],
  [0.45359237, [["pounds", "kilograms"]]],
  [28.349523125, [["ounces", "grams"]]],
  [3.785411784, [["US gallons", "litres"]]],
  [3.6, [["metres per second", "kilometres per hour"]]],
  [4.184, [["kilocalories", "kilojoules"]]],
  [180 / Math.PI, [["radians", "degrees"]]],
];

/** Maps with an offset: after = slope·before + intercept. */
const OFFSETS: readonly (readonly [slope: number, intercept: number, from: string, to: string])[] = [
  [5 / 9, -160 / 9, "°F", "°C"],
  [1, -273.15, "K", "°C"],
  [5 / 9, (5 * 459.67) / 9, "°F", "K"],
];

/** Conversions between units (BIPM, SI brochure, 9th edition; NIST SP 811), both ways. */
export const KNOWN_MAPS: readonly KnownMap[] = Object.freeze([
  ...OFFSETS.flatMap(([slope, intercept, from, to]) => [
    { name: `${from} → ${to}`, slope, intercept },
    { name: `${to} → ${from}`, slope: 1 / slope, intercept: -intercept / slope },
  ]),
  ...FACTORS.flatMap(([factor, pairs]) => [
    { name: pairs.map(([large, small]) => `${large} → ${small}`).join(", "), slope: factor, intercept: 0 },
    {
      name: pairs.map(([large, small]) => `${small} → ${large}`).join(", "),
      slope: 1 / factor,
      intercept: 0,
    },
  ]),
]);
