// Package bounded reads streams that somebody else made, so that none of them can
// take the machine: a packed file that unpacks without end, a record that is one
// value of gigabytes, a file of nothing but blank lines. In goes a reader with
// [Limits], out come its bytes until one of the limits is passed; from then on
// every Read is an [Error] that says which.
//
// It limits what comes out, in all and for each packed byte, and how long one
// record may be, if whoever takes records apart says where each ends
// ([Reader.End]). It repairs nothing and keeps nothing: what came before the limit
// was passed has been read.
package bounded
