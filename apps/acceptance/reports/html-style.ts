/** Of the HTML report. It stands in the page itself, which needs no other file. */
export const style = `
:root { color-scheme: light dark; --line: #8884; --bad: #c62828; --good: #2e7d32; --bot: #8882; --person: #3390ec33; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #81c784; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0; }
h2, h3, h4 { font-size: 1rem; margin: 0; }
.run > summary h2 { display: inline; font-weight: 500; }
h3 { margin: .75rem 0 .5rem; }
h4 { font-weight: 500; margin: .5rem 0; }
summary { cursor: pointer; }
.run { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: .6rem .8rem; }
.run.failed { border-color: var(--bad); }
.failed > summary .mark, .refused, .unanswered { color: var(--bad); }
.passed > summary .mark { color: var(--good); }
.how, small { opacity: .75; font-size: .85em; }
pre { margin: .5rem 0; padding: .6rem; background: var(--bot); border-radius: .4rem; white-space: pre-wrap; font-size: 12.5px; }
.evidence { padding-left: 1.2rem; margin: .5rem 0; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem; }
.sides > section { min-width: 0; }
ol { list-style: none; margin: 0; padding: 0; }
.chat li { width: fit-content; max-width: 88%; padding: .35rem .6rem; margin: .3rem 0; border-radius: .6rem; background: var(--bot); }
.chat li.person { background: var(--person); margin-left: auto; }
.chat li:is(.action, .draft, .delete, .reaction, .poll) { background: none; border: 1px dashed var(--line); }
.chat li.delete .text { display: none; }
.chat .text { white-space: pre-wrap; }
.row { display: flex; gap: .3rem; margin-top: .3rem; }
.row span { flex: 1; text-align: center; padding: .15rem .5rem; border: 1px solid var(--line); border-radius: .4rem; }
.calls > li { border-bottom: 1px solid var(--line); padding: .25rem 0; }
@media (max-width: 45rem) { .sides { grid-template-columns: 1fr; gap: 0; } body { padding: .5rem; } .how { display: block; } }
`;
