// What saved rows of an aggregate have in common, so that each holds only the rest.
//
// From row to row a slot's kind stays what it is, a datetime's offset too, and the identity is the key's.
// That is a row's shape: the first eight bytes of each slot's Value. The row itself keeps the other eight,
// both where a text lies within its Value, nothing where the slot is the identity or None.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "data/value.h"
#include "data/value_words.h"

namespace headrace {

class RowShape {
 public:
  // Whether the row has this shape: these slots, in a state of this identity.
  bool fits(std::span<const Value> row, const Value& identity) const;

  uint16_t aggregate() const { return aggregate_; }
  uint16_t slot_count() const { return static_cast<uint16_t>(slots_.size()); }
  size_t word_count() const { return word_count_; }
  bool has_references() const { return has_references_; }

  // To and from word_count() words of 8 bytes. Words hold references to what their slots point to. The first
  // is for rows that have this shape; the second finds that out on the way, and the words are anything where
  // it is false.
  void pack(std::span<const Value> row, uint64_t* words) const;
  bool pack_if_fits(std::span<const Value> row, const Value& identity, uint64_t* words) const {
    if (differs(row.data(), identity, words)) return false;
    if (has_references_) retain(row);
    return true;
  }
  // Puts other values, none of which is a reference, in the place of a row that has this shape.
  void replace(const Value* values, std::span<Value> row) const;
  void unpack(const uint64_t* words, const Value& identity, Value* row) const;
  Value slot(const uint64_t* words, const Value& identity, size_t i) const {
    const Slot& slot = slots_[i];
    const uint64_t* const at = words + slot.word;
    switch (slot.kept) {
      case Kept::kPayload: return value_of(slot.head, at[0]);
      case Kept::kWhole: return value_of(at[0], at[1]);
      case Kept::kIdentity: return identity;
      case Kept::kNone: break;
    }
    return Value();
  }
  // Whether a slot is one word that is no reference; which of a row's words; what Value they make.
  bool is_word(size_t i) const { return slots_[i].kept == Kept::kPayload && !slots_[i].has_references; }
  uint32_t word(size_t i) const { return slots_[i].word; }
  Value of_word(size_t i, uint64_t word) const { return value_of(slots_[i].head, word); }
  // Gives the references back.
  void release(const uint64_t* words) const;

 private:
  friend class RowShapes;

  enum class Kept : uint8_t { kIdentity, kNone, kPayload, kWhole };
  struct Slot {
    uint64_t head;  // of kPayload
    uint32_t word;
    Kept kept;
    bool has_references;  // always, or not known before the row
  };

  RowShape(uint16_t aggregate, std::span<const Value> row, const Value& identity);
  // The shape that fits every row.
  RowShape(uint16_t aggregate, size_t slot_count);
  void add(uint64_t head, Kept kept, bool has_references);
  void place_words();
  // Copies the slots' words, and is not 0 where a slot is not what it is in this shape.
  uint64_t differs(const Value* row, const Value& identity, uint64_t* words) const;
  void retain(std::span<const Value> row) const;
  // With a reference of its own.
  static Value value_of(uint64_t head, uint64_t payload) {
    Value v;
    overwrite(&v, {head, payload});
    if (v.is_heap()) v.obj()->retain();
    return v;
  }

  uint16_t aggregate_;
  bool has_references_ = false;
  uint32_t word_count_ = 0;
  std::vector<Slot> slots_;
  // The same by what is kept: words of payloads come first, in the order of their slots.
  struct Payload {
    uint64_t head;
    uint64_t slot;
  };
  std::vector<Payload> payloads_;
  std::vector<uint16_t> identities_, nones_, wholes_;
};

// The shapes that rows have, as one thread saves them.
class RowShapes {
 public:
  // The aggregate's most used shape, or nearly; null while it has none.
  const RowShape* first(uint16_t aggregate) const {
    return aggregate < firsts_.size() ? firsts_[aggregate] : nullptr;
  }
  // The shape of this row. Lives as long as this.
  const RowShape& find(uint16_t aggregate, std::span<const Value> row, const Value& identity);

 private:
  // Where kinds change from row to row there are too many to look through; the rest is kept whole.
  static constexpr size_t kShapesMax = 16;

  using Shapes = std::vector<std::unique_ptr<RowShape>>;
  std::vector<Shapes> shapes_;                    // by aggregate, the most used ones towards the front
  std::vector<const RowShape*> firsts_;           // by aggregate
  std::vector<std::unique_ptr<RowShape>> whole_;  // by aggregate
};

}  // namespace headrace
