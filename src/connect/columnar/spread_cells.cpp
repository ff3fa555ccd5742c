#include "connect/columnar/spread_cells.h"

#include <cstring>

#include "data/datetime.h"
#include "data/json_write.h"

namespace headrace::columnar {
namespace {

constexpr int64_t kDoubleExact = int64_t{1} << 53;

CellTag tag_of(const Value& v) {
  switch (v.kind()) {
    case Kind::kNone: return CellTag::kNone;
    case Kind::kBool: return CellTag::kBool;
    case Kind::kInt:
      if (v.is_heap()) return CellTag::kJson;
      return v.as_int() >= -kDoubleExact && v.as_int() <= kDoubleExact ? CellTag::kSmallInt : CellTag::kInt;
    case Kind::kFloat: return CellTag::kFloat;
    case Kind::kStr: return CellTag::kText;
    case Kind::kDateTime: return is_aware(v) ? CellTag::kDatetime : CellTag::kJson;
    default: return CellTag::kJson;
  }
}

template <typename T>
void append_raw(T value, std::string* out) {
  out->append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename T>
T read_raw(std::string_view bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

bool within(CellTags tags, std::initializer_list<CellTag> allowed) {
  CellTags mask = 0;
  for (const CellTag tag : allowed) mask |= 1u << static_cast<int>(tag);
  return (tags & ~mask) == 0;
}

}  // namespace

std::string encode_cell(const Value& v) {
  const CellTag tag = tag_of(v);
  std::string out(1, static_cast<char>(tag));
  switch (tag) {
    case CellTag::kNone: break;
    case CellTag::kBool:
    case CellTag::kSmallInt:
    case CellTag::kInt: append_raw(v.as_int(), &out); break;
    case CellTag::kFloat: append_raw(v.as_float(), &out); break;
    case CellTag::kText: out.append(v.str()); break;
    case CellTag::kDatetime: {
      const ZonedTime t = zoned_time(v);
      append_raw(t.wall_us, &out);
      append_raw(t.tz.offset_us, &out);
      break;
    }
    case CellTag::kJson: append_json_or_null(v, &out); break;
  }
  return out;
}

CellTag cell_tag(std::string_view cell) { return static_cast<CellTag>(cell.front()); }

std::string_view cell_json(std::string_view cell) { return cell.substr(1); }

Value decode_cell(std::string_view cell) {
  const std::string_view bytes = cell.substr(1);
  switch (cell_tag(cell)) {
    case CellTag::kBool: return Value::boolean(read_raw<int64_t>(bytes) != 0);
    case CellTag::kSmallInt:
    case CellTag::kInt: return Value::integer(read_raw<int64_t>(bytes));
    case CellTag::kFloat: return Value::real(read_raw<double>(bytes));
    case CellTag::kText: return Value::string(bytes);
    case CellTag::kDatetime: {
      const auto offset_us = read_raw<int64_t>(bytes.substr(sizeof(int64_t)));
      return make_datetime({read_raw<int64_t>(bytes), false, {Zone::kTzOffset, offset_us, false, ""}});
    }
    case CellTag::kNone:
    case CellTag::kJson: break;
  }
  return {};
}

ColumnKind kind_of_tags(CellTags tags) {
  using enum CellTag;
  if (within(tags, {kNone})) return ColumnKind::kJson;
  if (within(tags, {kNone, kBool})) return ColumnKind::kBool;
  if (within(tags, {kNone, kSmallInt, kInt})) return ColumnKind::kInt64;
  if (within(tags, {kNone, kSmallInt, kFloat})) return ColumnKind::kFloat64;
  if (within(tags, {kNone, kText})) return ColumnKind::kText;
  if (within(tags, {kNone, kDatetime})) return ColumnKind::kTimestamp;
  return ColumnKind::kJson;
}

}  // namespace headrace::columnar
