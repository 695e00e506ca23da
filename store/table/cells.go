package table

import (
	"reflect"
	"unsafe"
)

// All that is unsafe in this package stands here. A plan holds the offset of
// each field of a struct type; these functions turn an offset into a typed
// pointer. They are sound because a plan is only ever used with memory of its
// own type (Writer and the readers check the type once a slice), indexes stay
// below the slice's length, and what is stored goes through pointers of the
// field's own type, so that the garbage collector sees every write.

// cells is the memory of a slice of structs.
type cells struct {
	base   unsafe.Pointer
	stride uintptr
	n      int
}

func cellsOf[T any](rows []T) cells {
	var zero T
	return cells{unsafe.Pointer(unsafe.SliceData(rows)), unsafe.Sizeof(zero), len(rows)} //nolint:gosec // see above
}

// cellsOfValue is cellsOf for a slice whose type is known at run time only.
func cellsOfValue(slice reflect.Value) cells {
	return cells{slice.UnsafePointer(), slice.Type().Elem().Size(), slice.Len()}
}

// cell is the field at offset of row i; F must be the field's type or one of
// the same underlying type.
func cell[F any](c cells, i int, offset uintptr) *F {
	return (*F)(unsafe.Add(c.base, uintptr(i)*c.stride+offset))
}

// listCells is the memory behind the slice field at offset of row i, whose
// elements have the given size.
func listCells(c cells, i int, offset, size uintptr) cells {
	// A slice's header begins with its address and length whatever its type.
	s := cell[[]struct{}](c, i, offset)
	return cells{unsafe.Pointer(unsafe.SliceData(*s)), size, len(*s)} //nolint:gosec // see above
}

// setList stores a slice of the field's own type.
func setList(c cells, i int, offset uintptr, slice reflect.Value) {
	reflect.NewAt(slice.Type(), unsafe.Add(c.base, uintptr(i)*c.stride+offset)).Elem().Set(slice)
}

// bytesOf views a string as bytes, which must not be changed.
func bytesOf(s string) []byte {
	return unsafe.Slice(unsafe.StringData(s), len(s)) //nolint:gosec // see above
}

// same reports whether two strings are the same memory, the cheap case of equal.
func same(a, b string) bool {
	return len(a) == len(b) && unsafe.StringData(a) == unsafe.StringData(b) //nolint:gosec // see above
}
