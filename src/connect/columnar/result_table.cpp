#include "connect/columnar/result_table.h"

#include <algorithm>

#include "base/unicode.h"
#include "data/datetime.h"
#include "data/json_write.h"

namespace headrace::columnar {
namespace {

// Batches stay well below the 2 GiB that a text column's 32-bit offsets reach: a batch ends with the row that
// goes over this.
constexpr size_t kBatchBytesMax = 64 << 20;
static_assert(kBatchBytesMax + ColumnBuilder::kTextBytesMax < INT32_MAX);

constexpr char32_t kReplacement = 0xFFFD;

}  // namespace

std::string to_utf8(std::string_view wtf8) {
  std::string out;
  const char* at = wtf8.data();
  const char* const end = at + wtf8.size();
  while (at < end) {
    const char32_t c = unicode::decode_next(at);
    unicode::append(out, c >= 0xD800 && c < 0xE000 ? kReplacement : c);
  }
  return out;
}

ColumnKind column_kind(FieldType type) {
  switch (type) {
    case FieldType::kInteger: return ColumnKind::kInt64;
    case FieldType::kBoolean: return ColumnKind::kBool;
    case FieldType::kString: return ColumnKind::kText;
    case FieldType::kFloat: return ColumnKind::kFloat64;
    case FieldType::kDatetime: return ColumnKind::kTimestamp;
    case FieldType::kMap:
    case FieldType::kList:
    case FieldType::kSet: return ColumnKind::kJson;
  }
  return ColumnKind::kJson;
}

TableLayout::TableLayout(const std::vector<TableField>& fields) : field_count_(fields.size()) {
  for (const TableField& f : fields) columns_.push_back({f.name, f.kind});
  for (const TableField& f : fields) {
    offset_columns_.push_back(-1);
    if (f.kind != ColumnKind::kTimestamp) continue;
    offset_columns_.back() = static_cast<int>(columns_.size());
    columns_.push_back({f.name + "__offset", ColumnKind::kInt32, {{std::string(kOffsetOf), f.name}}});
  }
  exact_column_ = add_column({"_exact", ColumnKind::kJson, {{std::string(kExactOf), "*"}}});
}

size_t TableLayout::add_column(ColumnSpec column) {
  columns_.push_back(std::move(column));
  return columns_.size() - 1;
}

TableBuilder::TableBuilder(const TableLayout& layout, size_t text_bytes_max) : layout_(layout) {
  for (const ColumnSpec& column : layout.columns()) columns_.emplace_back(column.kind, text_bytes_max);
}

void TableBuilder::keep_exact(size_t field, const Value& v) {
  exact_.append(exact_.empty() ? "{" : ", ");
  append_json_string(layout_.columns()[field].name, &exact_);
  exact_.append(": ");
  append_json_or_null(v, &exact_);
}

void TableBuilder::set_text(size_t field, const Value& v) {
  if (v.is_ascii() || unicode::is_valid(v.str(), false)) return columns_[field].append_text(v.str());
  columns_[field].append_text(to_utf8(v.str()));
  keep_exact(field, v);
}

void TableBuilder::set_datetime(size_t field, const Value& v) {
  columns_[field].append_int(instant_us(v));
  const int64_t offset_us = zoned_time(v).tz.offset_us;
  if (offset_us != 0) {
    columns_[static_cast<size_t>(layout_.offset_column(field))].append_int(offset_us / kSecondUs);
  }
}

void TableBuilder::set(size_t field, const Value& v) {
  ColumnBuilder& column = columns_[field];
  if (v.is_none()) return column.append_null();
  switch (layout_.columns()[field].kind) {
    case ColumnKind::kBool:
      if (v.is_bool()) return column.append_bool(v.as_bool());
      break;
    case ColumnKind::kInt64:
      if (v.is_small_int() || v.is_bool()) return column.append_int(v.as_int());
      break;
    case ColumnKind::kFloat64:
      if (v.is_float()) return column.append_float(v.as_float());
      break;
    case ColumnKind::kText:
      if (v.is_str()) return set_text(field, v);
      break;
    case ColumnKind::kTimestamp:
      if (v.kind() == Kind::kDateTime) return set_datetime(field, v);
      break;
    case ColumnKind::kJson: {
      std::string text;
      append_json_or_null(v, &text);
      return column.append_text(text);
    }
    case ColumnKind::kInt32:
    case ColumnKind::kBinary: break;
  }
  column.append_null();
  keep_exact(field, v);
}

size_t TableBuilder::text_bytes() const {
  size_t bytes = 0;
  for (const ColumnBuilder& column : columns_) bytes += column.text_bytes();
  return bytes;
}

void TableBuilder::end_row() {
  if (!exact_.empty()) {
    columns_[layout_.exact_column()].append_text(exact_ + "}");
    exact_.clear();
  }
  ++rows_;
  for (ColumnBuilder& column : columns_) {
    if (column.size() < rows_) column.append_null();
  }
  const size_t bytes = text_bytes();
  const size_t row_bytes = bytes - bytes_before_ + columns_.size() * sizeof(int64_t);
  row_bytes_.push_back(static_cast<uint32_t>(std::min<size_t>(row_bytes, UINT32_MAX)));
  bytes_before_ = bytes;
  if (bytes > kBatchBytesMax) end_batch();
}

void TableBuilder::end_batch() {
  std::string too_large;
  std::vector<OwnedArray> arrays;
  arrays.reserve(columns_.size());
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (columns_[i].any_too_large()) too_large = layout_.columns()[i].name;
    arrays.push_back(columns_[i].finish());
  }
  batches_.push_back({make_rows(std::move(arrays)), std::move(row_bytes_), std::move(too_large)});
  row_bytes_.clear();
  rows_ = 0;
  bytes_before_ = 0;
}

std::vector<TableBatch> TableBuilder::finish() {
  if (rows_ > 0) end_batch();
  return std::move(batches_);
}

}  // namespace headrace::columnar
