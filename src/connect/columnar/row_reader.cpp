#include "connect/columnar/row_reader.h"

#include <algorithm>

#include "base/unicode.h"
#include "connect/columnar/arrow_column_kinds.h"
#include "connect/columnar/arrow_metadata.h"
#include "connect/event_rows.h"
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
    if (name == name_of(*schema.children[i])) return static_cast<int32_t>(i);
  }
  return kNone;
}

void RowReader::add(const ArrowSchema& schema, int32_t position, uint16_t slot) {
  columns_.push_back(
      {name_of(*schema.children[position]), position, offset_of_[static_cast<size_t>(position)], slot});
}

RowReader::RowReader(const ArrowSchema& schema, const Projection& projection)
    : whole_record_(projection.whole_record), record_slot_(projection.record_slot) {
  const auto count = static_cast<size_t>(schema.n_children);
  offset_of_.assign(count, kNone);
  completes_.assign(count, false);
  for (size_t i = 0; i < count; ++i) {
    const ArrowSchema& field = *schema.children[i];
    const auto offset_of = find_metadata(field, kOffsetOf);
    const bool offsets = offset_of && std::string_view(field.format) == "i";
    if (offsets) {
      const int32_t of = find(schema, std::string(*offset_of));
      if (of != kNone) offset_of_[static_cast<size_t>(of)] = static_cast<int32_t>(i);
    }
    const bool exact = find_metadata(field, kExactOf).has_value();
    if (exact) exact_position_ = static_cast<int32_t>(i);
    completes_[i] = offsets || exact;
  }
  for (size_t k = 0; k < projection.keys.size(); ++k) {
    const int32_t position = find(schema, projection.keys[k]);
    const auto slot = static_cast<uint16_t>(projection.first_key_slot + k);
    if (position == kNone)
      missing_.push_back(slot);
    else
      add(schema, position, slot);
  }
  for (size_t i = 0; projection.whole_record && i < count; ++i) {
    const auto position = static_cast<int32_t>(i);
    if (completes_[i] || find(schema, name_of(*schema.children[i])) != position) continue;
    add(schema, position, kNoSlot);
  }
  if (columns_.empty()) exact_position_ = kNone;
  settle();
}

Status RowReader::decode(const ArrowSchema& schema) {
  for (Column& c : columns_) {
    if (c.slot == kNoSlot && !unicode::is_valid(c.name, true)) {
      return Error{ErrorKind::kInput, "the column's name is not UTF-8", unicode::repaired(c.name),
                   "leave the column out when the file is made, or rename it", false};
    }
    Result<std::unique_ptr<ArrowColumn>> column = make_column(*schema.children[c.position]);
    if (!column) return column.error();
    c.column = *std::move(column);
  }
  offset_column_ = number_column("i");
  if (exact_position_ == kNone) return Ok{};
  Result<std::unique_ptr<ArrowColumn>> exact = make_column(*schema.children[exact_position_]);
  if (!exact) return exact.error();
  exact_column_ = *std::move(exact);
  return Ok{};
}

// Turns positions in the schema into positions among the columns that are read.
void RowReader::settle() {
  for (const Column& c : columns_) {
    positions_.push_back(c.position);
    if (c.offset_position != kNone) positions_.push_back(c.offset_position);
  }
  if (exact_position_ != kNone) positions_.push_back(exact_position_);
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
  if (exact_position_ != kNone) exact_position_ = among(exact_position_);
}

void RowReader::enter(const ArrowArray& rows) {
  for (const Column& c : columns_) c.column->enter(*rows.children[c.position]);
  if (exact_column_) exact_column_->enter(*rows.children[exact_position_]);
}

void RowReader::move_zones(const ArrowArray& offsets, int64_t begin, int64_t count, Cells out,
                           std::vector<CellError>* errors) {
  offsets_.assign(static_cast<size_t>(count), Value());
  offset_column_->fill(offsets, begin, count, {offsets_.data()}, errors);
  for (int64_t i = 0; i < count; ++i) {
    const Value& offset = offsets_[static_cast<size_t>(i)];
    if (offset.is_small_int()) move_zone(offset.as_int(), &out[i]);
  }
}

// What the column cannot hold stands in `_exact`, and counts whatever the column says.
void RowReader::put_exact(const Column& c, int64_t count, Cells out, size_t first_error,
                          std::vector<CellError>* errors) const {
  for (int64_t i = 0; i < count; ++i) {
    const Value& exact = exact_[static_cast<size_t>(i)];
    if (exact.kind() != Kind::kDict) continue;
    const DictEntry* e = exact.as<DictObj>()->table.find(Value::string(c.name));
    if (!e) continue;
    const auto begin = errors->begin() + static_cast<ptrdiff_t>(first_error);
    errors->erase(
        std::remove_if(begin, errors->end(), [i](const CellError& error) { return error.row == i; }),
        errors->end());
    copy_of_event(e->value, &out[i]);
  }
}

void RowReader::fill(const Column& c, const ArrowArray& rows, int64_t begin, int64_t count, Cells out,
                     std::vector<CellError>* errors) {
  const size_t first_error = errors->size();
  c.column->fill(*rows.children[c.position], begin, count, out, errors);
  for (size_t i = first_error; i < errors->size(); ++i) {
    (*errors)[i].why = "column '" + c.name + "': " + (*errors)[i].why;
  }
  if (c.offset_position != kNone) move_zones(*rows.children[c.offset_position], begin, count, out, errors);
  if (exact_column_) put_exact(c, count, out, first_error, errors);
}

void RowReader::add_to_records(const Column& c, const ArrowArray& rows, int64_t begin, int64_t count,
                               Cells records, std::vector<CellError>* errors) {
  record_cells_.assign(static_cast<size_t>(count), Value());
  fill(c, rows, begin, count, {record_cells_.data()}, errors);
  for (int64_t i = 0; i < count; ++i) {
    bool inserted;
    records[i].as<DictObj>()->table.find_or_insert(Value::string(c.name), &inserted)->value =
        std::move(record_cells_[static_cast<size_t>(i)]);
  }
}

// An expression may change a container by its key or by the whole event.
void RowReader::share_with_records(const Column& c, int64_t count, Cells records, Cells out) {
  const Value name = Value::string(c.name);
  for (int64_t i = 0; i < count; ++i) {
    if (!out[i].is_container()) continue;
    if (const DictEntry* const e = records[i].as<DictObj>()->table.find(name)) out[i] = e->value;
  }
}

void RowReader::read(const ArrowArray& rows, int64_t begin, int64_t count, Value* slots, size_t width,
                     std::vector<CellError>* errors) {
  errors->clear();
  begin += rows.offset;
  if (exact_column_) {
    exact_.assign(static_cast<size_t>(count), Value());
    exact_column_->fill(*rows.children[exact_position_], begin, count, {exact_.data()}, errors);
  }
  const Cells records{slots + record_slot_, width};
  if (whole_record_) {
    for (int64_t i = 0; i < count; ++i) records[i] = Value::adopt(new DictObj(Flavor::kRecord));
  }
  for (const uint16_t slot : missing_) {
    const Cells out{slots + slot, width};
    for (int64_t i = 0; i < count; ++i) out[i] = Value();
  }
  for (const Column& c : columns_) {
    if (c.slot == kNoSlot)
      add_to_records(c, rows, begin, count, records, errors);
    else
      fill(c, rows, begin, count, {slots + c.slot, width}, errors);
  }
  if (whole_record_) {
    for (const Column& c : columns_) {
      if (c.slot != kNoSlot) share_with_records(c, count, records, {slots + c.slot, width});
    }
  }
  // Of several in a row that of the first column.
  std::stable_sort(errors->begin(), errors->end(),
                   [](const CellError& a, const CellError& b) { return a.row < b.row; });
  errors->erase(std::unique(errors->begin(), errors->end(),
                            [](const CellError& a, const CellError& b) { return a.row == b.row; }),
                errors->end());
  exact_.clear();  // shares texts with the slots
}

void read_rows(RowReader& reader, const ArrowArray& rows, int64_t begin, int64_t count, EventPlace first,
               EventRows& out, std::vector<CellError>* errors) {
  Value* const slots = out.add_used(first, static_cast<size_t>(count));
  reader.read(rows, begin, count, slots, out.width(), errors);
  if (errors->empty()) return;
  std::vector<size_t> unread;
  for (const CellError& error : *errors) unread.push_back(static_cast<size_t>(error.row));
  out.drop(static_cast<size_t>(count), unread);
  for (CellError& error : *errors) {
    const uint64_t line = first.line + static_cast<uint64_t>(error.row);
    out.skip({first.file, line}, "a column's value cannot be read", std::move(error.why), "");
  }
}

}  // namespace headrace::columnar
