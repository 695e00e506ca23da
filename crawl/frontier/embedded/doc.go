// Package embedded is the [frontier.Store] in the state folder of a dataset: a
// bbolt file and a log, held by one process at a time. Beyond the interface it is
// checked ([Check]), copied ([Hold]), compacted and freed of what was erased.
package embedded
