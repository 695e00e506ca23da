package s3

import (
	"gocloud.dev/blob/driver"
)

// Driver is the driver below [Open] for its conformance tests.
func Driver(c Config) driver.Bucket { return &bucket{c: c} }

// Sign is sign for tests.
var Sign = sign

// Patience is how long a server may say nothing.
var Patience = patience
