// Arrow arrays as Values: what an event read from a Parquet or Arrow file holds (docs/columns.md).
//
// A column is made once from its schema and then asked for one element after another. Immutable; safe from
// any thread. Offsets and positions inside the arrays must lie within their buffers, as the plug-in has
// checked; what the values themselves say is checked here.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"
#include "data/arrow_abi.h"
#include "data/value.h"

namespace headrace::columnar {

class ArrowColumn {
 public:
  virtual ~ArrowColumn() = default;

  // Element i of the array, None where it is null. False with the reason in *why where it has no Value: text
  // that is no UTF-8, a date after the year 9999. No two Values share a heap object.
  bool get(const ArrowArray& array, int64_t i, Value* out, std::string* why) const {
    const int64_t at = array.offset + i;
    if (has_validity_ && is_null(array, at)) {
      *out = Value();
      return true;
    }
    return value(array, at, out, why);
  }

 protected:
  // For layouts whose first buffer does not tell which elements are null.
  explicit ArrowColumn(bool has_validity = true) : has_validity_(has_validity) {}
  // `at`: the element's position in the buffers. It is not null.
  virtual bool value(const ArrowArray& array, int64_t at, Value* out, std::string* why) const = 0;

 private:
  static bool is_null(const ArrowArray& array, int64_t at) {
    const auto* bits = static_cast<const uint8_t*>(array.buffers[0]);
    return bits && !(bits[at >> 3] >> (at & 7) & 1);
  }

  bool has_validity_;
};

// An Error where values of this type have no form here; its place is the column's name.
Result<std::unique_ptr<ArrowColumn>> make_column(const ArrowSchema& schema);

}  // namespace headrace::columnar
