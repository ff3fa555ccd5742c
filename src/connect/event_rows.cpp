#include "connect/event_rows.h"

#include <algorithm>

#include "base/unicode.h"
#include "data/json_parser.h"
#include "data/object.h"

namespace headrace {

void EventRows::make_room() {
  if (const size_t slots = batch_->size() * batch_->width; batch_->slots.size() < slots)
    batch_->slots.resize(slots);
}

Value* EventRows::add_used(EventPlace first, size_t count) {
  const size_t before = batch_->size();
  for (size_t i = 0; i < count; ++i) batch_->places.push_back({first.file, first.line + i});
  make_room();
  Value* const rows = batch_->row(before);
  for (size_t i = 0; i < count; ++i)
    std::fill_n(rows + i * batch_->width, projection_.first_key_slot, Value());
  return rows;
}

void EventRows::drop() {
  batch_->places.pop_back();
  std::fill_n(batch_->row(batch_->size()), batch_->width, Value());
}

void EventRows::drop(size_t count, std::span<const size_t> of_them) {
  if (of_them.empty()) return;
  const size_t begin = batch_->size() - count;
  size_t to = begin + of_them.front();
  for (size_t i = of_them.front(), next = 0; i < count; ++i) {
    if (next < of_them.size() && of_them[next] == i) {
      ++next;
      continue;
    }
    std::move(batch_->row(begin + i), batch_->row(begin + i) + batch_->width, batch_->row(to));
    batch_->places[to++] = batch_->places[begin + i];
  }
  std::fill(batch_->row(to), batch_->row(batch_->size()), Value());
  batch_->places.resize(to);
}

void EventRows::add_event(EventPlace place, Value event) {
  HEADRACE_CHECK(event.kind() == Kind::kDict);
  Value* row = add(place);
  for (size_t i = 0; i < projection_.keys.size(); ++i) {
    const DictEntry* e = event.as<DictObj>()->table.find(Value::string(projection_.keys[i]));
    if (e) row[projection_.first_key_slot + i] = e->value;
  }
  if (!projection_.whole_record) return;
  event.obj()->flavor = Flavor::kRecord;
  row[projection_.record_slot] = std::move(event);
}

void EventRows::skip(EventPlace place, std::string reason, std::string detail, std::string_view text) {
  constexpr size_t kTextMax = 1000;
  skipped_->push_back(
      {place, std::move(reason), std::move(detail), std::string(unicode::truncated(text, kTextMax))});
}

}  // namespace headrace
