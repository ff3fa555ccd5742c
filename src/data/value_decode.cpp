#include <bit>

#include "base/unicode.h"
#include "data/bigint.h"
#include "data/object.h"
#include "data/value_codec.h"
#include "data/value_tags.h"

namespace headrace {
namespace {

using namespace stored;

// A value may take several times the bytes that it was read from, so room is made as items come.
constexpr size_t kReserveMax = 64;

bool read_zone(wire::Reader& in, bool may_fold, TimeZone* tz, bool* fold) {
  const uint8_t head = in.u8();
  const uint8_t family = head & 0x0f;
  tz->zone = static_cast<Zone>(family);
  *fold = (head & kFoldBit) != 0;
  tz->has_name = (head & kNameBit) != 0;
  tz->offset_us = in.signed_varint();
  if (tz->has_name) tz->name = std::string(in.bytes());
  return in.ok() && family <= static_cast<uint8_t>(Zone::kTzLocal) && (head & 0xc0) == 0 &&
         (may_fold || !*fold) && zone_in_range(*tz) && unicode::is_valid(tz->name, true);
}

// Reads a container's flavour; false when it is none that its kind can have.
bool read_flavor(wire::Reader& in, Flavor third, Flavor* out) {
  const uint8_t flavor = in.u8();
  *out = static_cast<Flavor>(flavor);
  return in.ok() && (flavor <= static_cast<uint8_t>(Flavor::kField) || flavor == static_cast<uint8_t>(third));
}

}  // namespace

bool ValueDecoder::decode(Value* out, int depth) {
  const uint8_t tag = in_.u8();
  if (!in_.ok()) return false;
  switch (tag) {
    case kNone: *out = Value(); return true;
    case kFalse:
    case kTrue: *out = Value::boolean(tag == kTrue); return true;
    case kInt: *out = Value::integer(in_.signed_varint()); return in_.ok();
    case kBigInt: return decode_big_int(out);
    case kFloat: *out = Value::real(std::bit_cast<double>(in_.u64())); return in_.ok();
    case kStr: return decode_text(out);
    case stored::kBytes: *out = Value::bytes(in_.bytes()); return in_.ok();
    case kDate:
    case kTimeDelta: return decode_date_or_delta(tag, out);
    case kTime:
    case kDateTime:
    case kTimeZone: return decode_zoned(tag, out);
    case kTuple: return decode_tuple(out, depth);
    case kList: return decode_list(out, depth);
    case kDict: return decode_dict(out, depth);
    case kSet: return decode_set(out, depth);
    case kRange: return decode_range(out);
    case kSame: {
      const uint64_t number = in_.varint();
      if (!in_.ok() || number >= finished_.size()) return false;
      *out = finished_[number];
      return true;
    }
    default: return false;
  }
}

bool ValueDecoder::decode_big_int(Value* out) {
  const uint8_t sign = in_.u8();
  const std::string_view magnitude = in_.bytes();
  if (!in_.ok() || sign > 1 || magnitude.empty() || magnitude.back() == 0) return false;
  BigInt big;
  boost::multiprecision::import_bits(
      big, reinterpret_cast<const unsigned char*>(magnitude.data()),
      reinterpret_cast<const unsigned char*>(magnitude.data()) + magnitude.size(), 8, false);
  *out = make_int(sign == 1 ? BigInt(-big) : std::move(big));
  return out->is_big_int();
}

bool ValueDecoder::decode_text(Value* out) {
  const std::string_view text = in_.bytes();
  if (!in_.ok() || !unicode::is_valid(text, true)) return false;
  *out = Value::string(text);
  return true;
}

bool ValueDecoder::decode_date_or_delta(uint8_t tag, Value* out) {
  const int64_t days = in_.signed_varint();
  if (tag == kDate) {
    *out = Value::date(days);
    return in_.ok() && days >= kFirstDay && days <= kLastDay;
  }
  const uint64_t us = in_.varint();
  if (!in_.ok() || days < -kDeltaDaysMax || days > kDeltaDaysMax || us >= static_cast<uint64_t>(kDayUs))
    return false;
  *out = Value::timedelta(static_cast<int32_t>(days), static_cast<int64_t>(us));
  return true;
}

bool ValueDecoder::decode_zoned(uint8_t tag, Value* out) {
  ZonedTime t{0, false, {}};
  if (tag == kTimeZone) {
    if (!read_zone(in_, false, &t.tz, &t.fold) || !t.tz.aware()) return false;
    *out = make_timezone(t.tz);
    return time_zone(*out) == t.tz;
  }
  t.wall_us = in_.signed_varint();
  if (!wall_in_range(tag == kTime ? Kind::kTime : Kind::kDateTime, t.wall_us)) return false;
  if (!read_zone(in_, true, &t.tz, &t.fold)) return false;
  *out = tag == kTime ? make_time(t) : make_datetime(t);
  return true;
}

bool ValueDecoder::decode_tuple(Value* out, int depth) {
  const uint8_t form = in_.u8();
  const size_t n = in_.count(1);
  if (!in_.ok() || depth >= kMaxStoredNesting || form >= kTupleFormCount || n > UINT32_MAX) return false;
  if (form != kPlainTuple && n != kTupleFormSizes[form]) return false;
  // Items come one by one, so that a count alone makes no room for sixteen times as many bytes.
  Values items;
  items.reserve(std::min(n, kReserveMax));
  for (size_t i = 0; i < n; ++i) {
    if (!decode(&items.emplace_back(), depth + 1)) return false;
    if (form != kPlainTuple && !items.back().is_small_int()) return false;
  }
  TupleObj* tuple = TupleObj::make(static_cast<uint32_t>(n));
  tuple->flags = form;
  std::move(items.begin(), items.end(), tuple->items);
  *out = Value::adopt(tuple);
  return true;
}

bool ValueDecoder::decode_list(Value* out, int depth) {
  Flavor flavor;
  if (depth >= kMaxStoredNesting || !read_flavor(in_, Flavor::kRecord, &flavor)) return false;
  const size_t n = in_.count(1);
  auto* list = new ListObj(flavor);
  *out = Value::adopt(list);
  list->items.reserve(std::min(n, kReserveMax));
  for (size_t i = 0; i < n; ++i) {
    if (!decode(&list->items.emplace_back(), depth + 1)) return false;
  }
  finished_.push_back(*out);
  return in_.ok();
}

bool ValueDecoder::decode_dict(Value* out, int depth) {
  Flavor flavor;
  if (depth >= kMaxStoredNesting || !read_flavor(in_, Flavor::kRecord, &flavor)) return false;
  const size_t n = in_.count(2);
  auto* dict = new DictObj(flavor);
  *out = Value::adopt(dict);
  dict->table.reserve(std::min(n, kReserveMax));
  for (size_t i = 0; i < n; ++i) {
    Value key, value;
    bool is_new;
    if (!decode(&key, depth + 1) || !hashable(key)) return false;
    DictEntry* entry = dict->table.find_or_insert(key, &is_new);
    if (!is_new) return false;
    if (!decode(&value, depth + 1)) return false;
    entry->value = std::move(value);
  }
  finished_.push_back(*out);
  return in_.ok();
}

bool ValueDecoder::decode_set(Value* out, int depth) {
  Flavor flavor;
  if (depth >= kMaxStoredNesting || !read_flavor(in_, Flavor::kFrozen, &flavor)) return false;
  const size_t n = in_.count(1);
  auto* set = new SetObj(flavor);
  *out = Value::adopt(set);
  set->table.reserve(std::min(n, kReserveMax));
  for (size_t i = 0; i < n; ++i) {
    Value item;
    bool is_new;
    if (!decode(&item, depth + 1) || !hashable(item)) return false;
    set->table.find_or_insert(item, &is_new);
    if (!is_new) return false;
  }
  if (flavor != Flavor::kFrozen) finished_.push_back(*out);
  return in_.ok();
}

bool ValueDecoder::decode_range(Value* out) {
  Value parts[3];
  for (Value& part : parts) {
    if (!decode(&part, kMaxStoredNesting) || !(part.kind() == Kind::kInt || part.is_bool())) return false;
  }
  if (!parts[2].is_heap() && parts[2].as_int() == 0) return false;
  *out = Value::adopt(new RangeObj(std::move(parts[0]), std::move(parts[1]), std::move(parts[2])));
  return true;
}

}  // namespace headrace
