package units

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Where things lie in a container.
const (
	dataMount     = "/data"
	settingsMount = "/etc/framewatch"
	metricsPort   = 9464
	account       = 10001 // a user and a group that no image has a name for
)

// object is a map that keeps the order of its keys.
type object []any // key, value, key, value ...

// MarshalYAML is for [yaml.Marshaler].
func (o object) MarshalYAML() (any, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(o); i += 2 {
		var key, value yaml.Node
		if err := key.Encode(o[i]); err != nil {
			return nil, err
		}
		if err := value.Encode(o[i+1]); err != nil {
			return nil, err
		}
		n.Content = append(n.Content, &key, &value)
	}
	return n, nil
}

// Kubernetes gives a volume claim and a CronJob, or with Stay a Deployment. The
// settings are a ConfigMap that is made from their folder.
func Kubernetes(s Spec) (File, error) {
	if err := s.Validate(); err != nil {
		return File{}, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Framewatch. The image is %s: put in where yours is.\n", s.Image)
	if s.mounted() {
		fmt.Fprintf(&b, "# The settings and the files that they name, side by side in one folder:\n#   kubectl create configmap %s --from-file=%s\n",
			s.Name, shellWord(filepath.Dir(s.Settings)))
	}
	fmt.Fprintf(&b, "# What is secret, such as WEBHOOK_SECRET:\n#   kubectl create secret generic %s --from-literal=WEBHOOK_SECRET=...\n", s.Name)
	claim := object{"apiVersion", "v1", "kind", "PersistentVolumeClaim", "metadata", s.meta(),
		"spec", object{"accessModes", []string{"ReadWriteOnce"}, "resources", object{"requests", object{"storage", "20Gi"}}}}
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	for _, o := range []object{claim, s.workload()} {
		if err := e.Encode(o); err != nil {
			return File{}, fmt.Errorf("write %s: %w", s.Name, err)
		}
	}
	if err := e.Close(); err != nil {
		return File{}, fmt.Errorf("write %s: %w", s.Name, err)
	}
	return File{s.Name + ".yaml", b.String()}, nil
}

func (s Spec) meta() object {
	return object{"name", s.Name, "labels", s.labels()}
}

func (s Spec) labels() object { return object{"app.kubernetes.io/name", s.Name} }

// mounted holds for settings that are no part of the binary.
func (s Spec) mounted() bool { return s.Settings != "" && !strings.HasPrefix(s.Settings, "builtin:") }

func (s Spec) workload() object {
	template := object{"metadata", object{"labels", s.labels()}, "spec", s.pod()}
	if s.Stay {
		return object{"apiVersion", "apps/v1", "kind", "Deployment", "metadata", s.meta(), "spec", object{
			"replicas", 1,
			"strategy", object{"type", "Recreate"}, // never two at once
			"selector", object{"matchLabels", s.labels()},
			"template", template}}
	}
	return object{"apiVersion", "batch/v1", "kind", "CronJob", "metadata", s.meta(), "spec", object{
		"schedule", s.cronTime(), "timeZone", "Etc/UTC", "concurrencyPolicy", "Forbid", "startingDeadlineSeconds", 3600 * s.Every / 2,
		"successfulJobsHistoryLimit", 3, "failedJobsHistoryLimit", 3,
		"jobTemplate", object{"spec", object{
			"backoffLimit", 2,
			// Wrong settings, a source that failed and a web that cannot be reached are
			// not mended by another run at once, nor is one needed whose work another does; what
			// was interrupted goes on.
			"podFailurePolicy", object{"rules", []object{{"action", "FailJob", "onExitCodes", object{
				"containerName", "framewatch", "operator", "In", "values", []int{2, 3, 4, 6}}}}},
			"template", template}}}}
}

func (s Spec) pod() object {
	volumes := []object{{"name", "data", "persistentVolumeClaim", object{"claimName", s.Name}}, {"name", "tmp", "emptyDir", object{}}}
	mounts := []object{{"name", "data", "mountPath", dataMount}, {"name", "tmp", "mountPath", "/tmp"}}
	in := s
	in.Binary = "framewatch"
	in.Data = path.Join(dataMount, "dataset")
	if u, err := url.Parse(s.Data); err == nil && u.Host != "" { // a bucket, with a working folder
		q := u.Query()
		q.Set("state", path.Join(dataMount, "state"))
		u.RawQuery = q.Encode()
		in.Data = u.String()
	}
	if s.mounted() {
		in.Settings = path.Join(settingsMount, filepath.Base(s.Settings))
		volumes = append(volumes, object{"name", "settings", "configMap", object{"name", s.Name}})
		mounts = append(mounts, object{"name", "settings", "mountPath", settingsMount, "readOnly", true})
	}
	if s.Stay {
		in.Listen = fmt.Sprintf("0.0.0.0:%d", metricsPort)
	}
	container := object{"name", "framewatch", "image", s.Image, "args", in.command()[1:],
		"envFrom", []object{{"secretRef", object{"name", s.Name, "optional", true}}}}
	if s.Stay {
		probe := func(at string) object {
			return object{"httpGet", object{"path", at, "port", "metrics"}, "periodSeconds", 30}
		}
		container = append(container, "ports", []object{{"name", "metrics", "containerPort", metricsPort}},
			"livenessProbe", probe("/healthz"), "readinessProbe", probe("/readyz"))
	}
	container = append(container,
		"resources", object{"requests", object{"cpu", "250m", "memory", "512Mi"}, "limits", object{"memory", "2Gi"}},
		"securityContext", object{"allowPrivilegeEscalation", false, "readOnlyRootFilesystem", true, "capabilities", object{"drop", []string{"ALL"}}},
		"volumeMounts", mounts)
	pod := object{}
	if !s.Stay {
		pod = append(pod, "restartPolicy", "Never")
	}
	return append(pod, "automountServiceAccountToken", false, "terminationGracePeriodSeconds", 120,
		"securityContext", object{"runAsNonRoot", true, "runAsUser", account, "runAsGroup", account, "fsGroup", account, "seccompProfile", object{"type", "RuntimeDefault"}},
		"containers", []object{container}, "volumes", volumes)
}

// shellWord quotes a word for a shell.
func shellWord(w string) string {
	if plain.MatchString(w) {
		return w
	}
	return "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
}
