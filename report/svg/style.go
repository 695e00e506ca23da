package svg

// Style is the CSS of the charts, and the colours and fonts of the pages around
// them, which are thereby the same in report and explorer: for light, dark and
// paper the series --s0 to --s6, and --paper, --ink and so on. Blue, vermilion,
// green and purple are Okabe & Ito's (2008), the purple a little darker; their
// yellow, orange and sky blue have too little contrast on paper and give way to
// brown and navy there, and serve on black. Package report tests the contrast
// and what the colour-blind see of it.
const Style = `
:root{color-scheme:light dark;--paper:#fcfbf8;--ink:#1d1c1a;--muted:#66625b;--rule:#dcd8ce;--wash:#f3f0e9;--link:#7a1f1f;--shade:0,114,178;--yes:#00664b;--no:#a33b00;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Source Serif 4",Georgia,"Noto Serif","DejaVu Serif","Songti SC","Noto Serif CJK SC","Noto Naskh Arabic",serif;
--sans:system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,"Noto Sans","DejaVu Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans Arabic",sans-serif;
--s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#cb76a5;--s4:#7a2a00;--s5:#00297a;--s6:#666}
@media (prefers-color-scheme:dark){:root{--paper:#15171b;--ink:#e7e4de;--muted:#a09b91;--rule:#34373d;--wash:#1d2025;--link:#f0a8a0;--shade:86,180,233;--yes:#3fc79a;--no:#f0a060;
--s0:#56b4e9;--s1:#e69f00;--s2:#009e73;--s3:#cc79a7;--s4:#f0e442;--s5:#d55e00;--s6:#bbb}}
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
.chart .thick{stroke:var(--s);stroke-width:3.6}
.chart .thin{stroke:var(--s);stroke-width:1.2}
.chart .weak.thick{stroke-dasharray:2 2}.chart .weak.thin{stroke-dasharray:3 2}.chart .weak.mark{fill:var(--paper);stroke:var(--s);stroke-width:1.4}
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
.chart .flow{fill:var(--s);fill-opacity:.3;stroke:var(--s);stroke-width:.6}.chart a:hover .flow,.chart a:focus .flow{fill-opacity:.65}
.chart .faint{stroke:var(--muted);stroke-width:1;opacity:.8}.chart .hit-line{stroke:transparent;stroke-width:9}
.chart .leader{fill:none;stroke:var(--muted);stroke-width:.7}
.chart .arc{fill:none;stroke:var(--s)}.chart .arc.s6{opacity:.72}.chart a:hover .arc,.chart a:focus .arc{opacity:1}
.chart a:hover .mark,.chart a:focus .mark{stroke:var(--ink);stroke-width:1.6}
.chart a:hover .bar,.chart a:focus .bar{opacity:.75}
.chart a:focus{outline:none}.chart a:focus .hit{stroke:var(--ink);stroke-width:1}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--muted:#444;--rule:#bbb;--wash:#f2f2f2;--link:#7a1f1f;--shade:0,114,178;--yes:#00664b;--no:#a33b00;--s0:#0072b2;--s1:#d55e00;--s2:#009e73;--s3:#cb76a5;--s4:#7a2a00;--s5:#00297a;--s6:#666}.chart{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
