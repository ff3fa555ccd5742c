// The families of ArrowColumn. Each maker gives null for a format that is not of its family.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "connect/columnar/arrow_column.h"

namespace headrace::columnar {

using ColumnPtr = std::unique_ptr<ArrowColumn>;

// A column's name; the C interface lets an empty one be null.
inline const char* name_of(const ArrowSchema& schema) { return schema.name ? schema.name : ""; }

ColumnPtr number_column(std::string_view format);  // integers, floats, booleans, decimals, null
ColumnPtr text_column(const ArrowSchema& schema);  // text, bytes, JSON, UUIDs
ColumnPtr time_column(std::string_view format);    // dates, times, timestamps, durations
// Lists, structs, unions, run ends; children are the columns of the schema's children.
ColumnPtr nested_column(const ArrowSchema& schema, std::vector<ColumnPtr> children);
ColumnPtr map_column(ColumnPtr key, ColumnPtr item);
// `indices` is the format of the positions, `values` the dictionary's column.
ColumnPtr dictionary_column(std::string_view indices, ColumnPtr values);

}  // namespace headrace::columnar
