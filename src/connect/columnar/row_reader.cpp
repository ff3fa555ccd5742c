#include "connect/columnar/row_reader.h"

#include <algorithm>

#include "connect/columnar/arrow_column_kinds.h"
#include "connect/columnar/arrow_metadata.h"
#include "data/datetime.h"
#include "data/object.h"

namespace headrace::columnar {
namespace {

bool fits_calendar(int64_t wall_us) {
  return wall_us >= kFirstDay * kDayUs && wall_us < (kLastDay + 1) * kDayUs;
}

// The same instant on the clock that is `offset_s` ahead of UTC.
void move_zone(int64_t offset_s, Value* datetime) {
  if (datetime->kind() != Kind::kDateTime || offset_s <= -86'400 || offset_s >= 86'400) return;
  const int64_t wall_us = instant_us(*datetime) + offset_s * kSecondUs;
  if (fits_calendar(wall_us)) {
    *datetime = Value::datetime(wall_us, Zone::kFixed, static_cast<int32_t>(offset_s));
  }
}

}  // namespace

int32_t RowReader::find(const ArrowSchema& schema, const std::string& name) const {
  for (int64_t i = schema.n_children - 1; i >= 0; --i) {
    if (name == schema.children[i]->name) return static_cast<int32_t>(i);
  }
  return kNone;
}

Status RowReader::add(const ArrowSchema& schema, int32_t position, uint16_t slot) {
  const ArrowSchema& field = *schema.children[position];
  Result<std::unique_ptr<ArrowColumn>> column = make_column(field);
  if (!column) return column.error();
  const int32_t offset_position = offset_of_[static_cast<size_t>(position)];
  columns_.push_back({field.name, position, *std::move(column), offset_position, slot});
  return Ok{};
}

Result<RowReader> RowReader::make(const ArrowSchema& schema, const Projection& projection) {
  RowReader reader;
  reader.whole_record_ = projection.whole_record;
  reader.record_slot_ = projection.record_slot;
  const auto count = static_cast<size_t>(schema.n_children);
  reader.offset_of_.assign(count, kNone);
  reader.completes_.assign(count, false);
  for (size_t i = 0; i < count; ++i) {
    const ArrowSchema& field = *schema.children[i];
    const auto offset_of = find_metadata(field, kOffsetOf);
    const bool offsets = offset_of && std::string_view(field.format) == "i";
    if (offsets) {
      const int32_t of = reader.find(schema, std::string(*offset_of));
      if (of != kNone) reader.offset_of_[static_cast<size_t>(of)] = static_cast<int32_t>(i);
    }
    const bool exact = find_metadata(field, kExactOf).has_value();
    if (exact) reader.exact_position_ = static_cast<int32_t>(i);
    reader.completes_[i] = offsets || exact;
  }
  for (size_t k = 0; k < projection.keys.size(); ++k) {
    const int32_t position = reader.find(schema, projection.keys[k]);
    if (position == kNone) continue;
    const auto slot = static_cast<uint16_t>(projection.first_key_slot + k);
    if (Status s = reader.add(schema, position, slot); !s) return s.error();
  }
  for (size_t i = 0; projection.whole_record && i < count; ++i) {
    const auto position = static_cast<int32_t>(i);
    if (reader.completes_[i] || reader.find(schema, schema.children[i]->name) != position) continue;
    if (Status s = reader.add(schema, position, kNoSlot); !s) return s.error();
  }
  if (reader.exact_position_ != kNone && !reader.columns_.empty()) {
    Result<std::unique_ptr<ArrowColumn>> exact = make_column(*schema.children[reader.exact_position_]);
    if (!exact) return exact.error();
    reader.exact_column_ = *std::move(exact);
  }
  reader.offset_column_ = number_column("i");
  reader.settle();
  return reader;
}

// Turns positions in the schema into positions among the columns that are read.
void RowReader::settle() {
  for (const Column& c : columns_) {
    positions_.push_back(c.position);
    if (c.offset_position != kNone) positions_.push_back(c.offset_position);
  }
  if (exact_column_) positions_.push_back(exact_position_);
  std::sort(positions_.begin(), positions_.end());
  positions_.erase(std::unique(positions_.begin(), positions_.end()), positions_.end());
  const auto among = [&](int32_t position) {
    const auto found = std::lower_bound(positions_.begin(), positions_.end(), position);
    return static_cast<int32_t>(found - positions_.begin());
  };
  for (Column& c : columns_) {
    c.position = among(c.position);
    if (c.offset_position != kNone) c.offset_position = among(c.offset_position);
  }
  if (exact_column_) exact_position_ = among(exact_position_);
}

bool RowReader::value(const Column& c, const ArrowArray& rows, int64_t i, const Value& exact, Value* out,
                      std::string* why) const {
  if (exact.kind() == Kind::kDict) {
    if (const DictEntry* e = exact.as<DictObj>()->table.find(Value::string(c.name))) {
      return deep_copy(e->value, out);
    }
  }
  if (!c.column->get(*rows.children[c.position], i, out, why)) {
    *why = "column '" + c.name + "': " + *why;
    return false;
  }
  if (c.offset_position == kNone) return true;
  Value offset;
  if (!offset_column_->get(*rows.children[c.offset_position], i, &offset, why)) return false;
  if (offset.is_small_int()) move_zone(offset.as_int(), out);
  return true;
}

bool RowReader::read(const ArrowArray& rows, int64_t i, Value* slots, std::string* why) const {
  i += rows.offset;
  Value exact;
  if (exact_column_ && !exact_column_->get(*rows.children[exact_position_], i, &exact, why)) return false;
  Value record;
  if (whole_record_) record = Value::adopt(new DictObj(Flavor::kRecord));
  for (const Column& c : columns_) {
    Value v;
    if (!value(c, rows, i, exact, &v, why)) return false;
    if (c.slot != kNoSlot) {
      slots[c.slot] = std::move(v);
      continue;
    }
    bool inserted;
    record.as<DictObj>()->table.find_or_insert(Value::string(c.name), &inserted)->value = std::move(v);
  }
  if (whole_record_) slots[record_slot_] = std::move(record);
  return true;
}

}  // namespace headrace::columnar
