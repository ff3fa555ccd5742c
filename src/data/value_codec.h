// The one byte encoding of Values, for all that is stored or sent between processes of ours.
//
// It is exact (floats to the bit, zones with their family, containers with their flavour and order) and
// canonical: equal things have equal bytes, and only the bytes that an encoder writes can be read. A list,
// dict or set that is reached twice stays one object. What can be stored is a closed list: everything but
// functions, types, modules, iterators and objects with behaviour of their own.
//
// docs/state-format.md has the bytes in prose.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "data/object.h"
#include "data/wire.h"

namespace headrace {

// Containers in containers, at most. Deeper than any field that is assigned (kMaxNesting), since containers
// changed in place may outgrow that.
inline constexpr int kMaxStoredNesting = 1000;

class ValueEncoder {
 public:
  // Appends to *out; fails once that would take more than `bytes_max` bytes.
  explicit ValueEncoder(std::string* out, size_t bytes_max = size_t{1} << 30)
      : out_(out), begin_(out->size()), bytes_max_(bytes_max) {}

  // Values encoded by one encoder are read by one decoder, in the same order, and stay as they are until the
  // last is encoded. False when the value cannot be
  // stored, with the reason in refusal(); what has been appended is then worthless.
  bool encode(const Value& v) { return encode(v, 0); }
  // Completes "field x cannot be stored: ".
  const std::string& refusal() const { return refusal_; }

 private:
  bool encode(const Value& v, int depth);
  bool encode_big_int(const Value& v);
  bool encode_zoned(const Value& v);
  bool encode_tuple(const Value& v, int depth);
  bool encode_shareable(const Value& v, int depth);
  bool encode_items(const Value& v, int depth);
  bool within_budget();
  bool refuse(std::string why);

  std::string* out_;
  size_t begin_;
  size_t bytes_max_;
  std::string refusal_;
  // Lists, dicts and sets are numbered in the order in which they end. Those that something else holds too
  // may come again.
  static constexpr uint64_t kUnfinished = UINT64_MAX;
  std::unordered_map<const Obj*, uint64_t> numbers_;
  uint64_t next_number_ = 0;
};

class ValueDecoder {
 public:
  // Reads from *in, which the caller checks for left-over bytes.
  explicit ValueDecoder(wire::Reader* in) : in_(*in) {}

  // False when the bytes are not what an encoder wrote. Takes memory in proportion to the input alone.
  bool decode(Value* out) { return decode(out, 0) || in_.fail(); }

 private:
  bool decode(Value* out, int depth);
  bool decode_big_int(Value* out);
  bool decode_text(Value* out);
  bool decode_date_or_delta(uint8_t tag, Value* out);
  bool decode_zoned(uint8_t tag, Value* out);
  bool decode_tuple(Value* out, int depth);
  bool decode_list(Value* out, int depth);
  bool decode_dict(Value* out, int depth);
  bool decode_set(Value* out, int depth);
  bool decode_range(Value* out);

  wire::Reader& in_;
  Values finished_;  // lists, dicts and sets by number
};

}  // namespace headrace
