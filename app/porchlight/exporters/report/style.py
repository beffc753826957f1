"""The style sheet of the HTML report: light, dark, and on paper; colours differ in grey print too."""

STYLE = """
:root { color-scheme: light dark; --page: #fff; --text: #1b2430; --soft: #56616f; --rule: #dfe3e8; --panel: #f6f7f9;
  --need: #fdf5e4; --need-edge: #b97a06; --good: #7cc4a0; --good-text: #14683f; --trouble: #d08a0a;
  --trouble-text: #7f5200; --down: #c22f3c; --down-text: #a3202d; --ground: #fafbfc; --unwatched: #e6e9ed;
  --grid: #e3e7eb; --band: #bfd3ee; --line: #1f5aa8; --down-shade: #f6d3d5; --trouble-shade: #faeacb; }
@media (prefers-color-scheme: dark) { :root { --page: #14181e; --text: #e6eaf0; --soft: #a2adba; --rule: #2d353f;
  --panel: #1b2129; --need: #2b2414; --need-edge: #d9a13a; --good: #2f8a60; --good-text: #62cf9b; --trouble: #d9a13a;
  --trouble-text: #e8b95c; --down: #e2606b; --down-text: #f08a92; --ground: #191f26; --unwatched: #2a313a;
  --grid: #2b333d; --band: #2b4a72; --line: #86b6f2; --down-shade: #4a2327; --trouble-shade: #43361a; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 Inter, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: var(--text);
  background: var(--page); max-width: 60rem; margin: 0 auto; padding: 2.2rem 1.25rem 3rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 1.12rem; margin: 2.3rem 0 .6rem; } p { margin: .3rem 0; }
.soft, figcaption small, .small { color: var(--soft); font-size: .86rem; }
.verdict { font-size: 1.18rem; font-weight: 600; line-height: 1.4; margin: 1.3rem 0; padding: .8rem 1.1rem;
  background: var(--panel); border-left: 5px solid var(--soft); border-radius: 4px; }
.verdict.good { border-color: var(--good-text); } .verdict.trouble { border-color: var(--trouble); }
.verdict.down { border-color: var(--down); }
.glances { display: flex; flex-wrap: wrap; gap: .4rem 2.2rem; margin: 0; padding: 0; list-style: none; }
.glances li { flex: 1 1 9rem; } .glances b { display: block; font-size: 1.5rem; line-height: 1.3; font-weight: 600;
  font-variant-numeric: tabular-nums; } .glances span { color: var(--soft); font-size: .86rem; }
.good > b { color: var(--good-text); } .trouble > b, td.trouble { color: var(--trouble-text); }
.down > b, td.down { color: var(--down-text); } td.trouble, td.down { font-weight: 600; }
.need { background: var(--need); border-left: 4px solid var(--need-edge); border-radius: 4px; padding: .65rem 1rem;
  margin: .6rem 0; } .need p { margin: .1rem 0; } .need b { font-weight: 600; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-size: .8rem; font-weight: 500; vertical-align: bottom; }
th, td { text-align: left; padding: .42rem .8rem .42rem 0; border-bottom: 1px solid var(--rule); }
td { vertical-align: middle; overflow-wrap: anywhere; } th.right, td.right { text-align: right; }
td.right { white-space: nowrap; } td:first-child { min-width: 9rem; } th:last-child, td:last-child { padding-right:
  0; }
td .small { display: block; white-space: nowrap; } tr.within td:first-child { padding-left: 1.2rem; }
svg { display: block; } td svg { width: 9.5rem; height: 15px; border-radius: 2px; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); gap: 1.2rem
  1.8rem; }
figure { margin: 0; break-inside: avoid; min-width: 0; } figcaption { margin-bottom: .2rem; line-height: 1.35; }
figcaption b { font-weight: 600; overflow-wrap: anywhere; } figcaption small { display: block; }
figure svg { width: 100%; height: auto; } svg text { font-size: 6.5px; fill: var(--soft); }
.ground { fill: var(--ground); } .unwatched { fill: var(--unwatched); } .band { fill: var(--band); }
rect.good { fill: var(--good); } rect.trouble { fill: var(--trouble); } rect.down { fill: var(--down); }
.down-shade { fill: var(--down-shade); } .trouble-shade { fill: var(--trouble-shade); }
.grid, .line, .usual { fill: none; } .grid { stroke: var(--grid); stroke-width: .5; }
.line { stroke: var(--line); stroke-width: 1; stroke-linejoin: round; }
.usual { stroke: var(--soft); stroke-width: .7; stroke-dasharray: 3 2; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--rule); padding-top: .6rem; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 12px; } .need, tr, .verdict {
  break-inside: avoid; }
  h2 { break-after: avoid; } .charts { grid-template-columns: 1fr 1fr; gap: .8rem 1.2rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
@media print and (prefers-color-scheme: dark) { :root { color-scheme: light; --page: #fff; --text: #1b2430;
  --soft: #56616f; --rule: #dfe3e8; --panel: #f6f7f9; --need: #fdf5e4; --need-edge: #b97a06; --good: #7cc4a0;
  --good-text: #14683f; --trouble: #d08a0a; --trouble-text: #7f5200; --down: #c22f3c; --down-text: #a3202d;
  --ground: #fafbfc; --unwatched: #e6e9ed; --grid: #e3e7eb; --band: #bfd3ee; --line: #1f5aa8;
  --down-shade: #f6d3d5; --trouble-shade: #faeacb; } }
"""
