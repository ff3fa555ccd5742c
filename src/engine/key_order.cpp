#include "engine/key_order.h"

#include <algorithm>

namespace headrace {
namespace {

using List = std::span<const KeyTable::Entry>;

bool comes_later(const List& a, const List& b) { return a.front().first > b.front().first; }

}  // namespace

void KeysInMemory::add(List keys) {
  if (keys.empty()) return;
  size_ += keys.size();
  lists_.push_back(keys);
  std::push_heap(lists_.begin(), lists_.end(), comes_later);
}

Status KeysInMemory::next(size_t count, KeyBatch* batch) {
  batch->clear();
  while (batch->keys.size() < count && !lists_.empty()) {
    std::pop_heap(lists_.begin(), lists_.end(), comes_later);
    List& list = lists_.back();
    batch->keys.push_back(list.front().key);
    list = list.subspan(1);
    if (list.empty())
      lists_.pop_back();
    else
      std::push_heap(lists_.begin(), lists_.end(), comes_later);
  }
  return Ok{};
}

}  // namespace headrace
