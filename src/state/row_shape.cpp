#include "state/row_shape.h"

#include <algorithm>
#include <cstring>

namespace headrace {
namespace {

struct Words {
  uint64_t head, payload;
};
static_assert(sizeof(Words) == sizeof(Value));

Words words_of(const Value& v) {
  if (v.is_none()) return {0, 0};  // whatever was there before
  Words words;
  std::memcpy(&words, &v, sizeof(words));
  return words;
}

bool lies_within(const Value& v) { return (v.is_str() || v.kind() == Kind::kBytes) && !v.is_heap(); }

}  // namespace

void RowShape::add(uint64_t head, Kept kept, bool has_references) {
  slots_.push_back({head, word_count_, kept, has_references});
  word_count_ += kept == Kept::kNothing ? 0 : kept == Kept::kPayload ? 1 : 2;
  has_references_ = has_references_ || has_references;
}

RowShape::RowShape(uint16_t aggregate, std::span<const Value> row, const Value& identity)
    : aggregate_(aggregate) {
  for (const Value& v : row) {
    if (v.identical(identity))
      add(0, Kept::kNothing, false);
    else if (lies_within(v))
      add(0, Kept::kWhole, false);
    else
      add(words_of(v).head, Kept::kPayload, v.is_heap());
  }
}

RowShape::RowShape(uint16_t aggregate, size_t slot_count) : aggregate_(aggregate) {
  for (size_t i = 0; i < slot_count; ++i) add(0, Kept::kWhole, true);
}

bool RowShape::fits(std::span<const Value> row, const Value& identity) const {
  for (size_t i = 0; i < row.size(); ++i) {
    switch (slots_[i].kept) {
      case Kept::kPayload:
        if (words_of(row[i]).head != slots_[i].head) return false;
        break;
      case Kept::kNothing:
        if (!row[i].identical(identity)) return false;
        break;
      case Kept::kWhole:
        if (!lies_within(row[i])) return false;
        break;
    }
  }
  return true;
}

// Without a branch that hangs on the row: its slots are what they were last time, nearly always.
uint64_t RowShape::differs(const Value* row, const Value& identity, uint64_t* words) const {
  const Words of_identity = words_of(identity);
  uint64_t difference = 0;
  for (const Slot& slot : slots_) {
    const Words both = words_of(*row++);
    switch (slot.kept) {
      case Kept::kPayload:
        difference |= both.head ^ slot.head;
        *words++ = both.payload;
        break;
      case Kept::kNothing:
        difference |= (both.head ^ of_identity.head) | (both.payload ^ of_identity.payload);
        break;
      case Kept::kWhole:
        difference |= lies_within(row[-1]) ? 0 : 1;
        *words++ = both.head;
        *words++ = both.payload;
        break;
    }
  }
  return difference;
}

void RowShape::retain(std::span<const Value> row) const {
  for (const Value& v : row) {
    if (v.is_heap()) v.obj()->retain();
  }
}

void RowShape::pack(std::span<const Value> row, uint64_t* words) const {
  differs(row.data(), Value(), words);
  if (has_references_) retain(row);
}

void RowShape::unpack(const uint64_t* words, const Value& identity, Value* row) const {
  for (size_t i = 0; i < slots_.size(); ++i) row[i] = slot(words, identity, i);
}

void RowShape::release(const uint64_t* words) const {
  if (!has_references_) return;
  for (const Slot& slot : slots_) {
    if (!slot.has_references) continue;
    const uint64_t* const at = words + slot.word;
    const Words both = slot.kept == Kept::kWhole ? Words{at[0], at[1]} : Words{slot.head, at[0]};
    Value v;
    std::memcpy(static_cast<void*>(&v), &both, sizeof(both));  // which ends it
  }
}

const RowShape& RowShapes::find(uint16_t aggregate, std::span<const Value> row, const Value& identity) {
  if (shapes_.size() <= aggregate) {
    shapes_.resize(aggregate + size_t{1});
    whole_.resize(aggregate + size_t{1});
  }
  Shapes& shapes = shapes_[aggregate];
  for (size_t i = 0; i < shapes.size(); ++i) {
    if (!shapes[i]->fits(row, identity)) continue;
    if (i > 0) std::swap(shapes[i], shapes[i - 1]);
    return *shapes[i > 0 ? i - 1 : 0];
  }
  if (shapes.size() < kShapesMax) return *shapes.emplace_back(new RowShape(aggregate, row, identity));
  if (!whole_[aggregate]) whole_[aggregate].reset(new RowShape(aggregate, row.size()));
  return *whole_[aggregate];
}

}  // namespace headrace
