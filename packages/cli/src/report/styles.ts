/** The page's style: one column of text, charts as wide as it, two sizes of everything, light, dark and paper. */
export const STYLES = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --card: #f5f2ec; --ink: #22262b; --muted: #5d646c; --rule: #e2ddd3;
  --first: #1f5f8b; --second: #b35c1e; --heat: #1f5f8b;
  --ok: #2f7048; --watch: #93610b; --act: #a8322a;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16191d; --card: #1e2227; --ink: #e6e3dc; --muted: #a3a9b0; --rule: #343a41;
    --first: #6cb2e2; --second: #e39a5c; --heat: #6cb2e2;
    --ok: #7cc596; --watch: #dfb258; --act: #f08a80;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 var(--sans); -webkit-text-size-adjust: 100%; }
main, header, footer { max-width: 50rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3.5rem; }
h1, h2 { font-family: var(--serif); font-weight: 600; line-height: 1.15; text-wrap: balance; }
h1 { font-size: clamp(2rem, 6vw, 3rem); margin: .25rem 0 1rem; letter-spacing: -.015em; }
h2 { font-size: 1.65rem; margin: 0 0 .5rem; letter-spacing: -.01em; }
h3 { font-size: 1rem; margin: 2rem 0 .5rem; }
p { margin: .5rem 0 1rem; max-width: 42rem; }
a { color: var(--first); }
.kicker { color: var(--muted); font-size: .85rem; letter-spacing: .04em; margin: 0; }
.lead { font-size: 1.15rem; line-height: 1.55; }
section { margin: 4rem 0 0; }
.answers { margin-top: 2.5rem; border-top: 2px solid var(--ink); }
.answer { display: grid; grid-template-columns: 14rem 1fr; gap: .25rem 2rem; padding: 1.5rem 0; border-bottom: 1px solid var(--rule); }
.answer h2 { font: 600 .95rem/1.4 var(--sans); color: var(--muted); margin: .45rem 0 0; letter-spacing: 0; }
.answer .big { font: 600 1.75rem/1.2 var(--serif); margin: 0; letter-spacing: -.01em; }
.answer p { margin: .5rem 0 0; }
.small, small { font-size: .875rem; color: var(--muted); }
.status { font-weight: 600; white-space: nowrap; }
.status.ok { color: var(--ok); } .status.watch { color: var(--watch); } .status.act, .status.missing { color: var(--act); }
.status.undetermined, .status.info { color: var(--muted); }
.act-text { color: var(--act); } .watch-text { color: var(--watch); } .ok-text { color: var(--ok); }
.chart { margin: 1.75rem 0; }
.chart figcaption { font-weight: 600; }
.drawing svg { display: block; width: 100%; height: auto; overflow: visible; }
.drawing.narrow { display: none; }
.legend { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; list-style: none; padding: 0; margin: .25rem 0 .5rem; font-size: .875rem; color: var(--muted); }
.swatch { display: inline-block; width: 1.5rem; margin-right: .5rem; vertical-align: middle; border-top: 3px solid currentColor; }
.swatch.dashed { border-top-style: dashed; } .swatch.dotted { border-top-style: dotted; }
.swatch.block { border-top-width: .8rem; width: .8rem; border-radius: 2px; } .swatch.dot { width: .7rem; height: .7rem; border: 0; border-radius: 50%; background: currentColor; }
.scale { display: flex; align-items: center; gap: .4rem; font-size: .875rem; color: var(--muted); margin: .25rem 0 1rem; flex-wrap: wrap; }
.scale i { width: 1.5rem; height: .8rem; background: var(--heat); border-radius: 2px; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; font-size: 1rem; padding-bottom: .5rem; }
th, td { text-align: right; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; white-space: nowrap; }
th:first-child, td:first-child, .text { text-align: left; }
td.text { white-space: normal; min-width: 9rem; }
thead th { white-space: normal; vertical-align: bottom; line-height: 1.3; font-weight: 600; color: var(--muted); border-bottom-color: var(--muted); }
tbody th { font-weight: 500; }
.note { background: var(--card); border-radius: 6px; padding: .9rem 1.1rem; max-width: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.5rem; font-size: .95rem; }
dt { color: var(--muted); } dd { margin: 0; }
footer { margin-top: 4rem; padding-bottom: 4rem; border-top: 1px solid var(--rule); padding-top: 1rem; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 640px) {
  header { padding-top: 2rem; }
  .answer { grid-template-columns: 1fr; }
  .drawing.wide { display: none; } .drawing.narrow { display: block; }
  section { margin-top: 3rem; }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; }
}
@media print {
  :root { --paper: #fff; --card: #f5f5f5; --ink: #000; --muted: #444; --rule: #ccc; --first: #1f5f8b; --second: #b35c1e; --heat: #1f5f8b; --ok: #2f7048; --watch: #93610b; --act: #a8322a; }
  body { font-size: 10.5pt; } main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
  .chart, .answer, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .drawing.wide { display: block; } .drawing.narrow { display: none; } .scroll { overflow: visible; }
}
`;
