// Package statistics is framewatch stats: statistics on any table of JSON lines,
// CSV or Parquet, whoever made it. Rows go in, one JSON object a term or estimate
// comes out. Each statistic says itself what it computes: [All] lists them with
// formulas, sources and the fields of their objects, from which --help and
// docs/cli.md are made. The numerics are elsewhere, in compare/stats and the
// packages beside it, as functions of counts; what stands here reads columns,
// calls them and names the results.
//
// To add a statistic, write a file with a function that returns a [Statistic] and
// add that function to [All]:
//
//	func poisson() Statistic {
//		return Statistic{
//			Name: "poisson", Short: "Rates of events",
//			Formulas: []Formula{{"rate", "k / t", "Garwood 1936"}},
//			Fields:   []Field{{"rate", "events a unit of time"}},
//			Options: func(f Flags) Run {
//				var k, t string
//				f.StringVar(&k, "k", "k", "column with the events")
//				f.StringVar(&t, "t", "t", "column with the time observed")
//				return func(ctx context.Context, in *Input, out *Output) error {
//					for row, err := range in.Rows(ctx, Columns{Need: []string{k, t}}) {
//						...
//						events, err := row.Number(k) // an error names file, line and column
//						...
//						if err := out.Write(NewObject().Float("rate", rate, "no time was observed")); err != nil {
//							return err
//						}
//					}
//					return nil
//				}
//			},
//		}
//	}
//
// What holds for all of them:
//   - Options only binds flags to variables of its own, so that listing the
//     statistics costs nothing; what it returns is run at most once.
//   - What the user can mend by another command line is [Usagef]; columns that are
//     not there are told by [Row] and [Input.Rows], with those that are.
//   - A number goes out through [Object.Float], which rounds to 12 significant
//     digits and writes what is no number as null, with the reason in field note.
//     [Output.Write] refuses a field that the statistic does not document.
//   - Objects come in a stable order that their description states, and do not
//     depend on the order of the rows, but where the order means something.
//   - A second file is opened by [Open], for which a flag names it.
package statistics
