package config

import (
	"bytes"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/go-viper/mapstructure/v2"
	"github.com/spf13/viper"
	"go.yaml.in/yaml/v3"
)

// EnvPrefix begins the name of every environment variable that is read:
// FRAMEWATCH_CRAWL_WORKERS sets crawl.workers.
const EnvPrefix = "FRAMEWATCH"

// Origin says where a setting came from.
type Origin string

// The origins of a setting, weakest first.
const (
	FromDefault Origin = "default"
	FromFile    Origin = "file"
	FromEnv     Origin = "environment"
	FromFlag    Origin = "flag"
)

// Setting is one effective value of a configuration.
type Setting struct {
	Key    string
	Value  any
	Origin Origin
}

// originOf says where a setting came from.
func originOf(settings []Setting, key string) Origin {
	i := slices.IndexFunc(settings, func(s Setting) bool { return s.Key == key })
	if i < 0 {
		return FromDefault
	}
	return settings[i].Origin
}

// DefaultSetting is a setting's key with its default.
type DefaultSetting struct {
	Key   string
	Value any
}

// Defaults lists all settings in their order.
func Defaults() []DefaultSetting {
	var out []DefaultSetting
	for _, l := range leaves(reflect.ValueOf(Default()), "") {
		out = append(out, DefaultSetting{l.key, l.value.Interface()})
	}
	return out
}

// leaf is a setting's key with its Go type and default.
type leaf struct {
	key   string
	value reflect.Value
}

// leaves lists the settings of a struct depth first, in the order of its
// fields.
func leaves(v reflect.Value, prefix string) []leaf {
	var out []leaf
	for i := range v.NumField() {
		name := yamlName(v.Type().Field(i))
		if name == "" {
			continue
		}
		f := v.Field(i)
		if f.Kind() == reflect.Struct {
			out = append(out, leaves(f, join(prefix, name))...)
			continue
		}
		out = append(out, leaf{join(prefix, name), f})
	}
	return out
}

// readSettings layers defaults, file, environment and flags. root is the tree
// of the file, nil without one.
func readSettings(file string, data []byte, root *yaml.Node, flags map[string]any) (Config, []Setting, Mistakes) {
	cfg := Default()
	if !aboutSubject(cfg, root, flags) {
		cfg = withoutSubject(cfg)
	}
	all := leaves(reflect.ValueOf(cfg), "")
	v := viper.New()
	v.SetConfigType("yaml")
	for _, l := range all {
		// Every key needs a default, or viper forgets it when it unmarshals.
		v.SetDefault(l.key, l.value.Interface())
	}
	if root != nil {
		if err := v.ReadConfig(bytes.NewReader(data)); err != nil {
			return cfg, nil, Mistakes{{File: file, Text: err.Error()}}
		}
	}
	var settings []Setting
	var wrong Mistakes
	for _, l := range all {
		origin := FromDefault
		if v.InConfig(l.key) {
			origin = FromFile
		}
		name := envName(l.key)
		if value, from, ok := olderValue(l.key, flags); ok {
			v.Set(l.key, value)
			origin = from
		}
		if text, ok := os.LookupEnv(name); ok {
			value, err := scalarFrom(text, l.value.Type())
			if err != nil {
				wrong = append(wrong, Mistake{File: "environment", Text: fmt.Sprintf("%s: %v", name, err)})
			} else {
				v.Set(l.key, value)
				origin = FromEnv
			}
		}
		if value, ok := flags[l.key]; ok {
			v.Set(l.key, value)
			origin = FromFlag
		}
		settings = append(settings, Setting{Key: l.key, Origin: origin})
	}
	err := v.UnmarshalExact(&cfg, viper.DecodeHook(mapstructure.StringToTimeDurationHookFunc()), func(dc *mapstructure.DecoderConfig) {
		dc.WeaklyTypedInput = false
	})
	if err != nil {
		wrong = append(wrong, Mistake{File: file, Text: err.Error()})
	}
	for i, l := range leaves(reflect.ValueOf(cfg), "") {
		settings[i].Value = l.value.Interface()
	}
	return cfg, settings, wrong
}

// scalarFrom reads an environment variable as the type of its setting. Lists
// are refused: there is no agreed way to write them in one variable.
func scalarFrom(text string, t reflect.Type) (any, error) {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		d, err := time.ParseDuration(text)
		if err != nil {
			return nil, fmt.Errorf("%q is not a duration; write a number with a unit, such as 500ms or 2s", text)
		}
		return d, nil
	case t.Kind() == reflect.String:
		return text, nil
	case t.Kind() == reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, fmt.Errorf("%q is neither true nor false", text)
		}
		return b, nil
	case slices.Contains([]reflect.Kind{reflect.Int, reflect.Int64, reflect.Uint64}, t.Kind()):
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not a whole number", text)
		}
		return n, nil
	case t.Kind() == reflect.Float64:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not a number", text)
		}
		return x, nil
	}
	return nil, fmt.Errorf("a list cannot be set by the environment; write it into the settings file")
}
