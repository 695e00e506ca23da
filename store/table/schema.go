package table

import (
	"fmt"

	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/schema"
)

const noFieldID = -1

// schemaOf is the Parquet schema of a plan. Lists are laid out as Parquet's
// three levels with the names list and element.
func schemaOf(cols []Column) (*schema.GroupNode, error) {
	fields := make(schema.FieldList, len(cols))
	for i := range cols {
		node, err := nodeOf(&cols[i])
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", cols[i].Name, err)
		}
		fields[i] = node
	}
	return schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, noFieldID)
}

func nodeOf(c *Column) (schema.Node, error) {
	if !c.list {
		repetition := parquet.Repetitions.Required
		if c.Nullable() {
			repetition = parquet.Repetitions.Optional
		}
		return leafNode(c.Name, c.leaves[0].kind, repetition)
	}
	element, err := elementNode(c)
	if err != nil {
		return nil, err
	}
	list, err := schema.NewGroupNode("list", parquet.Repetitions.Repeated, schema.FieldList{element}, noFieldID)
	if err != nil {
		return nil, err
	}
	return schema.NewGroupNodeLogical(c.Name, parquet.Repetitions.Required, schema.FieldList{list}, schema.NewListLogicalType(), noFieldID)
}

func elementNode(c *Column) (schema.Node, error) {
	if c.leaves[0].name == "" {
		return leafNode("element", c.leaves[0].kind, parquet.Repetitions.Optional)
	}
	fields := make(schema.FieldList, len(c.leaves))
	for i, l := range c.leaves {
		node, err := leafNode(l.name, l.kind, parquet.Repetitions.Required)
		if err != nil {
			return nil, err
		}
		fields[i] = node
	}
	return schema.NewGroupNode("element", parquet.Repetitions.Optional, fields, noFieldID)
}

func leafNode(name string, k kind, repetition parquet.Repetition) (schema.Node, error) {
	logical, physical := schema.LogicalType(schema.NoLogicalType{}), parquet.Types.ByteArray
	switch k {
	case textKind:
		logical = schema.StringLogicalType{}
	case rawKind:
	case intKind:
		logical, physical = schema.NewIntLogicalType(64, true), parquet.Types.Int64
	case floatKind:
		physical = parquet.Types.Double
	case boolKind:
		physical = parquet.Types.Boolean
	case timeKind:
		logical, physical = schema.NewTimestampLogicalType(true, schema.TimeUnitMicros), parquet.Types.Int64
	}
	return schema.NewPrimitiveNodeLogical(name, repetition, logical, physical, -1, noFieldID)
}

// kindOfLeaf is the kind of a column of a file.
func kindOfLeaf(c *schema.Column) (kind, error) {
	switch c.PhysicalType() {
	case parquet.Types.ByteArray:
		if _, ok := c.LogicalType().(schema.StringLogicalType); ok || c.ConvertedType() == schema.ConvertedTypes.UTF8 {
			return textKind, nil
		}
		return rawKind, nil
	case parquet.Types.Int64:
		if t, ok := c.LogicalType().(schema.TimestampLogicalType); ok {
			if t.TimeUnit() != schema.TimeUnitMicros {
				return 0, fmt.Errorf("column %s: a timestamp that is not in microseconds", c.Path())
			}
			return timeKind, nil
		}
		return intKind, nil
	case parquet.Types.Double:
		return floatKind, nil
	case parquet.Types.Boolean:
		return boolKind, nil
	default:
		return 0, fmt.Errorf("column %s: no support for the physical type %s", c.Path(), c.PhysicalType())
	}
}
