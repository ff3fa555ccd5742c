// What saved rows of an aggregate have in common, so that each holds only the rest.
//
// From row to row a slot's kind stays what it is, a datetime's offset too, and the identity is the key's.
// That is a row's shape: the first eight bytes of each slot's Value. The row itself keeps the other eight,
// both where a text lies within its Value, nothing where the slot is the identity or None. Most ints are
// small and most blocks short: of such a row two bytes are kept of an int, and four of a datetime, the
// microseconds since the first one of the row. Rows of the same kinds for which that is not enough have a
// shape of their own.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "data/value.h"
#include "data/value_words.h"

namespace headrace {

class RowShape {
 public:
  // Whether the row has this shape: these slots, in a state of this identity.
  bool fits(std::span<const Value> row, const Value& identity) const { return fits(row, identity, true); }
  // Whether it would if sizes did not matter.
  bool is_of_kinds(std::span<const Value> row, const Value& identity) const {
    return fits(row, identity, false);
  }

  uint16_t aggregate() const { return aggregate_; }
  uint16_t slot_count() const { return static_cast<uint16_t>(slots_.size()); }
  size_t byte_count() const { return byte_count_; }  // a multiple of 8
  bool has_references() const { return has_references_; }

  // To and from byte_count() bytes, which hold references to what their slots point to. The first is for rows
  // that have this shape; the second finds that out on the way, and the bytes are anything where it is false.
  void pack(std::span<const Value> row, char* bytes) const;
  bool pack_if_fits(std::span<const Value> row, const Value& identity, char* bytes) const;
  // Puts other values, none of which is a reference, in the place of a row that has this shape.
  void replace(const Value* values, std::span<Value> row) const;
  // Both at once, of a shape without references; the row stays as it is where the result is false.
  bool move_if_fits(Value* row, const Value& identity, char* bytes, const Value* next) const;
  void unpack(const char* bytes, const Value& identity, Value* row) const;
  Value slot(const char* bytes, const Value& identity, size_t i) const;
  // Gives the references back.
  void release(const char* bytes) const;

  // How to read a number or a time without making a Value of it: an int64, a double's bits, or microseconds.
  struct Payload {
    uint32_t offset;
    bool is_short;

    uint64_t of(const char* bytes) const {
      return is_short ? static_cast<uint64_t>(int64_t{load<int16_t>(bytes + offset)})
                      : load<uint64_t>(bytes + offset);
    }
  };
  // None for slots that are kept in another way. `like` is a Value of the slot's kind, with another payload.
  std::optional<Payload> payload(size_t i, Value* like) const;

 private:
  friend class RowShapes;

  enum class Kept : uint8_t {
    kIdentity,
    kNone,
    kPayload,  // eight bytes
    kSince,    // of a datetime: four bytes, since the payload of the slot `first`
    kShort,    // of an int: two bytes
    kWhole
  };
  struct Slot {
    uint64_t head;  // of kPayload, kSince and kShort
    uint32_t offset;
    uint16_t first;
    Kept kept;
    bool has_references;  // always, or not known before the row
  };
  // What a slot's first eight bytes have to be, where they are compared.
  struct Head {
    uint64_t bits = 0, compared = 0;
  };
  // Slots of which the same is kept, in the order in which they lie in a row.
  struct Packed {
    uint16_t slot;
    uint16_t first;
  };
  struct Counts {
    uint16_t payloads = 0, wholes = 0, sinces = 0, shorts = 0, identities = 0;
  };
  enum class Width { kNarrow, kWide };

  RowShape(uint16_t aggregate, std::span<const Value> row, const Value& identity, Width width);
  // The shape that fits every row.
  RowShape(uint16_t aggregate, size_t slot_count);
  Kept how_to_keep(std::span<const Value> row, size_t i, const Value& identity, Width width,
                   uint16_t* first) const;
  void add(Kept kept, uint64_t head, uint16_t first, bool has_references);
  std::span<const Packed> identities() const { return std::span(packed_).last(counts_.identities); }
  void place();
  bool fits(std::span<const Value> row, const Value& identity, bool sizes_matter) const;
  // Copies what is kept of the slots, and is not 0 where a slot is not what it is in this shape.
  uint64_t differs(const Value* row, const Value& identity, char* bytes) const;
  void retain(std::span<const Value> row) const;

  template <typename T>
  static T load(const char* p) {
    T x;
    std::memcpy(&x, p, sizeof x);
    return x;
  }
  template <typename T>
  static void store(T x, char** p) {
    std::memcpy(*p, &x, sizeof x);
    *p += sizeof x;
  }
  // With a reference of its own.
  static Value value_of(uint64_t head, uint64_t payload) {
    Value v;
    overwrite(&v, {head, payload});
    if (v.is_heap()) v.obj()->retain();
    return v;
  }

  uint16_t aggregate_;
  bool has_references_ = false;
  uint32_t byte_count_ = 0;
  Counts counts_;
  std::vector<Packed> packed_;  // as many as counted of each, one kind behind the other
  std::vector<Slot> slots_;
  std::vector<Head> heads_;  // of each slot
};

// The shapes that rows have, as one thread saves them.
class RowShapes {
 public:
  // The aggregate's most used shape, or nearly; null while it has none.
  const RowShape* first(uint16_t aggregate) const {
    return aggregate < firsts_.size() ? firsts_[aggregate].shape : nullptr;
  }
  // A row had that shape.
  void note_first(uint16_t aggregate) { firsts_[aggregate].missed = false; }
  // The shape of this row. Lives as long as this.
  const RowShape& find(uint16_t aggregate, std::span<const Value> row, const Value& identity);

 private:
  // Where kinds change from row to row there are too many to look through; the rest is kept whole.
  static constexpr size_t kShapesMax = 16;

  using Shapes = std::vector<std::unique_ptr<RowShape>>;
  struct First {
    const RowShape* shape = nullptr;
    bool missed = false;  // by the last row
  };
  // The place of a shape among an aggregate's. Another takes the first one's place only where two rows one
  // after the other miss that: a row that fits a wide shape mostly fits a narrow one too, and should have it.
  const RowShape& promote(uint16_t aggregate, size_t i);

  std::vector<Shapes> shapes_;                    // by aggregate, the most used ones towards the front
  std::vector<First> firsts_;                     // by aggregate
  std::vector<std::unique_ptr<RowShape>> whole_;  // by aggregate
};

}  // namespace headrace
