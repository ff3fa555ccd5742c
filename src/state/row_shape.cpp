#include "state/row_shape.h"

#include <algorithm>

namespace headrace {
namespace {

bool lies_within(const Value& v) { return (v.is_str() || v.kind() == Kind::kBytes) && !v.is_heap(); }
bool is_plain_datetime(const Value& v) { return v.kind() == Kind::kDateTime && !v.is_heap(); }

// 0 where the bytes kept are all there is of it.
uint64_t beyond_short(uint64_t payload) {
  return payload ^ static_cast<uint64_t>(int64_t{static_cast<int16_t>(payload)});
}
uint64_t beyond_since(uint64_t since) { return since >> 32; }

}  // namespace

RowShape::Kept RowShape::how_to_keep(std::span<const Value> row, size_t i, const Value& identity, Width width,
                                     uint16_t* first) const {
  const Value& v = row[i];
  if (v.identical(identity)) return Kept::kIdentity;
  if (v.is_none()) return Kept::kNone;
  if (lies_within(v)) return Kept::kWhole;
  if (width == Width::kWide) return Kept::kPayload;
  const ValueWords words = words_of(v);
  if (v.is_small_int() && beyond_short(words.payload) == 0) return Kept::kShort;
  if (!is_plain_datetime(v)) return Kept::kPayload;
  for (size_t k = 0; k < i; ++k) {
    const Slot& other = slots_[k];
    if (other.kept != Kept::kPayload || other.head != words.head ||
        beyond_since(words.payload - words_of(row[k]).payload) != 0)
      continue;
    *first = static_cast<uint16_t>(k);
    return Kept::kSince;
  }
  return Kept::kPayload;
}

void RowShape::add(Kept kept, uint64_t head, uint16_t first, bool has_references) {
  slots_.push_back({head, 0, first, kept, has_references});
  Head& compared = heads_.emplace_back();
  switch (kept) {
    case Kept::kPayload:
    case Kept::kSince:
    case Kept::kShort: compared = {head, ~uint64_t{0}}; break;
    case Kept::kNone: compared = {static_cast<uint64_t>(Kind::kNone), 0xff}; break;
    default: break;
  }
  has_references_ = has_references_ || has_references;
}

// The widest come first, so that nothing lies askew.
void RowShape::place() {
  const auto place_all = [this](Kept kept, uint32_t bytes, uint16_t* count) {
    for (size_t i = 0; i < slots_.size(); ++i) {
      if (slots_[i].kept != kept) continue;
      slots_[i].offset = byte_count_;
      byte_count_ += bytes;
      packed_.push_back({static_cast<uint16_t>(i), slots_[i].first});
      ++*count;
    }
  };
  place_all(Kept::kPayload, 8, &counts_.payloads);
  place_all(Kept::kWhole, 16, &counts_.wholes);
  place_all(Kept::kSince, 4, &counts_.sinces);
  place_all(Kept::kShort, 2, &counts_.shorts);
  place_all(Kept::kIdentity, 0, &counts_.identities);
  byte_count_ = (byte_count_ + 7) & ~uint32_t{7};
}

RowShape::RowShape(uint16_t aggregate, std::span<const Value> row, const Value& identity, Width width)
    : aggregate_(aggregate) {
  for (size_t i = 0; i < row.size(); ++i) {
    uint16_t first = 0;
    const Kept kept = how_to_keep(row, i, identity, width, &first);
    const bool has_head = kept == Kept::kPayload || kept == Kept::kSince || kept == Kept::kShort;
    add(kept, has_head ? words_of(row[i]).head : 0, first, kept == Kept::kPayload && row[i].is_heap());
  }
  place();
}

RowShape::RowShape(uint16_t aggregate, size_t slot_count) : aggregate_(aggregate) {
  for (size_t i = 0; i < slot_count; ++i) add(Kept::kWhole, 0, 0, true);
  place();
}

bool RowShape::fits(std::span<const Value> row, const Value& identity, bool sizes_matter) const {
  for (size_t i = 0; i < row.size(); ++i) {
    const Slot& slot = slots_[i];
    const ValueWords words = words_of(row[i]);
    switch (slot.kept) {
      case Kept::kPayload:
        if (words.head != slot.head) return false;
        break;
      case Kept::kSince:
        if (words.head != slot.head) return false;
        if (sizes_matter && beyond_since(words.payload - words_of(row[slot.first]).payload) != 0)
          return false;
        break;
      case Kept::kShort:
        if (words.head != slot.head || (sizes_matter && beyond_short(words.payload) != 0)) return false;
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
inline uint64_t RowShape::differs(const Value* row, const Value& identity, char* bytes) const {
  uint64_t difference = 0;
  for (size_t i = 0; i < heads_.size(); ++i)
    difference |= (words_of(row[i]).head ^ heads_[i].bits) & heads_[i].compared;
  const Packed* p = packed_.data();
  for (unsigned n = counts_.payloads; n > 0; --n, ++p) store(words_of(row[p->slot]).payload, &bytes);
  for (unsigned n = counts_.wholes; n > 0; --n, ++p) {
    const ValueWords both = words_of(row[p->slot]);
    difference |= lies_within(row[p->slot]) ? 0 : 1;
    store(both.head, &bytes);
    store(both.payload, &bytes);
  }
  for (unsigned n = counts_.sinces; n > 0; --n, ++p) {
    const uint64_t since = words_of(row[p->slot]).payload - words_of(row[p->first]).payload;
    difference |= beyond_since(since);
    store(static_cast<uint32_t>(since), &bytes);
  }
  for (unsigned n = counts_.shorts; n > 0; --n, ++p) {
    const uint64_t payload = words_of(row[p->slot]).payload;
    difference |= beyond_short(payload);
    store(static_cast<int16_t>(payload), &bytes);
  }
  for (unsigned n = counts_.identities; n > 0; --n, ++p) {
    const ValueWords both = words_of(row[p->slot]), expected = words_of(identity);
    difference |= (both.head ^ expected.head) | (both.payload ^ expected.payload);
  }
  return difference;
}

bool RowShape::pack_if_fits(std::span<const Value> row, const Value& identity, char* bytes) const {
  if (differs(row.data(), identity, bytes)) return false;
  if (has_references_) retain(row);
  return true;
}

bool RowShape::move_if_fits(Value* row, const Value& identity, char* bytes, const Value* next) const {
  if (differs(row, identity, bytes)) return false;
  if (identity.is_heap()) {
    for (const Packed& p : identities()) row[p.slot] = Value();
  }
  std::memcpy(static_cast<void*>(row), next, slots_.size() * sizeof(Value));
  return true;
}

void RowShape::replace(const Value* values, std::span<Value> row) const {
  if (has_references_) {
    std::copy_n(values, row.size(), row.data());
    return;
  }
  // Of what is left then none is a reference.
  for (const Packed& p : identities()) row[p.slot] = Value();
  for (size_t i = 0; i < row.size(); ++i) overwrite(&row[i], words_of(values[i]));
}

void RowShape::retain(std::span<const Value> row) const {
  for (size_t i = 0; i < row.size(); ++i) {
    if (slots_[i].has_references && row[i].is_heap()) row[i].obj()->retain();
  }
}

void RowShape::pack(std::span<const Value> row, char* bytes) const {
  differs(row.data(), Value(), bytes);
  if (has_references_) retain(row);
}

Value RowShape::slot(const char* bytes, const Value& identity, size_t i) const {
  const Slot& slot = slots_[i];
  const char* const at = bytes + slot.offset;
  switch (slot.kept) {
    case Kept::kIdentity: return identity;
    case Kept::kNone: return Value();
    case Kept::kPayload: return value_of(slot.head, load<uint64_t>(at));
    case Kept::kSince:
      return value_of(slot.head, load<uint64_t>(bytes + slots_[slot.first].offset) + load<uint32_t>(at));
    case Kept::kShort: return Value::integer(load<int16_t>(at));
    case Kept::kWhole: return value_of(load<uint64_t>(at), load<uint64_t>(at + 8));
  }
  return Value();
}

void RowShape::unpack(const char* bytes, const Value& identity, Value* row) const {
  for (size_t i = 0; i < slots_.size(); ++i) row[i] = slot(bytes, identity, i);
}

std::optional<RowShape::Payload> RowShape::payload(size_t i, Value* like) const {
  const Slot& slot = slots_[i];
  if ((slot.kept != Kept::kPayload && slot.kept != Kept::kShort) || slot.has_references) return std::nullopt;
  overwrite(like, {slot.head, 0});
  return Payload{slot.offset, slot.kept == Kept::kShort};
}

void RowShape::release(const char* bytes) const {
  if (!has_references_) return;
  for (const Slot& slot : slots_) {
    if (!slot.has_references) continue;
    const char* const at = bytes + slot.offset;
    const ValueWords both = slot.kept == Kept::kWhole ? ValueWords{load<uint64_t>(at), load<uint64_t>(at + 8)}
                                                      : ValueWords{slot.head, load<uint64_t>(at)};
    Value v;
    overwrite(&v, both);  // which ends it
  }
}

const RowShape& RowShapes::promote(uint16_t aggregate, size_t i) {
  Shapes& shapes = shapes_[aggregate];
  First& first = firsts_[aggregate];
  const RowShape& shape = *shapes[i];
  if (i > 1 || (i == 1 && first.missed)) std::swap(shapes[i], shapes[i - 1]);
  first = {shapes[0].get(), i > 0};
  return shape;
}

const RowShape& RowShapes::find(uint16_t aggregate, std::span<const Value> row, const Value& identity) {
  if (shapes_.size() <= aggregate) {
    shapes_.resize(aggregate + size_t{1});
    whole_.resize(aggregate + size_t{1});
    firsts_.resize(aggregate + size_t{1});
  }
  Shapes& shapes = shapes_[aggregate];
  bool is_known = false;
  for (size_t i = 0; i < shapes.size(); ++i) {
    if (!shapes[i]->fits(row, identity)) {
      is_known = is_known || shapes[i]->is_of_kinds(row, identity);
      continue;
    }
    return promote(aggregate, i);
  }
  if (shapes.size() < kShapesMax) {
    const auto width = is_known ? RowShape::Width::kWide : RowShape::Width::kNarrow;
    shapes.emplace_back(new RowShape(aggregate, row, identity, width));
    return promote(aggregate, shapes.size() - 1);
  }
  if (!whole_[aggregate]) whole_[aggregate].reset(new RowShape(aggregate, row.size()));
  return *whole_[aggregate];
}

}  // namespace headrace
