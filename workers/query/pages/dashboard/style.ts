/**
 * What the dashboard adds to the shared sheet. Contrast at least 4.5:1 for text and 3:1 for marks, in both schemes; no state by colour alone.
 * Widths in `ch` stand for digits of the monospaced figures: that is how decimal points line up.
 */
export const DASHBOARD_STYLE = `
:root { --series-0: #0b5c5c; --series-1: #9a4a00; --series-2: #5b4bb5; --faint: #8a9693; --tint: #e4f0ef; --row: #f7f8f6; }
@media (prefers-color-scheme: dark) {
  :root { --series-0: #6fd0c8; --series-1: #f0a860; --series-2: #b3a6f5; --faint: #7f8c89; --tint: #1d3432; --row: #171d1c; }
}
html { font-size: 93.75%; }
main, .foot { max-width: 88rem; margin-inline: auto; }
.bar { padding-inline: max(1rem, calc((100vw - 88rem) / 2 + 1rem)); }
h1 { font-size: 1.5rem; letter-spacing: -.01em; margin: .25rem 0 .5rem; }
h2 { font-size: 1.125rem; margin: 2.25rem 0 .5rem; }
h1.id { overflow-wrap: anywhere; margin-bottom: .125rem; }
a { text-underline-offset: .18em; text-decoration-thickness: 1px; }
table .num { font-size: .8125rem; }
.version { font-family: var(--mono); font-size: .8125rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.unknown { color: var(--soft); font-family: system-ui, sans-serif; font-style: italic; }
.head { margin-bottom: 1rem; }
.head p { margin: .25rem 0; max-width: none; }
.lead { color: var(--soft); }
.crumbs, .provenance, .api, .facts, .seller, .interval { color: var(--soft); font-size: .875rem; }
.provenance span { margin-right: .5rem; white-space: nowrap; }
.badge { display: inline-block; border: 1px solid currentColor; border-radius: 999px; padding: 0 .5em; font-size: .75rem; line-height: 1.45; white-space: nowrap; font-weight: 500; font-family: system-ui, sans-serif; color: var(--soft); }
.badge.good { color: var(--good); } .badge.warn { color: var(--warn); } .badge.bad { color: var(--bad); }
.problems { border: 1px solid var(--bad); border-left-width: 4px; border-radius: 4px; padding: .5rem .875rem; margin: 0 0 1rem; max-width: 60rem; }
.problems p { margin: 0; } .problems ul { margin: .25rem 0 0; padding-left: 1.1rem; }
.note { margin: .5rem 0 1rem; max-width: 60rem; }

/* forms */
.panel { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .75rem .875rem .875rem; margin: 0 0 1.25rem; display: grid; gap: .75rem; align-items: start; }
.panel fieldset { border: 0; padding: 0; margin: 0; min-width: 0; display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem .625rem; }
.panel legend { font-size: .75rem; font-weight: 600; letter-spacing: .04em; text-transform: uppercase; color: var(--soft); padding: 0; margin-bottom: .25rem; }
.field { display: grid; gap: .15rem; min-width: 0; align-content: start; }
.field.wide { grid-column: 1 / -1; }
.field label { font-size: .8125rem; color: var(--soft); display: block; }
.panel input, .panel select { width: 100%; min-height: 2.25rem; padding: .25rem .5rem; border-color: var(--faint); background: var(--ground); }
.panel input::placeholder { color: var(--soft); opacity: 1; }
.panel input[aria-invalid], .panel select[aria-invalid] { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.field-error { color: var(--bad); font-size: .8125rem; }
.actions { display: flex; gap: 1rem; align-items: center; }
.actions button, .compare-bar button { min-height: 2.25rem; padding: .25rem .875rem; }
.panel .checks { display: flex; flex-wrap: wrap; gap: .375rem; margin-top: .5rem; }
.check { display: inline-block; font-size: .875rem; cursor: pointer; }
.panel .check input { position: absolute; opacity: 0; width: 1px; min-height: 1px; }
.check span { display: inline-block; border: 1px solid var(--faint); border-radius: 999px; padding: .125rem .75rem; background: var(--ground); }
.check input:checked + span { background: var(--tint); border-color: var(--link); color: var(--link); font-weight: 600; }
.check input:checked + span::before { content: ""; display: inline-block; width: .3em; height: .6em; margin: 0 .5em .1em 0; border: solid currentColor; border-width: 0 2px 2px 0; transform: rotate(45deg); }
.check input:focus-visible + span { outline: 3px solid var(--link); outline-offset: 2px; }
.more summary { font-size: .875rem; color: var(--link); padding: .125rem 0; width: fit-content; }
summary:focus-visible, [tabindex]:focus-visible { border-radius: 3px; }
.panel fieldset.usage { grid-template-columns: repeat(6, minmax(0, 1fr)); }
.usage .field { grid-column: span 2; } .usage .field:nth-last-child(-n+2) { grid-column: span 3; }
@media (min-width: 48rem) {
  .usage .field, .usage .field:nth-last-child(-n+2) { grid-column: auto; }
  .panel { grid-template-columns: minmax(0, 1fr) auto; }
  .panel > * { grid-column: 1 / -1; } .panel > .more { grid-column: 1; } .panel > .actions { grid-column: 2; align-self: end; }
  .panel.slim { grid-template-columns: auto 1fr; align-items: end; } .panel.slim fieldset.filters { grid-template-columns: repeat(2, minmax(0, 16rem)); grid-column: 1; }
  .panel:not(:has(.more)):not(.slim) > .actions { grid-column: 1; }
  .panel fieldset.usage { grid-template-columns: repeat(5, minmax(0, 10rem)); }
  .panel fieldset.filters { grid-template-columns: minmax(14rem, 22rem) repeat(4, minmax(0, 11rem)); }
  .field.wide { grid-column: auto; }
}

/* results */
.result-head { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; justify-content: space-between; }
.result-head p { margin: 0; font-size: .875rem; }
.tabs { display: flex; gap: .25rem; list-style: none; margin: 0; padding: 0; }
.tabs a { display: block; padding: .375rem .75rem; text-decoration: none; border-bottom: 2px solid transparent; font-variant-numeric: tabular-nums; }
.tabs a[aria-current] { border-bottom-color: var(--link); font-weight: 600; color: var(--ink); }
table { font-size: .875rem; line-height: 1.4; }
.scroll { position: relative; }
table.narrow { width: auto; }
table.receipt, table.reading { max-width: 62rem; }
.aside { color: var(--soft); font-weight: 400; font-size: .8125rem; white-space: nowrap; margin-left: .375rem; }
caption { font-size: .8125rem; padding: .375rem 0; max-width: calc(100vw - 2rem); }
th, td { padding: .375rem .625rem; }
thead th { background: none; border-bottom: 1px solid var(--faint); font-size: .8125rem; color: var(--soft); font-weight: 600; vertical-align: bottom; white-space: nowrap; }
thead th a { color: var(--soft); text-decoration: none; }
thead th a:hover { text-decoration: underline; }
thead th[aria-sort] a { color: var(--ink); }
thead th[aria-sort] a::after { content: ""; display: inline-block; border: .28em solid transparent; margin-left: .35em; vertical-align: .1em; border-bottom-color: currentColor; border-top-width: 0; }
thead th[aria-sort=descending] a::after { border-top: .28em solid; border-bottom-width: 0; }
tbody th, tfoot th { background: none; font-weight: 500; }
tbody tr:hover { background: var(--row); }
tbody tr.here { background: var(--tint); }
tfoot td, tfoot th { border-bottom: 0; font-weight: 600; }
.model { min-width: 8.5rem; overflow-wrap: anywhere; } .model > a { font-weight: 600; text-decoration: none; } .model > a:hover { text-decoration: underline; } .seller-cell { color: var(--soft); }
.seller { display: block; font-weight: 400; } .facts { display: block; font-weight: 400; font-family: system-ui, sans-serif; }
td.lines span, .dissent { display: inline-block; margin-right: .625rem; white-space: nowrap; }
td.lines { color: var(--soft); font-size: .8125rem; } .capabilities { min-width: 12rem; font-size: .8125rem; color: var(--soft); }
.reasons { max-width: 28rem; } .incident { display: block; max-width: 22rem; font-size: .8125rem; }
.main-figure { font-weight: 700; font-size: .9375em; }
.fill { display: inline-block; }
.fill-1 { width: 1ch; } .fill-2 { width: 2ch; } .fill-3 { width: 3ch; } .fill-4 { width: 4ch; } .fill-5 { width: 5ch; } .fill-6 { width: 6ch; }
.fill-7 { width: 7ch; } .fill-8 { width: 8ch; } .fill-9 { width: 9ch; } .fill-10 { width: 10ch; } .fill-11 { width: 11ch; } .fill-12 { width: 12ch; }
.interval { font-family: var(--mono); font-size: .75rem; }
.pick { display: block; }
.pick-cell { width: 2rem; padding-right: 0; }
.pick-cell input { width: 1.125rem; height: 1.125rem; min-height: 0; margin: .125rem 0 0; accent-color: var(--link); display: block; }
.compare-bar { display: flex; gap: .875rem; align-items: center; padding: .375rem 0; position: sticky; bottom: 0; background: var(--ground); border-top: 1px solid var(--line); font-size: .875rem; }
.pager { display: flex; gap: 1.25rem; padding: .5rem 0; font-size: .875rem; font-variant-numeric: tabular-nums; }
.api { overflow-wrap: anywhere; max-width: none; } .api a { color: inherit; }
.empty { border: 1px dashed var(--faint); border-radius: 6px; padding: 1.25rem; text-align: center; color: var(--soft); margin: .75rem 0; }
.empty p { margin: .25rem auto; } .empty strong { color: var(--ink); }
.state { white-space: nowrap; } .dot { display: inline-block; width: .6em; height: .6em; border-radius: 50%; margin-right: .45em; border: 1.5px solid var(--faint); }
.state.good .dot { background: var(--good); border-color: var(--good); }
.state.warn .dot { background: var(--warn); border-color: var(--warn); border-radius: 1px; }
.state.bad .dot { background: var(--bad); border-color: var(--bad); border-radius: 1px; transform: rotate(45deg); }
.state.warn { color: var(--warn); } .state.bad { color: var(--bad); font-weight: 600; } .state.plain { color: var(--soft); }
.facts-list { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .75rem 1.25rem; max-width: none; margin: 1rem 0; padding: .875rem 0; border-block: 1px solid var(--line); }
.facts-list dt { font-size: .8125rem; color: var(--soft); } .facts-list dd { margin: 0; font-size: .9375rem; overflow-wrap: anywhere; }
.plain-list { padding-left: 1.1rem; }
.tight { white-space: nowrap; }

/* charts */
.figure { margin: .5rem 0 1rem; max-width: 60rem; }
.figure figcaption { color: var(--soft); font-size: .8125rem; display: flex; flex-wrap: wrap; gap: .25rem 1rem; justify-content: space-between; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart .grid { stroke: var(--line); stroke-width: 1; }
.chart .tick { fill: var(--soft); font: 11px var(--mono); }
.chart .series { fill: none; stroke-width: 2; stroke-linejoin: round; }
.s0 { stroke: var(--series-0); background: var(--series-0); } .s1 { stroke: var(--series-1); background: var(--series-1); } .s2 { stroke: var(--series-2); background: var(--series-2); }
.chart .s1 { stroke-dasharray: 7 3; } .chart .s2 { stroke-dasharray: 2 3; }
.chart .other { fill: var(--faint); fill-opacity: .7; }
.chart .whisker { stroke: var(--series-0); stroke-width: 2; stroke-opacity: .55; }
.chart .front { fill: var(--ground); stroke: var(--series-0); stroke-width: 2; }
.chart a:hover .front, .chart a:focus-visible .front { fill: var(--tint); stroke-width: 3; }
.chart .front-label { fill: var(--ink); font: 600 10px var(--mono); }
section:target { background: none; }
@media (max-width: 40rem) { .chart .tick { font-size: 20px; } .chart .front { r: 15px; } .chart .front-label { font-size: 18px; transform: translateY(3px); } .chart .other { r: 4px; } }
.legend { display: flex; gap: 1rem; list-style: none; padding: 0; margin: 0; }
.swatch { display: inline-block; width: 1.1em; height: .25em; margin-right: .4em; vertical-align: middle; }
.bar-cell { width: 8rem; min-width: 5rem; vertical-align: middle; } .bar-chart { display: block; width: 100%; height: .5rem; } .bar-chart rect { fill: var(--series-0); fill-opacity: .75; }
.quiet { color: var(--soft); font-size: .8125rem; }
[aria-busy=true] { opacity: .55; transition: opacity .15s .15s; }

/* what each width has room for */
.mid-only, .wide-only { display: none; }
@media (min-width: 48rem) { .mid-only { display: table-cell; } .narrow-only { display: none; } }
@media (min-width: 70rem) { .wide-only { display: table-cell; } }
@media (max-width: 30rem) { .aside { display: block; margin-left: 0; } .bar { padding-inline: .75rem; } th, td { padding: .375rem .375rem; } main { padding: .75rem; } .bar { padding: .5rem .75rem; } }
@media (prefers-reduced-motion: reduce) { [aria-busy=true] { transition: none; } }
`;
