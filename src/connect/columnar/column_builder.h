// Columns of results, built value by value into arrays of the Arrow C data interface.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "connect/columnar/arrow_metadata.h"
#include "connect/columnar/arrow_owned.h"

namespace headrace::columnar {

enum class ColumnKind : uint8_t {
  kBool,
  kInt32,
  kInt64,
  kFloat64,
  kText,       // UTF-8
  kJson,       // UTF-8 that is JSON: Arrow's extension type arrow.json
  kTimestamp,  // microseconds, UTC
  kBinary,
};

struct ColumnSpec {
  std::string name;
  ColumnKind kind;
  Metadata metadata = {};
};

// A struct of these columns, each nullable.
OwnedSchema make_schema(const std::vector<ColumnSpec>& columns);

class ColumnBuilder {
 public:
  // Of one text. With the batches that tables end at, offsets stay within 32 bits.
  static constexpr size_t kTextBytesMax = 1 << 30;

  explicit ColumnBuilder(ColumnKind kind, size_t text_bytes_max = kTextBytesMax);

  // The kind must take what is appended.
  void append_null();
  void append_bool(bool b);
  void append_int(int64_t i);  // kInt32, kInt64, kTimestamp
  void append_float(double d);
  void append_text(std::string_view text);  // kText, kJson, kBinary; empty for one that is too large
  // What finish() of a builder of the same kind gave. Text of both together stays within 32 bits.
  void append_all(const ArrowArray& array);

  int64_t size() const { return size_; }
  bool any_too_large() const { return any_too_large_; }
  size_t text_bytes() const { return text_.size(); }
  // What was appended, as one array; the builder is empty then.
  OwnedArray finish();

 private:
  struct Buffers;

  void append_valid();
  template <typename T>
  void append_fixed(T value);
  void append_all_text(const ArrowArray& array);

  ColumnKind kind_;
  size_t text_bytes_max_;
  bool any_too_large_ = false;
  int64_t size_ = 0;
  int64_t nulls_ = 0;
  std::vector<uint8_t> validity_;
  std::string data_;  // fixed-width values, or bits; for text the offsets
  std::string text_;
};

// Columns of equal length side by side; takes them.
OwnedArray make_rows(std::vector<OwnedArray> columns);

}  // namespace headrace::columnar
