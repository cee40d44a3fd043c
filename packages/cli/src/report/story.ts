/** What the findings cannot know of themselves: what the report is about, in words for people. */
export interface ReportStory {
  readonly title: string;
  /** One paragraph: what was watched, and on what data. */
  readonly introduction: string;
  /** The policy that `lift` measures. */
  readonly policy: {
    readonly label: string;
    readonly description: string;
    /** Set where the effect was put in by hand: the report then compares it with what was found. */
    readonly simulatedEffect?: number;
  };
  /** How the numbers came about, for a data scientist. */
  readonly notes: readonly string[];
  readonly source: string;
}
