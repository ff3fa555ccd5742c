// Values of a window row on their way through a temporary file, while it is not yet known which columns there
// will be and of which type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "connect/columnar/column_builder.h"
#include "data/value.h"

namespace headrace::columnar {

// What a cell holds, as far as a column's type hangs on it.
enum class CellTag : uint8_t {
  kNone,
  kBool,
  kSmallInt,  // exact as a double
  kInt,       // any other of 64 bits
  kFloat,
  kText,
  kDatetime,
  kJson,  // everything else, as JSON text
};
using CellTags = uint32_t;  // bit i: CellTag(i) occurs

std::string encode_cell(const Value& v);
CellTag cell_tag(std::string_view cell);
// Any cell but kJson, whose text is cell_json().
Value decode_cell(std::string_view cell);
std::string_view cell_json(std::string_view cell);

// The type of a column that holds cells of these tags: booleans, integers, numbers, texts or
// datetimes where all of them are, else JSON. Integers beside floats are floats where that loses nothing.
ColumnKind kind_of_tags(CellTags tags);

}  // namespace headrace::columnar
