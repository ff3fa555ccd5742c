// The rows of a columnar file as events: of each only the keys that the plan reads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connect/columnar/arrow_column.h"
#include "io/event_source.h"

namespace headrace::columnar {

class RowReader {
 public:
  // Finds the projection's keys among the columns of a file. A column that is missing is a missing key. Of
  // columns that share a name the last counts, as of keys in JSON.
  static Result<RowReader> make(const ArrowSchema& schema, const Projection& projection);

  // The columns to be read, ascending.
  const std::vector<int32_t>& positions() const { return positions_; }

  // Row i of `rows`, a struct array of those columns, into `slots`, which are None before. False with the
  // reason in *why where a value has no form here.
  bool read(const ArrowArray& rows, int64_t i, Value* slots, std::string* why) const;

 private:
  static constexpr int32_t kNone = -1;
  static constexpr uint16_t kNoSlot = UINT16_MAX;

  struct Column {
    std::string name;
    int32_t position;  // in the schema; after settle() among the columns read
    std::unique_ptr<ArrowColumn> column;
    int32_t offset_position = kNone;  // of the column with its offsets from UTC
    uint16_t slot = kNoSlot;          // where the plan wants it by itself
  };

  int32_t find(const ArrowSchema& schema, const std::string& name) const;
  Status add(const ArrowSchema& schema, int32_t position, uint16_t slot);
  void settle();
  bool value(const Column& column, const ArrowArray& rows, int64_t i, const Value& exact, Value* out,
             std::string* why) const;

  std::vector<Column> columns_;
  std::vector<int32_t> positions_;
  std::vector<int32_t> offset_of_;  // by position in the schema: where its offsets are
  std::vector<bool> completes_;     // by position: a column of ours that completes others
  int32_t exact_position_ = kNone;
  std::unique_ptr<ArrowColumn> exact_column_, offset_column_;
  bool whole_record_ = false;
  uint16_t record_slot_ = 0;
};

}  // namespace headrace::columnar
