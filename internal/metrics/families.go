package metrics

import (
	"strconv"
	"time"

	dto "github.com/prometheus/client_model/go"
)

// families collects metrics; those of one name are added one after the other, or
// with others between them, and stand together in the end.
type families struct {
	all []*dto.MetricFamily
}

func (f *families) add(kind dto.MetricType, name, help string, labels []string, m *dto.Metric) {
	for i := 0; i+1 < len(labels); i += 2 {
		m.Label = append(m.Label, &dto.LabelPair{Name: &labels[i], Value: &labels[i+1]})
	}
	for _, each := range f.all {
		if each.GetName() == name {
			each.Metric = append(each.Metric, m)
			return
		}
	}
	f.all = append(f.all, &dto.MetricFamily{Name: &name, Help: &help, Type: &kind, Metric: []*dto.Metric{m}})
}

func (f *families) gauge(name, help string, value float64, labels ...string) {
	f.add(dto.MetricType_GAUGE, name, help, labels, &dto.Metric{Gauge: &dto.Gauge{Value: &value}})
}

func (f *families) counter(name, help string, value float64, labels ...string) {
	f.add(dto.MetricType_COUNTER, name, help, labels, &dto.Metric{Counter: &dto.Counter{Value: &value}})
}

// time adds a time in seconds since 1970; one that is not known is 0, long ago, so
// that an alert about age goes off instead of seeing nothing.
func (f *families) time(name, help string, at time.Time, labels ...string) {
	seconds := 0.0
	if !at.IsZero() {
		seconds = float64(at.UnixMilli()) / 1000
	}
	f.gauge(name, help, seconds, labels...)
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func word(n int) string { return strconv.Itoa(n) }
