package store

// RowTypes lists the row types of all tables for tests.
var RowTypes = rowTypes
