/** Styles of the report: one file that loads nothing, in light and dark and on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --bg: #fff; --sunken: #fafbfc; --line: #e4e6ea; --text: #171a20; --text-2: #474d58; --text-3: #616875; --ok: #136b39; --warn: #835000; --bad: #ad2119; --bad-bg: #fdeae8; --accent: #2553c7; }
@media (prefers-color-scheme: dark) { :root { --bg: #121417; --sunken: #16191d; --line: #2b3037; --text: #e9ebee; --text-2: #b5bbc4; --text-3: #949ba6; --ok: #67cf92; --warn: #e9b553; --bad: #ff8a82; --bad-bg: #351b1b; --accent: #86adff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 400 13px/20px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 960px; margin: 0 auto; padding: 32px; }
header { display: flex; justify-content: space-between; gap: 24px; padding-bottom: 12px; border-bottom: 1px solid var(--line); color: var(--text-3); font-size: 12px; }
h1 { margin: 24px 0 4px; font-size: 20px; line-height: 28px; }
h2 { margin: 32px 0 8px; font-size: 16px; line-height: 24px; }
p { margin: 0 0 8px; max-width: 75ch; }
code, pre, .mono { font-family: ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, monospace; font-size: 12px; font-variant-ligatures: none; overflow-wrap: anywhere; }
pre { margin: 8px 0; padding: 12px; overflow-x: auto; background: var(--sunken); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; }
table { width: 100%; margin: 8px 0 16px; border-collapse: collapse; }
th { padding: 4px 8px; border-bottom: 1px solid var(--line); color: var(--text-3); font-size: 11px; font-weight: 500; text-align: left; white-space: nowrap; }
td { padding: 6px 8px; border-bottom: 1px solid var(--line); vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
.parts td { background: var(--bad-bg); }
.muted { color: var(--text-3); }
.pass { color: var(--ok); } .warn { color: var(--warn); } .fail { color: var(--bad); } .skip { color: var(--text-3); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 16px 0; }
.facts dt { color: var(--text-3); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.chip { display: inline-block; padding: 0 6px; border: 1px solid var(--line); border-radius: 4px; color: var(--text-2); font-size: 11px; line-height: 16px; }
details { border-bottom: 1px solid var(--line); }
summary { padding: 8px 0; cursor: pointer; }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
details > div { padding: 0 0 16px 18px; }
@media print { :root { --bg: #fff; --text: #000; } main { padding: 0; max-width: none; } details::details-content { content-visibility: visible; block-size: auto; } details, tr { break-inside: avoid; } }
`;
