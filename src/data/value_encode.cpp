#include <bit>

#include "data/bigint.h"
#include "data/object.h"
#include "data/value_codec.h"
#include "data/value_tags.h"

namespace headrace {
namespace {

using namespace stored;

void append_zone(const TimeZone& tz, bool fold, std::string* out) {
  out->push_back(static_cast<char>(static_cast<uint8_t>(tz.zone) | (fold ? kFoldBit : 0) |
                                   (tz.has_name ? kNameBit : 0)));
  wire::append_signed(tz.offset_us, out);
  if (tz.has_name) wire::append_bytes(tz.name, out);
}

}  // namespace

bool ValueEncoder::refuse(std::string why) {
  if (refusal_.empty()) refusal_ = std::move(why);
  return false;
}

bool ValueEncoder::within_budget() {
  return out_->size() - begin_ <= bytes_max_ ||
         refuse("it takes more than " + std::to_string(bytes_max_ >> 20) + " MiB");
}

bool ValueEncoder::encode(const Value& v, int depth) {
  switch (v.kind()) {
    case Kind::kNone: out_->push_back(kNone); return true;
    case Kind::kBool: out_->push_back(v.as_bool() ? kTrue : kFalse); return true;
    case Kind::kInt:
      if (v.is_big_int()) return encode_big_int(v);
      out_->push_back(kInt);
      wire::append_signed(v.as_int(), out_);
      return true;
    case Kind::kFloat:
      out_->push_back(kFloat);
      wire::append_u64(std::bit_cast<uint64_t>(v.as_float()), out_);
      return true;
    case Kind::kStr:
    case Kind::kBytes:
      out_->push_back(v.is_str() ? kStr : stored::kBytes);
      wire::append_bytes(v.str(), out_);
      return within_budget();
    case Kind::kDate:
      if (v.days() < kFirstDay || v.days() > kLastDay) return refuse("a date outside years 1 to 9999");
      out_->push_back(kDate);
      wire::append_signed(v.days(), out_);
      return true;
    case Kind::kTime:
    case Kind::kDateTime:
    case Kind::kTimeZone: return encode_zoned(v);
    case Kind::kTimeDelta:
      out_->push_back(kTimeDelta);
      wire::append_signed(v.delta_days(), out_);
      wire::append_varint(static_cast<uint64_t>(v.delta_us()), out_);
      return true;
    case Kind::kTuple: return encode_tuple(v, depth);
    case Kind::kList:
    case Kind::kDict:
    case Kind::kSet: return encode_shareable(v, depth);
    case Kind::kRange: {
      out_->push_back(kRange);
      const auto* r = v.as<RangeObj>();
      return encode(r->start, depth) && encode(r->stop, depth) && encode(r->step, depth);
    }
    default: return refuse("it holds a " + std::string(type_name(v)));
  }
}

bool ValueEncoder::encode_big_int(const Value& v) {
  const BigInt& big = big_value(v);
  std::string magnitude;
  boost::multiprecision::export_bits(BigInt(abs(big)), std::back_inserter(magnitude), 8, false);
  out_->push_back(kBigInt);
  out_->push_back(big < 0 ? 1 : 0);
  wire::append_bytes(magnitude, out_);
  return within_budget();
}

bool ValueEncoder::encode_zoned(const Value& v) {
  const bool is_zone = v.kind() == Kind::kTimeZone;
  const ZonedTime t = is_zone ? ZonedTime{0, false, time_zone(v)} : zoned_time(v);
  if (!is_zone && !wall_in_range(v.kind(), t.wall_us)) return refuse("a time outside years 1 to 9999");
  if (!zone_in_range(t.tz)) return refuse("a time zone with an offset beyond all bounds");
  out_->push_back(is_zone ? kTimeZone : v.kind() == Kind::kTime ? kTime : kDateTime);
  if (!is_zone) wire::append_signed(t.wall_us, out_);
  append_zone(t.tz, t.fold, out_);
  return true;
}

bool ValueEncoder::encode_tuple(const Value& v, int depth) {
  if (depth >= kMaxStoredNesting) return refuse("it is nested too deeply");
  const auto* tuple = v.as<TupleObj>();
  out_->push_back(kTuple);
  out_->push_back(static_cast<char>(tuple->flags));
  wire::append_varint(tuple->size, out_);
  for (uint32_t i = 0; i < tuple->size; ++i) {
    if (!encode(tuple->items[i], depth + 1)) return false;
  }
  return within_budget();
}

// Tuples and frozensets never change, so whether two of them are one object cannot be told; they are written
// out each time.
bool ValueEncoder::encode_shareable(const Value& v, int depth) {
  if (depth >= kMaxStoredNesting) return refuse("it is nested too deeply");
  if (v.obj()->flavor == Flavor::kFrozen) return encode_items(v, depth);
  const bool may_come_again = v.obj()->refs != 1;
  if (may_come_again) {
    const auto [known, is_new] = numbers_.emplace(v.obj(), kUnfinished);
    if (!is_new) {
      if (known->second == kUnfinished) return refuse("it holds itself");
      out_->push_back(kSame);
      wire::append_varint(known->second, out_);
      return true;
    }
  }
  if (!encode_items(v, depth)) return false;
  if (may_come_again) numbers_[v.obj()] = next_number_;
  ++next_number_;
  return true;
}

bool ValueEncoder::encode_items(const Value& v, int depth) {
  out_->push_back(v.kind() == Kind::kList ? kList : v.kind() == Kind::kDict ? kDict : kSet);
  out_->push_back(static_cast<char>(v.obj()->flavor));
  if (v.kind() == Kind::kList) {
    const auto& items = v.as<ListObj>()->items;
    wire::append_varint(items.size(), out_);
    for (const Value& item : items) {
      if (!encode(item, depth + 1)) return false;
    }
  } else if (v.kind() == Kind::kDict) {
    const auto& table = v.as<DictObj>()->table;
    wire::append_varint(table.size(), out_);
    for (size_t i = 0; i < table.end(); ++i) {
      const DictEntry& e = table.entry(i);
      if (e.hash != 0 && !(encode(e.key, depth + 1) && encode(e.value, depth + 1))) return false;
    }
  } else {
    const auto& table = v.as<SetObj>()->table;
    wire::append_varint(table.size(), out_);
    for (size_t i = 0; i < table.end(); ++i) {
      if (table.entry(i).hash != 0 && !encode(table.entry(i).key, depth + 1)) return false;
    }
  }
  return within_budget();
}

}  // namespace headrace
