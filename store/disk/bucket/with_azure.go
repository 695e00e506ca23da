//go:build azure

package bucket

import _ "gocloud.dev/blob/azureblob" // opens its URLs

const withAzure = true
