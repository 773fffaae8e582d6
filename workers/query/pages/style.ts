/**
 * The shared style sheet. Colours keep a contrast of at least 4.5:1 on their ground (WCAG 2.2 AA) in both schemes.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fdfdfc; --raised: #f3f4f2; --line: #d5d9d6; --ink: #17201f; --soft: #4b5755; --link: #0b5c5c;
  --good: #1a6b2d; --warn: #7a5200; --bad: #a3241b; --mark: #fff2b8;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121716; --raised: #1c2322; --line: #37413f; --ink: #e7ecea; --soft: #a9b5b2; --link: #6fd0c8;
    --good: #7ed492; --warn: #f0c062; --bad: #ff9a8f; --mark: #4a3f10;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; background: var(--ground); color: var(--ink); }
body { margin: 0; min-width: 320px; overflow-wrap: break-word; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, textarea:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px;
}
main:focus { outline: none; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .5rem 1rem; z-index: 2; }
.bar { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; padding: .75rem 1rem; border-bottom: 1px solid var(--line); }
.bar ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0; padding: 0; }
.bar a { display: inline-block; padding: .25rem 0; text-decoration: none; }
.bar a[aria-current] { text-decoration: underline; text-underline-offset: .3em; font-weight: 600; }
.brand { font-weight: 700; font-size: 1.125rem; color: var(--ink); }
main { max-width: 78rem; margin: 0 auto; padding: 1rem; }
.foot { max-width: 78rem; margin: 2rem auto 0; padding: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0 1rem; }
h2 { font-size: 1.25rem; line-height: 1.25; margin: 2rem 0 .75rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
p, ul, ol, dl { max-width: 46rem; }
code, pre, .num { font-family: var(--mono); font-size: .875em; }
.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: .75rem; overflow-x: auto; }
code { background: var(--raised); border-radius: 3px; padding: .1em .25em; }
pre code { background: none; padding: 0; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: left; padding: .375rem .625rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; background: var(--raised); }
th.num { font-family: inherit; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
.soft { color: var(--soft); }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.note { border-left: 4px solid var(--warn); background: var(--raised); padding: .5rem .75rem; max-width: 46rem; }
.columns { display: grid; gap: 1.5rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 60rem) { .columns { grid-template-columns: 14rem minmax(0, 1fr); } .columns > nav { position: sticky; top: 1rem; align-self: start; max-height: 95vh; overflow-y: auto; } }
.columns > nav ul { list-style: none; padding: 0; margin: 0 0 1rem; }
.columns > nav a { display: block; padding: .15rem 0; text-decoration: none; }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
label { display: grid; gap: .2rem; font-size: .875rem; }
img, label { max-width: 100%; }
input, select, button, textarea { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--soft); border-radius: 4px; padding: .4rem .6rem; min-height: 2.5rem; max-width: 100%; }
textarea { width: 100%; font-family: var(--mono); font-size: .875rem; }
button { background: var(--link); border-color: var(--link); color: var(--ground); font-weight: 600; cursor: pointer; }
details > summary { cursor: pointer; }
.method { font-family: var(--mono); font-weight: 700; font-size: .8125rem; }
:target { scroll-margin-top: 1rem; background: var(--mark); }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print { .bar nav, .skip, form { display: none; } }
`;
