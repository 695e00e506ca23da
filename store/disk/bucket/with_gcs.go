//go:build gcs

package bucket

import _ "gocloud.dev/blob/gcsblob" // opens its URLs

const withGCS = true
