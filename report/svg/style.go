package svg

// Style is the CSS of the charts. It sets the colours --s0 to --s6 for light
// and dark; --ink, --muted, --rule and --paper are the page's. Dark order and
// light order differ: blue and vermilion read well on paper, sky blue and
// orange on black.
const Style = `
:root{--s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#cc79a7;--s4:#e69f00;--s5:#56b4e9;--s6:#555}
@media (prefers-color-scheme:dark){:root{--s0:#56b4e9;--s1:#e69f00;--s2:#009e73;--s3:#cc79a7;--s4:#f0e442;--s5:#d55e00;--s6:#bbb}}
.chart{display:block;width:100%;height:auto;font-family:var(--sans);overflow:visible}
.chart text{fill:var(--ink);font-size:13px}
.chart .label,.chart .tick{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.chart .tick,.chart .note{fill:var(--muted);font-size:11px;font-variant-numeric:tabular-nums}
.chart .fine,.chart .side{font-size:12px}.chart .other{fill:var(--muted)}
.chart .grid{stroke:var(--rule);stroke-width:1}
.chart .zero{stroke:var(--ink);stroke-width:1.2}
.chart .s0{--s:var(--s0)}.chart .s1{--s:var(--s1)}.chart .s2{--s:var(--s2)}.chart .s3{--s:var(--s3)}.chart .s4{--s:var(--s4)}.chart .s5{--s:var(--s5)}.chart .s6{--s:var(--s6)}
.chart .mark,.chart .bar{fill:var(--s)}
.chart .mark{stroke:var(--paper);stroke-width:.8}
.chart .thick{stroke:var(--s);stroke-width:4.5;stroke-linecap:butt;opacity:.45}
.chart .thin{stroke:var(--s);stroke-width:1.2}
.chart .weak.thick{opacity:.22}.chart .weak.thin{stroke-dasharray:3 2}.chart .weak.mark{fill:var(--paper);stroke:var(--s);stroke-width:1.4}
.chart .hollow{fill:var(--paper);stroke:var(--s);stroke-width:1.3}
.chart .hit{fill:transparent}.chart .hit.main{fill:var(--rule)}
.chart .line{fill:none;stroke:var(--s);stroke-width:2}
.chart .line.s1{stroke-dasharray:6 3}.chart .line.s2{stroke-dasharray:2 3}.chart .line.s3{stroke-dasharray:8 3 2 3}
.chart .band{fill:var(--s);opacity:.16}
.chart .whisker{stroke:var(--ink);stroke-width:1}
.chart .hatch{stroke:var(--paper);stroke-width:2;opacity:.55}
.chart .side{font-weight:600}
.chart .event-line{fill:none;stroke:var(--muted);stroke-width:1;stroke-dasharray:2 2}
.chart .event-number{fill:var(--muted);font-size:11px;font-weight:600}
.chart .window{fill:var(--muted);opacity:.14}.chart .window.before{opacity:.06}
.chart .muted-hatch{stroke:var(--muted);stroke-width:1;opacity:.45}
.chart .step{stroke:var(--s);stroke-width:1.6}
.chart .shade{fill:var(--s)}.chart .weak-box{fill:none;stroke:var(--muted);stroke-dasharray:3 2}
.chart .flow{fill:var(--s);opacity:.34}.chart a:hover .flow,.chart a:focus .flow{opacity:.7}
.chart .faint{stroke:var(--muted);stroke-width:1;opacity:.8}.chart .hit-line{stroke:transparent;stroke-width:9}
.chart .leader{fill:none;stroke:var(--muted);stroke-width:.7}
.chart .arc{fill:none;stroke:var(--s);opacity:.55}.chart .arc.s6{opacity:.3}.chart a:hover .arc,.chart a:focus .arc{opacity:1}
.chart a:hover .mark,.chart a:focus .mark{stroke:var(--ink);stroke-width:1.6}
.chart a:hover .bar,.chart a:focus .bar{opacity:.75}
.chart a:focus{outline:none}.chart a:focus .hit{stroke:var(--ink);stroke-width:1}
@media print{:root{--s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#cc79a7;--s4:#e69f00;--s5:#56b4e9;--s6:#555}.chart{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
