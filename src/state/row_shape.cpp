#include "state/row_shape.h"

#include <algorithm>

namespace headrace {
namespace {

bool lies_within(const Value& v) { return (v.is_str() || v.kind() == Kind::kBytes) && !v.is_heap(); }

}  // namespace

void RowShape::add(uint64_t head, Kept kept, bool has_references) {
  const auto i = static_cast<uint16_t>(slots_.size());
  slots_.push_back({head, 0, kept, has_references});
  has_references_ = has_references_ || has_references;
  switch (kept) {
    case Kept::kPayload: payloads_.push_back({head, i}); break;
    case Kept::kIdentity: identities_.push_back(i); break;
    case Kept::kNone: nones_.push_back(i); break;
    case Kept::kWhole: wholes_.push_back(i); break;
  }
}

void RowShape::place_words() {
  for (const Payload& payload : payloads_) slots_[payload.slot].word = word_count_++;
  for (const uint16_t i : wholes_) {
    slots_[i].word = word_count_;
    word_count_ += 2;
  }
}

RowShape::RowShape(uint16_t aggregate, std::span<const Value> row, const Value& identity)
    : aggregate_(aggregate) {
  for (const Value& v : row) {
    if (v.identical(identity))
      add(0, Kept::kIdentity, false);
    else if (v.is_none())
      add(0, Kept::kNone, false);
    else if (lies_within(v))
      add(0, Kept::kWhole, false);
    else
      add(words_of(v).head, Kept::kPayload, v.is_heap());
  }
  place_words();
}

RowShape::RowShape(uint16_t aggregate, size_t slot_count) : aggregate_(aggregate) {
  for (size_t i = 0; i < slot_count; ++i) add(0, Kept::kWhole, true);
  place_words();
}

bool RowShape::fits(std::span<const Value> row, const Value& identity) const {
  for (size_t i = 0; i < row.size(); ++i) {
    switch (slots_[i].kept) {
      case Kept::kPayload:
        if (words_of(row[i]).head != slots_[i].head) return false;
        break;
      case Kept::kIdentity:
        if (!row[i].identical(identity)) return false;
        break;
      case Kept::kNone:
        if (!row[i].is_none()) return false;
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
  uint64_t difference = 0;
  for (const Payload& payload : payloads_) {
    const ValueWords both = words_of(row[payload.slot]);
    difference |= both.head ^ payload.head;
    *words++ = both.payload;
  }
  for (const uint16_t i : identities_) difference |= row[i].identical(identity) ? 0 : 1;
  for (const uint16_t i : nones_) difference |= row[i].is_none() ? 0 : 1;
  for (const uint16_t i : wholes_) {
    const ValueWords both = words_of(row[i]);
    difference |= lies_within(row[i]) ? 0 : 1;
    *words++ = both.head;
    *words++ = both.payload;
  }
  return difference;
}

void RowShape::replace(const Value* values, std::span<Value> row) const {
  if (has_references_) {
    std::copy_n(values, row.size(), row.data());
    return;
  }
  // Of what is left then none is a reference.
  for (const uint16_t i : identities_) row[i] = Value();
  for (size_t i = 0; i < row.size(); ++i) overwrite(&row[i], words_of(values[i]));
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
    const ValueWords both =
        slot.kept == Kept::kWhole ? ValueWords{at[0], at[1]} : ValueWords{slot.head, at[0]};
    Value v;
    overwrite(&v, both);  // which ends it
  }
}

const RowShape& RowShapes::find(uint16_t aggregate, std::span<const Value> row, const Value& identity) {
  if (shapes_.size() <= aggregate) {
    shapes_.resize(aggregate + size_t{1});
    whole_.resize(aggregate + size_t{1});
    firsts_.resize(aggregate + size_t{1});
  }
  Shapes& shapes = shapes_[aggregate];
  for (size_t i = 0; i < shapes.size(); ++i) {
    if (!shapes[i]->fits(row, identity)) continue;
    if (i > 0) std::swap(shapes[i], shapes[i - 1]);
    firsts_[aggregate] = shapes[0].get();
    return *shapes[i > 0 ? i - 1 : 0];
  }
  if (shapes.size() < kShapesMax) {
    shapes.emplace_back(new RowShape(aggregate, row, identity));
    firsts_[aggregate] = shapes[0].get();
    return *shapes.back();
  }
  if (!whole_[aggregate]) whole_[aggregate].reset(new RowShape(aggregate, row.size()));
  return *whole_[aggregate];
}

}  // namespace headrace
