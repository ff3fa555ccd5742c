// Arrow arrays as Values: what an event read from a Parquet or Arrow file holds (docs/columns.md).
//
// A column is made once from its schema and then asked for runs of elements. Offsets and positions inside the
// arrays must lie within their buffers, as the plug-in has checked; what the values themselves say is checked
// here. A column keeps what it has decoded of a dictionary: it belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "data/arrow_abi.h"
#include "data/value.h"

namespace headrace::columnar {

// Where the elements of a column go: cells of a table that is laid out by rows.
struct Cells {
  Value* first;
  size_t stride = 1;

  Value& operator[](int64_t i) const { return first[static_cast<size_t>(i) * stride]; }
};

// Why a cell could not be filled; rows count from the first one filled.
struct CellError {
  int64_t row;
  std::string why;
};

class ArrowColumn {
 public:
  virtual ~ArrowColumn() = default;

  // Once for each array, before its elements are asked for; the array before it still lives.
  virtual void enter(const ArrowArray&) {}

  // Elements begin to begin + count - 1 into cells, whatever they held. A null makes its cell None, and so
  // does what has no Value (text that is no UTF-8, a date after the year 9999), with an error. Errors are
  // appended, ascending by row. No two Values share a heap object.
  virtual void fill(const ArrowArray& array, int64_t begin, int64_t count, Cells out,
                    std::vector<CellError>* errors) = 0;
  // Element i alone into a None; false with the reason in *why.
  virtual bool get(const ArrowArray& array, int64_t i, Value* out, std::string* why) = 0;
};

// An Error where values of this type have no form here; its place is the column's name.
Result<std::unique_ptr<ArrowColumn>> make_column(const ArrowSchema& schema);

}  // namespace headrace::columnar
