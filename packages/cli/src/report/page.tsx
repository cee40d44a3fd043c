import type { FindingsFile } from "@modelwatch/conventions/query";
import { formatDay } from "./format.js";
import { Answers } from "./sections/answers.js";
import { CarrierSection } from "./sections/comparison.js";
import { CausesSection } from "./sections/causes.js";
import { ChangesSection } from "./sections/changes.js";
import { DriftSection } from "./sections/drift.js";
import { MethodSection } from "./sections/method.js";
import { PerformanceSection } from "./sections/performance.js";
import { PolicySection } from "./sections/policy.js";
import { VerdictSection } from "./sections/verdict.js";
import type { ReportStory } from "./story.js";
import { STYLES } from "./styles.js";

export interface SectionProps {
  readonly file: FindingsFile;
  readonly story: ReportStory;
}

/** The whole page: answers first, then what they rest on, then how it was done. */
export function Page({ file, story }: SectionProps) {
  const lastDay = new Date(Date.parse(file.range.to.slice(0, 10)) - 86_400_000).toISOString();
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${story.title} – Modelwatch`}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLES }} />
      </head>
      <body>
        <header>
          <p class="kicker">
            Modelwatch report · {formatDay(file.range.from)} to {formatDay(lastDay)}
          </p>
          <h1>{story.title}</h1>
          <p class="lead">{story.introduction}</p>
        </header>
        <main>
          <Answers file={file} story={story} />
          <PerformanceSection file={file} />
          <CausesSection file={file} />
          <DriftSection file={file} />
          <ChangesSection file={file} />
          <PolicySection file={file} story={story} />
          <CarrierSection file={file} />
          <VerdictSection file={file} />
          <MethodSection file={file} story={story} />
        </main>
        <footer class="small">
          Data: {story.source} Written by {file.generator.name} {file.generator.version}. The numbers are in
          findings.json.
        </footer>
      </body>
    </html>
  );
}
